/**
 * Matrices in 8 bits with a scale a row (LLM.int8, Dettmers et al. 2022, arXiv:2208.07339, vector-wise; bitsandbytes):
 *   code = round(127·w / absmax of the row), ties to even;  w ≈ code · scale,  scale = absmax · (1/127) in f32
 * Words: of each row its codes, four in a word, and then its scale. A row of zeros has a scale and codes of 0.
 */
import { absmaxOf, type QuantisedFormat } from './format.ts';

const LARGEST_CODE = 127;

const wordsOfRow = (stride: number): number => stride / 4 + 1;

export const QINT8: QuantisedFormat = {
  words: (rows, stride) => rows * wordsOfRow(stride),

  quantise(values, rows) {
    const stride = values.length / rows;
    const words = new Uint32Array(rows * wordsOfRow(stride));
    const codes = new Int8Array(words.buffer);
    const scales = new Float32Array(words.buffer);
    for (let row = 0; row < rows; row++) {
      const [from, word] = [row * stride, row * wordsOfRow(stride)];
      const absmax = absmaxOf(values, from, from + stride);
      if (absmax === 0) continue;
      scales[word + stride / 4] = absmax * Math.fround(1 / LARGEST_CODE);
      for (let i = 0; i < stride; i++)
        codes[4 * word + i] = roundToEven((LARGEST_CODE * (values[from + i] as number)) / absmax);
    }
    return words;
  },

  dequantise(words, rows, stride) {
    const codes = new Int8Array(words.buffer, words.byteOffset, words.byteLength);
    const scales = new Float32Array(words.buffer, words.byteOffset, words.length);
    const values = new Float32Array(rows * stride);
    for (let row = 0; row < rows; row++) {
      const word = row * wordsOfRow(stride);
      const scale = scales[word + stride / 4] as number;
      for (let i = 0; i < stride; i++) values[row * stride + i] = (codes[4 * word + i] as number) * scale;
    }
    return values;
  },
};

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
