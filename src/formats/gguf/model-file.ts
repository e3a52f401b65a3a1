/** The GGUF file of a whole model, and the proof that a written one holds what it was to hold. */
import { OcaqError } from '../../errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { type GgufValue, QUANTIZATION_VERSION } from './layout.ts';
import { type GgufEntry, type GgufHead, readGguf, readTensorBytes } from './read.ts';
import { type GgufFile, type GgufTensor, tensorPieces } from './write.ts';

export interface GgufDescription {
  readonly name: string;
  /** Of the Hub or SPDX; absent where none is stated. */
  readonly license?: string;
  /** Codes of the languages that it writes. */
  readonly languages?: readonly string[];
  /** Jinja; empty for a model that has not learned to chat. */
  readonly chatTemplate: string;
}

/**
 * @param model keys of the architecture, and the tensors
 * @param vocabulary keys of the tokenizer
 */
export function modelGguf(
  model: GgufFile,
  vocabulary: { readonly keys: ReadonlyMap<string, GgufValue> },
  { name, license, languages = [], chatTemplate }: GgufDescription,
): GgufFile {
  const text = (value: string): GgufValue => ({ type: 'string', value });
  return {
    tensors: model.tensors,
    keys: new Map<string, GgufValue>([
      ...model.keys,
      ['general.type', text('model')],
      ['general.name', text(name)],
      ...(license === undefined ? [] : [['general.license', text(license)] as const]),
      ...(languages.length > 0 ? [['general.languages', { type: 'strings', value: languages }] as const] : []),
      ['general.quantization_version', { type: 'u32', value: QUANTIZATION_VERSION }],
      ...vocabulary.keys,
      ...(chatTemplate === '' ? [] : [['tokenizer.chat_template', text(chatTemplate)] as const]),
    ]),
  };
}

/**
 * Reads a written file and compares every key, and every byte of every tensor.
 * @param onTensor called after each, with how many were compared
 * @throws OcaqError `export-unverified`, `gguf-damaged`
 */
export async function checkGguf(
  source: ByteSource,
  wanted: GgufFile,
  onTensor: (compared: number) => void,
): Promise<void> {
  const head = await readGguf(source);
  checkKeys(head, wanted);
  if (head.tensors.size !== wanted.tensors.length) throw unverified('list of tensors');
  let compared = 0;
  for (const tensor of wanted.tensors) {
    await checkTensor(source, head.tensors.get(tensor.name), tensor);
    onTensor(++compared);
  }
}

function checkKeys({ keys }: GgufHead, wanted: GgufFile): void {
  if (keys.size !== wanted.keys.size) throw unverified('list of keys');
  for (const [key, value] of wanted.keys) {
    const written = value.type === 'f32' ? { ...value, value: Math.fround(value.value) } : value;
    if (JSON.stringify(keys.get(key)) !== JSON.stringify(written)) throw unverified(key);
  }
}

async function checkTensor(source: ByteSource, entry: GgufEntry | undefined, tensor: GgufTensor): Promise<void> {
  const { name, type, shape } = tensor;
  if (entry?.type !== type || entry.shape.join() !== shape.join()) throw unverified(name);
  let { start } = entry;
  for await (const piece of tensorPieces(tensor)) {
    const written = await readTensorBytes(source, { ...entry, start, end: start + piece.length });
    if (!written.every((byte, i) => byte === piece[i])) throw unverified(name);
    start += piece.length;
  }
  if (start !== entry.end) throw unverified(name);
}

const unverified = (name: string): OcaqError =>
  new OcaqError(
    'export-unverified',
    `"${name}" of the written file is not what was to be written. Try again; if it happens again, check the disk.`,
    { name },
  );
