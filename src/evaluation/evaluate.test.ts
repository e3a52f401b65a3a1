import { describe, expect, it } from 'vitest';
import { finite } from './evaluate.ts';

const measured = (loss: number) => ({ loss, perplexity: Math.exp(loss), bitsPerByte: loss, tokens: 5 });

describe('what was measured of a model', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('is refused where its loss is %f', (loss) => {
    expect(() => finite(measured(loss))).toThrow(expect.objectContaining({ code: 'logits-not-finite' }));
  });

  it('is given back where its loss is a number', () => {
    expect(finite(measured(3))).toEqual(measured(3));
  });
});
