/** A decoder of given settings and tensors, in float64 and written for reading: nothing of it is taken from the engine. */
import type { ReadModel } from './read-folder.ts';
import type { Rope, Settings } from './settings.ts';

type Rows = Float64Array[];

interface Weights {
  /** x · Wᵀ + b, or x · W + b of GPT-2, whose matrices are [in, out]. */
  product(x: Rows, name: string): Rows;
  norm(x: Rows, name: string): Rows;
  /** [rows, width] */
  table(name: string): Rows;
}

/** @returns logits [tokens][vocabulary] of one sequence */
export function logitsOf({ settings, tensors }: ReadModel, tokens: readonly number[]): Rows {
  const weights = weightsOf(settings, tensors);
  const isGpt2 = settings.modelType === 'gpt2';
  const table = weights.table(isGpt2 ? 'transformer.wte.weight' : 'model.embed_tokens.weight');
  const places = isGpt2 ? weights.table('transformer.wpe.weight') : [];
  let x = tokens.map((token, at) => (isGpt2 ? sum(table[token]!, places[at]!) : table[token]!));
  for (let layer = 0; layer < settings.layers; layer++)
    x = isGpt2 ? gpt2Layer(x, weights, settings, layer) : ropeLayer(x, weights, settings, layer);
  const last = weights.norm(x, isGpt2 ? 'transformer.ln_f' : 'model.norm');
  return multiplied(last, settings.tied ? table : weights.table('lm_head.weight'));
}

function gpt2Layer(x: Rows, { product, norm }: Weights, settings: Settings, layer: number): Rows {
  const name = `transformer.h.${layer}`;
  const { width } = settings;
  const qkv = product(norm(x, `${name}.ln_1`), `${name}.attn.c_attn`);
  const [q, k, v] = [0, 1, 2].map((part) => qkv.map((row) => row.slice(part * width, (part + 1) * width))) as Triple;
  const attended = product(attention(q, k, v, settings), `${name}.attn.c_proj`);
  const middle = x.map((row, at) => sum(row, attended[at]!));
  const up = product(norm(middle, `${name}.ln_2`), `${name}.mlp.c_fc`).map((row) => row.map(geluTanh));
  const down = product(up, `${name}.mlp.c_proj`);
  return middle.map((row, at) => sum(row, down[at]!));
}

type Triple = [Rows, Rows, Rows];

function ropeLayer(x: Rows, { product, norm }: Weights, settings: Settings, layer: number): Rows {
  const name = `model.layers.${layer}`;
  const normed = norm(x, `${name}.input_layernorm`);
  const [q, k, v] = ['q', 'k', 'v'].map((part) => product(normed, `${name}.self_attn.${part}_proj`)) as Triple;
  const placed = (rows: Rows, part: string) =>
    inHeads(rows, settings.headSize, (heads) =>
      rotated(settings.headNorms ? norm(heads, `${name}.self_attn.${part}_norm`) : heads, settings),
    );
  const attended = product(attention(placed(q, 'q'), placed(k, 'k'), v, settings), `${name}.self_attn.o_proj`);
  const middle = x.map((row, at) => sum(row, attended[at]!));
  const mlpIn = norm(middle, `${name}.post_attention_layernorm`);
  const [gate, up] = [product(mlpIn, `${name}.mlp.gate_proj`), product(mlpIn, `${name}.mlp.up_proj`)];
  const down = product(
    gate.map((row, at) => row.map((value, i) => silu(value) * up[at]![i]!)),
    `${name}.mlp.down_proj`,
  );
  return middle.map((row, at) => sum(row, down[at]!));
}

/** Does something to one head after the other, in all positions. */
function inHeads(rows: Rows, headSize: number, change: (head: Rows) => Rows): Rows {
  const changed = rows.map((row) => new Float64Array(row.length));
  for (let from = 0; from < rows[0]!.length; from += headSize)
    for (const [at, row] of change(rows.map((row) => row.slice(from, from + headSize))).entries())
      changed[at]!.set(row, from);
  return changed;
}

function attention(q: Rows, k: Rows, v: Rows, { heads, kvHeads, headSize, window }: Settings): Rows {
  return q.map((query, at) => {
    const out = new Float64Array(heads * headSize);
    const first = window === null ? 0 : Math.max(0, at + 1 - window);
    for (let head = 0; head < heads; head++) {
      const own = head * headSize;
      const shared = Math.floor(head / (heads / kvHeads)) * headSize;
      const scores: number[] = [];
      for (let key = first; key <= at; key++) {
        let score = 0;
        for (let i = 0; i < headSize; i++) score += query[own + i]! * k[key]![shared + i]!;
        scores.push(score / Math.sqrt(headSize));
      }
      const largest = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - largest));
      const total = shares.reduce((a, b) => a + b);
      shares.forEach((share, j) => {
        for (let i = 0; i < headSize; i++) out[own + i]! += (share / total) * v[first + j]![shared + i]!;
      });
    }
    return out;
  });
}

/** Elements i and i + half of a head turn together, by an angle of the position. */
function rotated(head: Rows, { rope, headSize }: Settings): Rows {
  if (!rope) return head;
  const half = headSize / 2;
  return head.map((row, position) => {
    const turned = new Float64Array(headSize);
    for (let i = 0; i < half; i++) {
      const angle = position * frequency(rope, i / half);
      turned[i] = row[i]! * Math.cos(angle) - row[i + half]! * Math.sin(angle);
      turned[i + half] = row[i]! * Math.sin(angle) + row[i + half]! * Math.cos(angle);
    }
    return turned;
  });
}

/** In radians a position. @param place from 0 to 1 in the half of a head */
function frequency({ theta, scaling }: Rope, place: number): number {
  const plain = theta ** -place;
  if (scaling.type === 'default') return plain;
  if (scaling.type === 'linear') return plain / scaling.factor;
  // Llama 3.1: long waves are stretched, short ones stay, those between are a mixture.
  const waves = (scaling.originalContext * plain) / (2 * Math.PI);
  if (waves <= scaling.low) return plain / scaling.factor;
  if (waves >= scaling.high) return plain;
  const smooth = (waves - scaling.low) / (scaling.high - scaling.low);
  return ((1 - smooth) / scaling.factor + smooth) * plain;
}

function weightsOf({ modelType, norm, epsilon }: Settings, tensors: ReadModel['tensors']): Weights {
  const isTransposed = modelType === 'gpt2';
  const table = (name: string): Rows => {
    const { shape, values } = tensors.get(name)!;
    const columns = shape[1] ?? values.length;
    return Array.from({ length: values.length / columns }, (_, row) =>
      values.slice(row * columns, (row + 1) * columns),
    );
  };
  return {
    table,
    product(x, name) {
      const matrix = table(`${name}.weight`);
      const rows = isTransposed ? Array.from(matrix[0]!, (_, i) => matrix.map((row) => row[i]!)) : matrix;
      const bias = tensors.get(`${name}.bias`)?.values;
      const products = multiplied(x, rows);
      return bias ? products.map((row) => sum(row, bias)) : products;
    },
    norm(x, name) {
      const [gain, bias] = [tensors.get(`${name}.weight`)!.values, tensors.get(`${name}.bias`)?.values];
      return x.map((row) => {
        const mean = norm === 'layer' ? row.reduce((a, b) => a + b) / row.length : 0;
        const variance = row.reduce((total, value) => total + (value - mean) ** 2, 0) / row.length;
        return row.map((value, i) => ((value - mean) / Math.sqrt(variance + epsilon)) * gain[i]! + (bias?.[i] ?? 0));
      });
    },
  };
}

const multiplied = (x: Rows, matrix: readonly ArrayLike<number>[]): Rows =>
  x.map((row) =>
    Float64Array.from(matrix, (weights) => row.reduce((total, value, i) => total + value * weights[i]!, 0)),
  );

const sum = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value + b[i]!);

const silu = (x: number): number => x / (1 + Math.exp(-x));

const geluTanh = (x: number): number => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
