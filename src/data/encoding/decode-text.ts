/**
 * From the bytes of a file to its text. Which encoding they are in is told by its first bytes or chosen by a person, and
 * counted with what had to be repaired; files that are no text are refused. Memory: one chunk, of which at most 1 MiB is
 * decoded at a time.
 */
import { OcaqError } from '../../errors.ts';
import { type ByteSource, chunksOf } from '../utf8.ts';
import { declaredLabel } from './declared.ts';
import { decoderOf } from './decoder.ts';
import { badAsUtf8 } from './detect.ts';
import type { KnownEncoding } from './encodings.ts';

const DECODE_BYTES = 1_048_576;
/** In decimal; what is nothing more is empty. */
const BYTE_ORDER_MARKS = ['', '239,187,191', '255,254', '254,255'];

/** The beginning of a file, and its encoding; null where it is no text. */
export interface TextHead {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly encoding: KnownEncoding | null;
}

export interface TextCounts {
  bytes: number;
  badSequences: number;
  /** Of what was read last. */
  encoding: KnownEncoding;
}

/**
 * @throws OcaqError `file-empty`, `file-encoding` (it names one that cannot be read, or that it is not in), `file-binary` (NUL
 *   bytes, or more than 10 % bad sequences and control characters)
 */
export function requireText({ name, bytes, encoding }: TextHead): KnownEncoding {
  if (BYTE_ORDER_MARKS.includes(String(bytes.subarray(0, 4)))) {
    throw new OcaqError('file-empty', `${name} is empty. Choose a file that holds text.`, { file: name });
  }
  if (encoding !== null) return encoding;
  if (bytes.includes(0)) {
    throw new OcaqError('file-binary', `${name} is not text: it holds NUL bytes. Choose a text file.`, {
      file: name,
      reason: 'nul',
    });
  }
  const label = declaredLabel(bytes);
  if (label !== null) {
    throw new OcaqError(
      'file-encoding',
      `${name} says that its encoding is "${label}", and it cannot be read as that. Open it in the program that it is from, save it as UTF-8, and try again.`,
      { file: name, encoding: label },
    );
  }
  const { length, bad } = badAsUtf8(bytes);
  const percent = Math.round((100 * bad) / length);
  throw new OcaqError(
    'file-binary',
    `${name} is not text in an encoding that can be told: as UTF-8, ${percent} % of its first characters are invalid or control characters. If it is text, save it as UTF-8 and try again.`,
    { file: name, reason: 'invalid', percent },
  );
}

/**
 * The text of a file, piece by piece (pieces are not aligned to anything); adds to `counts` as it goes.
 * @throws OcaqError as `requireText` does, before any text is given out
 */
export async function* decodeText(
  file: { readonly head: TextHead; stream(): ByteSource },
  counts: TextCounts,
): AsyncGenerator<string> {
  counts.encoding = requireText(file.head);
  const decoder = decoderOf(counts.encoding.name);
  const badBefore = counts.badSequences;
  for await (const chunk of chunksOf(file.stream())) {
    counts.bytes += chunk.length;
    for (let at = 0; at < chunk.length; at += DECODE_BYTES) {
      const text = decoder.decode(chunk.subarray(at, at + DECODE_BYTES));
      counts.badSequences = badBefore + decoder.badSequences;
      if (text !== '') yield text;
    }
  }
  const text = decoder.end();
  counts.badSequences = badBefore + decoder.badSequences;
  if (text !== '') yield text;
}
