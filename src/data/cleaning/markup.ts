/**
 * Markup of HTML that was left in running text. Tags go where they can be nothing else: those that stand alone (br, hr, img)
 * and those that the text also closes. What is in backticks is an example and stays. Of character references, those of
 * spaces, quotation marks, dashes, signs and letters are resolved; "&lt;" and "&gt;" stay, because they were written to show a
 * tag.
 */

const ALONE = ['br', 'hr', 'img', 'wbr'];
const BLOCKS =
  'p|div|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|blockquote|center|section|article|header|footer|nav|figure|figcaption|br|hr';
const INLINE = 'a|abbr|b|big|cite|em|font|i|img|nobr|q|s|small|span|strike|strong|sub|sup|tt|u|wbr';
const CELLS = 'td|th';
const ATTRIBUTES = `(?:\\s+[\\w:-]+\\s*=\\s*(?:"[^"<>]*"|'[^'<>]*'|[^\\s"'<>]+))*`;
const TAG_OR_CODE = new RegExp(
  `\`\`\`[^]*?\`\`\`|\`[^\`\\n]*\`|</?(${BLOCKS}|${CELLS}|${INLINE})${ATTRIBUTES}\\s*/?>`,
  'gi',
);
const CLOSING_TAG = /<\/([a-z][a-z0-9]*)\s*>/gi;
const IS_CELL = new RegExp(`^(?:${CELLS})$`);
const IS_BLOCK = new RegExp(`^(?:${BLOCKS})$`);

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  zwnj: '',
  quot: '"',
  apos: "'",
  laquo: '«',
  raquo: '»',
  lsaquo: '‹',
  rsaquo: '›',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  bull: '•',
  middot: '·',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  sect: '§',
  times: '×',
  euro: '€',
  ouml: 'ö',
  uuml: 'ü',
  ccedil: 'ç',
  Ouml: 'Ö',
  Uuml: 'Ü',
  Ccedil: 'Ç',
  auml: 'ä',
  eacute: 'é',
  acirc: 'â',
  icirc: 'î',
  ucirc: 'û',
  szlig: 'ß',
};
/** "&amp;" also before another reference, where something was escaped twice. */
const REFERENCE = /&(?:amp;)*(?:([a-z]{2,8})|#(\d{2,6})|#x([\da-f]{2,5}));/gi;

export function withoutMarkup(text: string): string {
  const untagged = text.includes('<') ? withoutTags(text) : text;
  return untagged.includes('&') ? untagged.replace(REFERENCE, resolved) : untagged;
}

function withoutTags(text: string): string {
  const closed = new Set([...text.matchAll(CLOSING_TAG)].map(([, name = '']) => name.toLowerCase()));
  return text.replace(TAG_OR_CODE, (found, tag: string | undefined) => {
    const name = tag?.toLowerCase();
    if (name === undefined || !(closed.has(name) || ALONE.includes(name))) return found;
    if (IS_BLOCK.test(name)) return '\n';
    return IS_CELL.test(name) ? ' ' : '';
  });
}

function resolved(
  found: string,
  name: string | undefined,
  decimal: string | undefined,
  hex: string | undefined,
): string {
  if (name !== undefined) return NAMED[name] ?? NAMED[name.toLowerCase()] ?? found;
  const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
  const isCharacter = code >= 0x20 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  const isOfMarkup = code === 0x26 || code === 0x3c || code === 0x3e;
  return isCharacter && !isOfMarkup ? String.fromCodePoint(code) : found;
}
