import { describe, expect, it } from 'vitest';
import { SimilarDocuments } from '../../testing/similar-documents.ts';
import { MinHasher, SIGNATURE_BYTES, similarityOf } from './minhash.ts';

const hasher = new MinHasher();

function estimate(first: string, second: string): number {
  const [a, b] = [hasher.signature(first)!, hasher.signature(second)!];
  return similarityOf(a.filter((byte, i) => byte === b[i]).length / SIGNATURE_BYTES);
}

describe('MinHasher', () => {
  it('signs documents of five words or more, by their words alone', () => {
    expect(hasher.signature('bir iki üç dörd')).toBeNull();
    const signature = hasher.signature('Bir, iki, üç, dörd, beş.');
    expect(signature).toHaveLength(SIGNATURE_BYTES);
    expect(hasher.signature('BİR İKİ — «üç»\n\ndörd beş')).toEqual(signature);
    expect(hasher.signature('bir iki üç beş dörd')).not.toEqual(signature);
    expect(new MinHasher().signature('bir iki üç dörd beş')).toEqual(signature);
  });

  it('counts a run once however often it comes', () => {
    const round = 'bir iki üç dörd beş '.repeat(3);
    expect(hasher.signature(round.repeat(5000))).toEqual(hasher.signature(round));
  });

  it.each([
    [20, 0.5, 0.9],
    [60, 0.2, 0.3],
    [60, 0.75, 0.85],
    [1000, 0.45, 0.55],
    [1000, 0.8, 0.9],
  ])('estimates the similarity of documents of %i words without bias: %f to %f', (words, from, to) => {
    const made = new SimilarDocuments(words);
    const errors = Array.from({ length: 100 }, () => {
      const { first, second, jaccard } = made.pair(words, from, to);
      return estimate(first, second) - jaccard;
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const rms = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
    const standardError = Math.sqrt(0.25 / SIGNATURE_BYTES);
    // Four standard errors of a mean of 100.
    expect(Math.abs(mean)).toBeLessThan((4 * standardError) / Math.sqrt(100));
    expect(rms).toBeLessThan(1.2 * standardError);
  });

  it('finds nothing in common between documents that share no run', () => {
    const made = new SimilarDocuments(1);
    for (const words of [5, 50, 5000]) expect(estimate(made.document(words), made.document(words))).toBeLessThan(0.1);
  });
});
