/**
 * The lines of text of a PDF, a page at a time, by pdfjs-dist on the thread that asks: no worker of its own, no fonts, no
 * pictures, no code that is made from text. Memory: the file, which may have 512 MiB, and one page.
 */
import { OcaqError } from '../../../errors.ts';
import { damagedFile, lockedFile } from '../package/document-package.ts';
import type { ReaderFile } from '../reader-file.ts';

const FORMAT = 'PDF';
const LARGEST_FILE = 536_870_912;
/** Characters; a page of a book has 3000. */
const LONGEST_PAGE = 2_097_152;

/** In points, from the lower left corner of the page. */
export interface Line {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Where it ends. */
  readonly end: number;
  /** Of its letters. */
  readonly height: number;
}

export interface Page {
  readonly number: number;
  /** Of the document. */
  readonly count: number;
  /** null: the page cannot be read. */
  readonly lines: readonly Line[] | null;
}

type TextItem = import('pdfjs-dist/types/src/display/api.d.ts').TextItem;

/** @throws OcaqError `file-damaged`, `file-locked`, `file-too-large`, before the first page */
export async function* pdfPages(file: ReaderFile): AsyncGenerator<Page> {
  const parts = await file.parts();
  if (parts.size > LARGEST_FILE) throw tooLarge(file.name, parts.size);
  const { getDocument, VerbosityLevel } = await loadPdfjs();
  const task = getDocument({
    data: new Uint8Array(await parts.slice(0, parts.size).arrayBuffer()),
    verbosity: VerbosityLevel.ERRORS,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    useWasm: false,
    isOffscreenCanvasSupported: false,
    isImageDecoderSupported: false,
  });
  try {
    const document = await task.promise.catch((cause: unknown) => {
      throw isNamed(cause, 'PasswordException') ? lockedFile(file.name, FORMAT) : damaged(file.name, cause);
    });
    const count = document.numPages;
    for (let number = 1; number <= count; number++) {
      yield { number, count, lines: await linesOf(document, number).catch(() => null) };
      // Lets whoever wants to end it speak.
      await new Promise((resolve) => setTimeout(resolve));
    }
  } finally {
    await task.destroy();
  }
}

/**
 * Whether pdfjs threw this. It fetches every page when it is asked for the first one, and nobody takes the rejection of a page that
 * is damaged: Node ends then, unless whoever runs it lets these pass. What is wrong with the page is told when its turn comes.
 */
export const isOfPageAhead = (error: unknown): boolean =>
  String((error as Partial<Error> | null)?.stack).includes('pdfjs-dist');

type PdfDocument = import('pdfjs-dist').PDFDocumentProxy;

async function linesOf(document: PdfDocument, number: number): Promise<Line[]> {
  const page = await document.getPage(number);
  const reader = page.streamTextContent().getReader();
  const lines: Line[] = [];
  let line: TextItem[] = [];
  let length = 0;
  const endLine = () => {
    if (line.some(({ str }) => str.trim() !== '')) lines.push(lineOf(line));
    line = [];
  };
  try {
    for (let step = await reader.read(); !step.done && length < LONGEST_PAGE; step = await reader.read()) {
      for (const item of step.value.items as TextItem[]) {
        length += item.str.length;
        const first = line[0];
        if (first && Math.abs(placeOf(item).y - placeOf(first).y) > 0.6 * Math.max(first.height, item.height))
          endLine();
        if (item.str !== '') line.push(item);
        if (item.hasEOL) endLine();
      }
    }
  } finally {
    await reader.cancel(new Error('enough')).catch(() => {});
    page.cleanup();
  }
  endLine();
  return lines;
}

function lineOf(items: readonly TextItem[]): Line {
  const shown = items.filter(({ str }) => str.trim() !== '');
  const height = Math.max(...shown.slice(0, 100).map((item) => item.height));
  const [first, last] = [shown[0]!, shown.at(-1)!];
  return {
    text: items
      .map(({ str }) => str)
      .join('')
      .replace(/\s+/g, ' ')
      .trim(),
    x: placeOf(first).x,
    y: placeOf(first).y,
    end: placeOf(last).x + last.width,
    height,
  };
}

const placeOf = ({ transform }: TextItem) => ({ x: Number(transform[4]), y: Number(transform[5]) });

/** pdfjs makes a matrix as it is loaded, for drawing, which Node has none of and nothing here does. */
class NoMatrix {}

async function loadPdfjs() {
  const missing = ['DOMMatrix', 'ImageData', 'Path2D'].filter((name) => !(name in globalThis));
  Object.assign(globalThis, Object.fromEntries(missing.map((name) => [name, NoMatrix])));
  await import('pdfjs-dist/legacy/build/pdf.worker.mjs');
  return import('pdfjs-dist/legacy/build/pdf.mjs');
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

function damaged(file: string, cause: unknown): OcaqError {
  return damagedFile(file, FORMAT, cause instanceof Error ? cause.message.replace(/\.$/, '') : String(cause), cause);
}

const tooLarge = (file: string, bytes: number): OcaqError =>
  new OcaqError(
    'file-too-large',
    `${file} takes ${bytes} bytes, and a PDF may have ${LARGEST_FILE} at most. Split it into several, or save its text.`,
    { file, bytes, limit: LARGEST_FILE },
  );
