/**
 * Runs a GGUF as its architecture says (llama.cpp: src/models/, ggml_rope), in float64 and written for reading: nothing of it is
 * taken from the engine or the exporter, so that equal logits prove names, shapes, order of rows and keys of a written file.
 */
import type { ByteSource } from '../formats/byte-source.ts';
import { readGguf, readTensorF32 } from '../formats/gguf/read.ts';

type Matrix = Float64Array[];

interface Opened {
  readonly architecture: string;
  number(key: string): number | undefined;
  text(key: string): string | undefined;
  /** Rows of a matrix; a vector is one row. */
  tensor(name: string): Matrix | undefined;
}

async function open(source: ByteSource): Promise<Opened> {
  const { keys, tensors } = await readGguf(source);
  const rows = new Map<string, Matrix>();
  for (const [name, entry] of tensors) {
    const columns = entry.shape.at(-1) ?? 1;
    const values = await readTensorF32(source, entry);
    const count = values.length / columns;
    rows.set(
      name,
      Array.from({ length: count }, (_, row) => Float64Array.from(values.subarray(row * columns, (row + 1) * columns))),
    );
  }
  const architecture = String(keys.get('general.architecture')?.value);
  const value = (key: string) => keys.get(`${architecture}.${key}`)?.value;
  return {
    architecture,
    number: (key) => (value(key) === undefined ? undefined : Number(value(key))),
    text: (key) => (value(key) === undefined ? undefined : String(value(key))),
    tensor: (name) => rows.get(name),
  };
}

/** @returns logits [tokens][vocabulary] of one sequence */
export async function ggufLogits(source: ByteSource, tokens: readonly number[]): Promise<Matrix> {
  const model = await open(source);
  const weight = (name: string): Matrix => {
    const found = model.tensor(name);
    if (!found) throw new Error(`the file has no tensor "${name}"`);
    return found;
  };
  const norm = (x: Matrix, name: string) =>
    normalised(model, x, weight(`${name}.weight`), model.tensor(`${name}.bias`));
  const product = (x: Matrix, name: string) => multiplied(x, weight(`${name}.weight`), model.tensor(`${name}.bias`));
  const table = weight('token_embd.weight');
  const positions = model.tensor('position_embd.weight');
  let x: Matrix = tokens.map((token, at) => added(table[token]!, positions?.[at]));
  for (let layer = 0; layer < (model.number('block_count') ?? 0); layer++) {
    const block = `blk.${layer}`;
    const attended = attention(model, block, norm(x, `${block}.attn_norm`), product);
    x = sum(x, product(attended, `${block}.attn_output`));
    const normed = norm(x, `${block}.ffn_norm`);
    const up = product(normed, `${block}.ffn_up`);
    const gate = model.tensor(`${block}.ffn_gate.weight`) && product(normed, `${block}.ffn_gate`);
    const hidden = gate
      ? up.map((row, i) => row.map((value, j) => value * silu(gate[i]![j]!)))
      : up.map((row) => row.map(gelu));
    x = sum(x, product(hidden, `${block}.ffn_down`));
  }
  return multiplied(norm(x, 'output_norm'), model.tensor('output.weight') ?? table, undefined);
}

function attention(model: Opened, block: string, x: Matrix, product: (x: Matrix, name: string) => Matrix): Matrix {
  const heads = model.number('attention.head_count') ?? 0;
  const kvHeads = model.number('attention.head_count_kv') ?? heads;
  const fused = model.tensor(`${block}.attn_qkv.weight`) && product(x, `${block}.attn_qkv`);
  const width = (fused?.[0]?.length ?? 0) / 3;
  const part = (name: string, at: number): Matrix =>
    fused ? fused.map((row) => row.slice(at * width, (at + 1) * width)) : product(x, `${block}.attn_${name}`);
  const [q, k, v] = [part('q', 0), part('k', 1), part('v', 2)];
  const size = q[0]!.length / heads;
  const placed = (rows: Matrix, count: number, name: string): Matrix[] =>
    Array.from({ length: count }, (_, head) => {
      const own = rows.map((row) => row.slice(head * size, (head + 1) * size));
      const gain = model.tensor(`${block}.attn_${name}_norm.weight`);
      return rotated(model, gain ? normalised(model, own, gain, undefined) : own);
    });
  const [queries, keys] = [placed(q, heads, 'q'), placed(k, kvHeads, 'k')];
  return x.map((_, at) => {
    const row = new Float64Array(heads * size);
    queries.forEach((query, head) => {
      const kv = Math.floor((head * kvHeads) / heads);
      const scores = keys[kv]!.slice(0, at + 1).map((key) => dot(query[at]!, key) / Math.sqrt(size));
      const most = Math.max(...scores);
      const weights = scores.map((score) => Math.exp(score - most));
      const total = weights.reduce((a, b) => a + b);
      weights.forEach((part, j) => {
        for (let i = 0; i < size; i++) row[head * size + i]! += (part / total) * v[j]![kv * size + i]!;
      });
    });
    return row;
  });
}

/** RoPE: `llama` rotates elements 2i and 2i + 1 together, the others i and i + half; learned positions rotate nothing. */
function rotated(model: Opened, rows: Matrix): Matrix {
  const base = model.number('rope.freq_base');
  if (base === undefined) return rows;
  const half = rows[0]!.length / 2;
  const factors = model.tensor('rope_freqs.weight')?.[0];
  const linear = model.text('rope.scaling.type') === 'linear' ? (model.number('rope.scaling.factor') ?? 1) : 1;
  return rows.map((row, position) => {
    const turned = new Float64Array(row.length);
    for (let i = 0; i < half; i++) {
      const angle = (position * base ** (-i / half)) / ((factors?.[i] ?? 1) * linear);
      const [a, b] = model.architecture === 'llama' ? [2 * i, 2 * i + 1] : [i, i + half];
      turned[a] = row[a]! * Math.cos(angle) - row[b]! * Math.sin(angle);
      turned[b] = row[a]! * Math.sin(angle) + row[b]! * Math.cos(angle);
    }
    return turned;
  });
}

/** LayerNorm where the architecture has its epsilon, else RMSNorm. */
function normalised(model: Opened, x: Matrix, gain: Matrix, bias: Matrix | undefined): Matrix {
  const layerNorm = model.number('attention.layer_norm_epsilon');
  const epsilon = layerNorm ?? model.number('attention.layer_norm_rms_epsilon') ?? 0;
  return x.map((row) => {
    const mean = layerNorm === undefined ? 0 : row.reduce((a, b) => a + b) / row.length;
    const centred = row.map((value) => value - mean);
    const scale = 1 / Math.sqrt(dot(centred, centred) / row.length + epsilon);
    return centred.map((value, i) => value * scale * gain[0]![i]! + (bias?.[0]?.[i] ?? 0));
  });
}

const multiplied = (x: Matrix, weight: Matrix, bias: Matrix | undefined): Matrix =>
  x.map((row) => Float64Array.from(weight, (output, i) => dot(row, output) + (bias?.[0]?.[i] ?? 0)));

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((total, value, i) => total + value * b[i]!, 0);

const sum = (x: Matrix, y: Matrix): Matrix => x.map((row, i) => added(row, y[i]));

const added = (a: Float64Array, b: Float64Array | undefined): Float64Array =>
  a.map((value, i) => value + (b?.[i] ?? 0));

const silu = (x: number): number => x / (1 + Math.exp(-x));

const gelu = (x: number): number => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
