/**
 * AdamW's moments in 8 bits and back, as shaders/lib/adamw_int8.wgsl holds them: blocks of 256 elements, each with the
 * largest magnitude as its scale. m = sign(c)·(c / 127)²·scale with c from −127 to 127, v = (c / 255)⁴·scale with c from 0 to
 * 255. The largest element of a block has the largest code, so that scale and codes follow from the values again: narrowing
 * what was widened gives the same bytes.
 */

export const BLOCK = 256;

export interface CodedMoments {
  readonly codes: Uint8Array<ArrayBuffer>;
  /** One a block. */
  readonly scales: Float32Array<ArrayBuffer>;
}

export type Moment = 'm' | 'v';

/** Widens n codes; the last block may be cut short. */
export function widenMoments(moment: Moment, { codes, scales }: CodedMoments): Float32Array<ArrayBuffer> {
  const values = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++)
    values[i] = shareOf(moment, codes[i] as number) * (scales[Math.floor(i / BLOCK)] as number);
  return values;
}

/** Codes of n values, rounded to the nearest root; values of v are not negative. */
export function narrowMoments(moment: Moment, values: Float32Array): CodedMoments {
  const codes = new Uint8Array(values.length);
  const scales = new Float32Array(Math.ceil(values.length / BLOCK));
  for (let block = 0; block < scales.length; block++) {
    const end = Math.min((block + 1) * BLOCK, values.length);
    let largest = 0;
    for (let i = block * BLOCK; i < end; i++) largest = Math.max(largest, Math.abs(values[i] as number));
    scales[block] = largest;
    if (largest > 0)
      for (let i = block * BLOCK; i < end; i++) codes[i] = codeOf(moment, (values[i] as number) / largest);
  }
  return { codes, scales };
}

function shareOf(moment: Moment, code: number): number {
  switch (moment) {
    case 'm': {
      const root = ((code << 24) >> 24) / 127;
      return root * Math.abs(root);
    }
    case 'v':
      return (code / 255) ** 4;
    default:
      return moment satisfies never;
  }
}

function codeOf(moment: Moment, share: number): number {
  switch (moment) {
    case 'm':
      return Math.sign(share) * Math.round(127 * Math.sqrt(Math.abs(share)));
    case 'v':
      return share === 0 ? 0 : Math.max(1, Math.round(255 * share ** 0.25));
    default:
      return moment satisfies never;
  }
}
