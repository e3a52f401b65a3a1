/** Makes small PDFs for tests: lines of text at places of pages, with letters of any alphabet. */

export interface PlacedLine {
  text: string;
  /** In points from the left and from the bottom of a page of 400 × 600. */
  x: number;
  y: number;
  size?: number;
}

/** @param trailer of its own, for example with a dictionary of encryption */
export function makePdf(pages: readonly (readonly PlacedLine[])[], trailer = ''): Uint8Array<ArrayBuffer> {
  const letters = [...new Set(pages.flat().flatMap(({ text }) => [...text]))].filter((letter) => letter > '~');
  const codeOf = (letter: string) => (letter > '~' ? 161 + letters.indexOf(letter) : letter.charCodeAt(0));
  const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0');
  const mapped = letters.map((letter) => `<${hex(codeOf(letter), 2)}> <${hex(letter.charCodeAt(0), 4)}>`);
  const toUnicode = `begincmap 1 begincodespacerange <00> <ff> endcodespacerange
1 beginbfrange <20> <7e> <0020> endbfrange
${mapped.length} beginbfchar ${mapped.join('\n')} endbfchar endcmap`;
  const show = ({ text, x, y, size = 10 }: PlacedLine) =>
    `BT /F1 ${size} Tf ${x} ${y} Td <${[...text].map((letter) => hex(codeOf(letter), 2)).join('')}> Tj ET`;
  const stream = (content: string) => `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
  const kids = pages.map((_, i) => `${5 + 2 * i} 0 R`);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids.join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>',
    stream(toUnicode),
    ...pages.flatMap((lines, i) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /F1 3 0 R >> >> /Contents ${6 + 2 * i} 0 R >>`,
      stream(lines.map(show).join('\n')),
    ]),
  ];
  let file = '%PDF-1.4\n';
  const places = objects.map((object, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.join('')}`;
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Uint8Array.from(file + table + end, (letter) => letter.charCodeAt(0));
}
