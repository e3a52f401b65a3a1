/**
 * How the file of a project is known: as EPUB and OpenDocument do, its archive begins with a stored file `mimetype`, whose
 * content says what the whole is. Found by the first bytes, whatever the file is called.
 */

export const PROJECT_MARK = { name: 'mimetype', content: 'application/x-ocaq-project' } as const;

/** The name that files of projects end in. */
export const PROJECT_ENDING = '.ocaq.zip';

/** Bytes of a local header of an archive before the name. */
const HEADER_BYTES = 30;

export async function isProjectFile(file: Blob): Promise<boolean> {
  const expected = new TextEncoder().encode(PROJECT_MARK.name + PROJECT_MARK.content);
  const start = await bytesOf(file.slice(0, HEADER_BYTES + expected.length));
  const isArchive = [0x50, 0x4b, 3, 4].every((byte, i) => start[i] === byte);
  return isArchive && expected.every((byte, i) => start[HEADER_BYTES + i] === byte);
}

/** Of a file that cannot be read none: whoever opens it then says so. */
async function bytesOf(part: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await part.arrayBuffer());
  } catch {
    return new Uint8Array(0);
  }
}
