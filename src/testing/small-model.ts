/** A model of somebody else for tests, GPT-2-shaped with one layer, and with a tokenizer that Ocaq's own encoder does not run. */
import { readFile } from 'node:fs/promises';
import { writeSafetensors } from '../formats/safetensors.ts';

const WIDTH = 32;
export const SMALL_CONTEXT = 64;

/** Tensor names and shapes. */
const shapes = (vocabulary: number): [string, number[]][] => [
  ['wte.weight', [vocabulary, WIDTH]],
  ['wpe.weight', [SMALL_CONTEXT, WIDTH]],
  ...['h.0.ln_1', 'h.0.ln_2', 'ln_f'].flatMap((name): [string, number[]][] => [
    [`${name}.weight`, [WIDTH]],
    [`${name}.bias`, [WIDTH]],
  ]),
  ...Object.entries({
    'attn.c_attn': [WIDTH, 3 * WIDTH],
    'attn.c_proj': [WIDTH, WIDTH],
    'mlp.c_fc': [WIDTH, 4 * WIDTH],
    'mlp.c_proj': [4 * WIDTH, WIDTH],
  }).flatMap(([name, shape]): [string, number[]][] => [
    [`h.0.${name}.weight`, shape],
    [`h.0.${name}.bias`, [shape[1] ?? 0]],
  ]),
];

export interface SmallModelFiles {
  readonly 'config.json': Uint8Array;
  readonly 'tokenizer.json': Uint8Array;
  readonly 'model.safetensors': Uint8Array;
}

/** Its folder, by file names. */
export async function smallModelFiles(): Promise<SmallModelFiles> {
  const cases = JSON.parse(await readFile('src/testing/golden/tokenizers/cases.json', 'utf8')) as {
    name: string;
    tokenizer: { added_tokens: { id: number }[]; model: { vocab: object } };
  }[];
  const tokenizer = cases.find(({ name }) => name === 'digits before bytes')?.tokenizer;
  if (!tokenizer) throw new Error('the case of the tokenizer is gone');
  const vocabulary = Object.keys(tokenizer.model.vocab).length + tokenizer.added_tokens.length;
  const config = {
    ...{ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'], vocab_size: vocabulary, n_positions: SMALL_CONTEXT },
    ...{ n_embd: WIDTH, n_layer: 1, n_head: 2, bos_token_id: 1, eos_token_id: 2 },
  };
  const tensors = shapes(vocabulary).map(([name, shape], at) => ({
    name: `transformer.${name}`,
    dtype: 'BF16' as const,
    shape,
    data: () => Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * (at + 1.7)) / 8),
  }));
  return {
    'config.json': Buffer.from(JSON.stringify(config)),
    'tokenizer.json': Buffer.from(JSON.stringify(tokenizer)),
    'model.safetensors': await whole(writeSafetensors(tensors)),
  };
}

async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
