/**
 * The words that host and kernels exchange at each step, 32 bits each, by the names that the WGSL structs give them: one
 * table, and step-words.test.ts holds the structs to it.
 */

export interface Word {
  readonly name: string;
  readonly type: 'f32' | 'u32';
}

/** Bytes of each of the three buffers. */
export const WORDS_BYTES = 64;

const f32 = <const N extends string>(name: N) => ({ name, type: 'f32' }) as const;
const u32 = <const N extends string>(name: N) => ({ name, type: 'u32' }) as const;

/** The uniform: shaders/lib/step.wgsl. */
export const STEP_WORDS = [
  f32('inverse_tokens'),
  f32('matrices_learning_rate'),
  f32('beta1'),
  f32('beta2'),
  f32('epsilon'),
  f32('matrices_weight_decay'),
  f32('one_minus_beta1'),
  f32('one_minus_beta2'),
  f32('clip'),
  u32('position'),
  u32('last_row'),
  u32('growth_interval'),
  f32('tables_learning_rate'),
  f32('tables_weight_decay'),
  f32('vectors_learning_rate'),
  f32('vectors_weight_decay'),
] as const satisfies readonly Word[];

/** What comes back of a step: shaders/lib/metrics.wgsl. */
export const METRICS_WORDS = [
  f32('loss'),
  f32('gradient_norm'),
  f32('gradient_scale'),
  f32('is_finite'),
  f32('m_correction'),
  f32('v_correction'),
  f32('loss_scale'),
  f32('count'),
  u32('loss_overflowed'),
] as const satisfies readonly Word[];

/** What is counted on the device from step to step: shaders/lib/scaler.wgsl. */
export const SCALER_WORDS = [
  f32('loss_scale'),
  f32('good_steps'),
  f32('one_minus_beta1_t'),
  f32('one_minus_beta2_t'),
  f32('count'),
] as const satisfies readonly Word[];

type Values<W extends readonly Word[]> = Record<W[number]['name'], number>;

/** Words that are not given are 0. */
export function encodeWords<const W extends readonly Word[]>(words: W, values: Partial<Values<W>>): ArrayBuffer {
  const bytes = new DataView(new ArrayBuffer(WORDS_BYTES));
  words.forEach(({ name, type }: W[number], i) => {
    const value = values[name as W[number]['name']] ?? 0;
    if (type === 'f32') bytes.setFloat32(4 * i, value, true);
    else bytes.setUint32(4 * i, value, true);
  });
  return bytes.buffer;
}

export function decodeWords<const W extends readonly Word[]>(words: W, buffer: ArrayBuffer): Values<W> {
  const bytes = new DataView(buffer);
  return Object.fromEntries(
    words.map(({ name, type }, i) => [
      name,
      type === 'f32' ? bytes.getFloat32(4 * i, true) : bytes.getUint32(4 * i, true),
    ]),
  ) as Values<W>;
}
