/**
 * The bytes of a file as they were before it was gzipped; recognised by its first bytes, not by its name. Files that hold
 * something else than text by their first bytes are refused with what they are.
 */
import { OcaqError } from '../errors.ts';
import { type ByteSource, chunksOf, withHead } from './utf8.ts';

const HEAD_BYTES = 64;
const GZIP = [0x1f, 0x8b];
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** Formats that cannot be read here, by how their files begin. */
const UNREADABLE: readonly (readonly [format: string, begins: string])[] = [
  ['Zstandard', '\x28\xb5\x2f\xfd'],
  ['Parquet', 'PAR1'],
  ['Arrow', 'ARROW1'],
  ['ZIP', 'PK\x03\x04'],
  ['bzip2', 'BZh'],
  ['XZ', '\xfd7zXZ'],
];

/**
 * @throws OcaqError `file-format-unsupported`, `file-lfs-pointer`, before the first chunk; `file-gzip-damaged`
 */
export async function* plainBytes(source: ByteSource, fileName: string): AsyncGenerator<Uint8Array> {
  let head: Uint8Array = new Uint8Array();
  const chunks = withHead(source, HEAD_BYTES, (bytes) => {
    head = bytes;
  });
  const first = await chunks.next();
  if (first.done) return;
  refuseUnreadable(head, fileName);
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield first.value as Uint8Array;
    yield* chunks;
  }
  yield* GZIP.every((byte, i) => head[i] === byte) ? gunzip(whole(), fileName) : whole();
}

function refuseUnreadable(head: Uint8Array, file: string): void {
  const text = String.fromCharCode(...head);
  if (text.startsWith(LFS_POINTER)) {
    throw new OcaqError(
      'file-lfs-pointer',
      `${file} is a Git LFS pointer: it names a file and does not hold it. Download the file itself, for example with "git lfs pull".`,
      { file },
    );
  }
  const format = UNREADABLE.find(([, begins]) => text.startsWith(begins))?.[0];
  if (format === undefined) return;
  throw new OcaqError(
    'file-format-unsupported',
    `${file} is a ${format} file, which cannot be read here. Save it as text, plain or gzipped, and choose it again.`,
    { file, format },
  );
}

async function* gunzip(chunks: AsyncGenerator<Uint8Array>, file: string): AsyncGenerator<Uint8Array> {
  const compressed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const step = await chunks.next();
      if (step.done) controller.close();
      else controller.enqueue(new Uint8Array(step.value));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  try {
    yield* chunksOf(compressed.pipeThrough(new DecompressionStream('gzip')));
  } catch (cause) {
    // The file itself could not be read.
    if (cause instanceof DOMException) throw cause;
    throw new OcaqError(
      'file-gzip-damaged',
      `${file} is damaged: its gzip data ends early or is not what was compressed. Download it again, or compress it again.`,
      { file },
      { cause },
    );
  }
}
