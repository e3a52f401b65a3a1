/**
 * What a phenomenon of grammar offers. A pair is written as one sentence in which the point that differs stands in braces,
 * the good half first: "Uşaq{lar|lər} həyətdə oynayır." Whatever is outside the braces is the same in both halves.
 */
import { Random } from '../../random.ts';

/** The sentence that has `{good|bad}` in it, once. */
export type Contrast = string;

/** One of a list, at random. */
export type Pick = <T>(list: readonly T[]) => T;

export interface Phenomenon {
  /** Also the name in files of pairs. */
  readonly id: string;
  /** Whether the halves have the same words in another order; else they differ within one word. */
  readonly isOrder?: true;
  /** Letters by which the halves may differ in length; 2 where it is absent. */
  readonly mostLonger?: number;
  /** A sentence by the rules. */
  draw(pick: Pick): Contrast;
  /** Written by hand. */
  readonly byHand: readonly Contrast[];
}

const CONTRAST = /^([^{}|]*)\{([^{}|]*)\|([^{}|]*)\}([^{}|]*)$/u;

/** Both halves, with a capital at the beginning. @throws RangeError where the point that differs is not marked once */
export function halves(contrast: Contrast): { good: string; bad: string } {
  const parts = CONTRAST.exec(contrast);
  if (parts === null) throw new RangeError(`"${contrast}" has not one point of the form {good|bad}.`);
  const [, before = '', right = '', wrong = '', after = ''] = parts;
  return { good: capitalised(before + right + after), bad: capitalised(before + wrong + after) };
}

/** The capital of i is İ, and that of ı is I. */
const capitalised = (text: string): string =>
  text.charAt(0).replace('i', 'İ').replace('ı', 'I').toUpperCase() + text.slice(1);

export function picker(seed: number): Pick {
  const random = new Random(seed);
  return (list) => {
    const one = list[random.integer(list.length)];
    return one as (typeof list)[number];
  };
}
