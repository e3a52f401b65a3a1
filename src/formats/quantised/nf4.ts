/**
 * Matrices in NF4 with double quantisation (QLoRA, Dettmers et al. 2023, arXiv:2305.14314; in its numbers as bitsandbytes):
 *   w ≈ LEVELS[code] · absmax, with a code of 4 bits a weight and an absmax for each block of 64 weights of a row
 *   absmax ≈ DYNAMIC_MAP[code] · scale + mean, with a code of 8 bits a block, a scale for 256 blocks and a mean for the matrix
 * A weight has the code of the level nearest to w / absmax, an absmax that of the value nearest to (absmax − mean) / scale, scale
 * being the largest |absmax − mean| of the 256. Products and sums are rounded to f32 one by one.
 *
 * Blocks begin with a row, and the last of a row may be shorter; where rows are a multiple of 64 long, as in all published
 * models, these are the blocks of the definition, which counts through the matrix. Blocks of zeros stay exactly zero.
 *
 * Words: both tables and the mean, so that a kernel has them at hand; the scales; the codes of blocks, four in a word; the
 * codes of weights, eight in a word, where each row begins a word.
 */
import { DYNAMIC_MAP, dynamicCode } from './dynamic-map.ts';
import { absmaxOf, type QuantisedFormat } from './format.ts';
import { nearest } from './nearest.ts';

/** Appendix E of the paper: quantiles of a normal distribution, zero among them. Ascending. */
export const LEVELS: Float32Array = Float32Array.of(
  ...[-1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635],
  ...[-0.18477343022823334, -0.09105003625154495, 0, 0.07958029955625534, 0.16093020141124725],
  ...[0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1],
);
const levelCode = nearest(LEVELS);

/** Weights that share an absmax. */
export const BLOCK = 64;
/** Blocks that share a scale of their absmax. */
const GROUP = 256;

const AT_LEVELS = DYNAMIC_MAP.length;
const AT_MEAN = AT_LEVELS + LEVELS.length;
const AT_SCALES = AT_MEAN + 1;

/** Where parts of a matrix begin, in words, and how long they are. */
export interface Nf4Layout {
  readonly absmaxCodes: number;
  readonly codes: number;
  readonly end: number;
  readonly blocksOfRow: number;
  readonly wordsOfRow: number;
}

export function nf4Layout(rows: number, stride: number): Nf4Layout {
  const blocksOfRow = Math.ceil(stride / BLOCK);
  const wordsOfRow = Math.ceil(stride / 8);
  const absmaxCodes = AT_SCALES + Math.ceil((rows * blocksOfRow) / GROUP);
  const codes = absmaxCodes + Math.ceil((rows * blocksOfRow) / 4);
  return { absmaxCodes, codes, end: codes + rows * wordsOfRow, blocksOfRow, wordsOfRow };
}

export const NF4: QuantisedFormat = {
  words: (rows, stride) => nf4Layout(rows, stride).end,

  quantise(values, rows) {
    const stride = values.length / rows;
    const layout = nf4Layout(rows, stride);
    const words = new Uint32Array(layout.end);
    const absmax = new Float32Array(rows * layout.blocksOfRow);
    for (let block = 0; block < absmax.length; block++) {
      const row = Math.floor(block / layout.blocksOfRow);
      const from = (block % layout.blocksOfRow) * BLOCK;
      const [first, end] = [row * stride + from, row * stride + Math.min(from + BLOCK, stride)];
      absmax[block] = absmaxOf(values, first, end);
      packLevels(values, first, end, absmax[block] || 1, words, layout.codes + row * layout.wordsOfRow + from / 8);
    }
    packAbsmax(absmax, words, layout);
    return words;
  },

  dequantise(words, rows, stride) {
    const layout = nf4Layout(rows, stride);
    const values = new Float32Array(rows * stride);
    for (let row = 0; row < rows; row++) {
      const codes = layout.codes + row * layout.wordsOfRow;
      for (let from = 0; from < stride; from += BLOCK) {
        const absmax = unpackedAbsmax(words, layout, row * layout.blocksOfRow + from / BLOCK);
        for (let i = from; i < Math.min(from + BLOCK, stride); i++) {
          const code = ((words[codes + (i >> 3)] as number) >>> (4 * (i & 7))) & 15;
          values[row * stride + i] = (LEVELS[code] as number) * absmax;
        }
      }
    }
    return values;
  },
};

/** Codes of one block, from word `at` on; what the last word has room for beyond it are codes of zero. */
function packLevels(
  values: Float32Array,
  from: number,
  end: number,
  absmax: number,
  words: Uint32Array,
  at: number,
): void {
  for (let first = from; first < end; first += 8) {
    let word = 0;
    for (let i = 0; i < 8; i++) {
      const value = first + i < end ? (values[first + i] as number) : 0;
      word |= levelCode(value / absmax) << (4 * i);
    }
    words[at + (first - from) / 8] = word;
  }
}

function packAbsmax(absmax: Float32Array, words: Uint32Array<ArrayBuffer>, { absmaxCodes }: Nf4Layout): void {
  const floats = new Float32Array(words.buffer);
  const codes = new Uint8Array(words.buffer, 4 * absmaxCodes);
  const mean = Math.fround(absmax.reduce((sum, value) => sum + value, 0) / absmax.length);
  floats.set(DYNAMIC_MAP);
  floats.set(LEVELS, AT_LEVELS);
  floats[AT_MEAN] = mean;
  for (let from = 0; from < absmax.length; from += GROUP) {
    const group = absmax.subarray(from, from + GROUP).map((value) => value - mean);
    const scale = absmaxOf(group, 0, group.length);
    floats[AT_SCALES + from / GROUP] = scale;
    group.forEach((value, i) => {
      codes[from + i] = dynamicCode(value / (scale || 1));
    });
  }
}

function unpackedAbsmax(words: Uint32Array, { absmaxCodes }: Nf4Layout, block: number): number {
  const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
  const code = ((words[absmaxCodes + (block >> 2)] as number) >>> (8 * (block & 3))) & 255;
  const scale = floats[AT_SCALES + Math.floor(block / GROUP)] as number;
  return Math.fround(Math.fround((DYNAMIC_MAP[code] as number) * scale) + (floats[AT_MEAN] as number));
}
