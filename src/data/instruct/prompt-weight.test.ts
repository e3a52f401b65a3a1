import { describe, expect, it } from 'vitest';
import { IGNORE } from '../batches.ts';
import { withPromptWeight } from './prompt-weight.ts';

const example = {
  tokens: Uint32Array.of(5, 6, 7, 8, 9),
  labels: Int32Array.of(IGNORE, IGNORE, 8, 9, IGNORE),
  promptLength: 3,
};

describe('withPromptWeight', () => {
  it('leaves an example as it is at 0', () => {
    expect(withPromptWeight(example, 0)).toEqual({ tokens: example.tokens, labels: example.labels });
  });

  it('makes targets of the tokens of the prompt, but for its first, which nothing comes before', () => {
    const { labels, weights } = withPromptWeight(example, 0.25);
    expect([...labels]).toEqual([6, 7, 8, 9, IGNORE]);
    expect([...weights!]).toEqual([0.25, 0.25, 1, 1, 1]);
    expect([...example.labels]).toEqual([IGNORE, IGNORE, 8, 9, IGNORE]);
  });

  it('finds no target in a prompt of one token', () => {
    const short = { tokens: Uint32Array.of(5, 8), labels: Int32Array.of(8, IGNORE), promptLength: 1 };
    expect(withPromptWeight(short, 0.25)).toEqual({
      tokens: short.tokens,
      labels: short.labels,
      weights: Float32Array.of(1, 1),
    });
  });
});
