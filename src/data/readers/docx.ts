/**
 * Word documents of the kind that is a zip archive (.docx): a file is one document. Read by hand rather than by mammoth, which
 * holds the whole file as a tree and brings a zip and an XML library of its own. Files of the older kind, and those that are
 * encrypted, which are wrapped in it, are named as such.
 */
import { OcaqError } from '../../errors.ts';
import type { RawDocument } from '../raw-document.ts';
import {
  DEFAULT_DOCUMENT_BYTES,
  isNamedLike,
  previewFirst,
  type ReadCounts,
  type Reader,
  type ReaderOptions,
} from './reader.ts';
import type { FileHead, ReaderFile } from './reader-file.ts';

/** Compound File Binary ([MS-CFB] 2.2). */
const COMPOUND_FILE = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

export const docx = {
  id: 'docx',
  extensions: ['.docx', '.docm'],
  mimeTypes: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  asks: 'nothing',
  sniff: (head) => head.startsWith(COMPOUND_FILE) || isDocx(head),
  preview: (file) => previewFirst(read, file, 1),
  read,
} as const satisfies Reader;

async function* read(file: ReaderFile, options: ReaderOptions, counts: ReadCounts): AsyncGenerator<RawDocument> {
  if (file.head.startsWith(COMPOUND_FILE)) throw await compoundFile(file.head);
  const { maxDocumentBytes = DEFAULT_DOCUMENT_BYTES } = options;
  const { documentText } = await import('./docx/document.ts');
  for await (const text of documentText(file, maxDocumentBytes, counts)) yield { text };
}

/** By the names of its parts where the beginning of the archive has them; else by its own. */
function isDocx(head: FileHead): boolean {
  if (!head.startsWith('PK\x03\x04')) return false;
  return isNamedLike(head.name, docx) || new TextDecoder('latin1').decode(head.bytes).includes('word/document.xml');
}

/** Its directory has names in UTF-16. */
async function compoundFile({ bytes, name }: FileHead): Promise<OcaqError> {
  if (new TextDecoder('latin1').decode(bytes).includes([...'EncryptedPackage'].join('\0'))) {
    const { lockedFile } = await import('./package/document-package.ts');
    return lockedFile(name, 'Word');
  }
  return new OcaqError(
    'file-old-word',
    `${name} is an Office file of the old kind (.doc), which cannot be read here. Open it in Word or LibreOffice, save it as .docx or as plain text, and choose that.`,
    { file: name },
  );
}
