import { describe, expect, it } from 'vitest';
import { checkPrompt } from './generate.ts';

const refused = (prompt: number[]) => {
  try {
    checkPrompt(prompt, 4, 10);
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a prompt', () => {
  it('that leaves no room for a token in the context is refused', () => {
    expect([[1, 2, 3], [1, 2, 3, 4], Array(90).fill(1)].map(refused)).toEqual([
      null,
      'prompt-too-long',
      'prompt-too-long',
    ]);
  });

  it('without tokens, or with one that the model does not have, is refused', () => {
    expect([[], [9], [10]].map(refused)).toEqual(['prompt-empty', null, 'token-out-of-range']);
  });
});
