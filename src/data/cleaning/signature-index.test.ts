import { describe, expect, it } from 'vitest';
import { Random } from '../random.ts';
import { SignatureIndex } from './signature-index.ts';

const random = new Random(7);
const bytes = (length: number) => Uint8Array.from({ length }, () => random.integer(256));

describe('SignatureIndex', () => {
  it('finds every signature again, and none that was not given, through growth', () => {
    const index = new SignatureIndex(16, 1);
    const signatures = Array.from({ length: 5000 }, () => bytes(16));
    for (const [i, signature] of signatures.entries()) index.add(signature, 4_000_000_000 + i);
    expect(index.size).toBe(5000);
    expect(signatures.every((signature, i) => index.find(signature, 1)?.place === 4_000_000_000 + i)).toBe(true);
    expect(signatures.some((signature) => index.find(signature.toReversed(), 1))).toBe(false);
  });

  it('finds what agrees in one band and enough places, and says how like it is', () => {
    const index = new SignatureIndex(80, 16);
    const signature = bytes(80);
    index.add(signature, 5);
    expect(index.find(signature, 1)).toEqual({ place: 5, similarity: 1 });
    const other = Uint8Array.from(signature, (byte, i) => (i < 20 ? byte ^ 1 : byte));
    expect(index.find(other, 0.74)?.similarity).toBeCloseTo(0.749, 3);
    expect(index.find(other, 0.76)).toBeNull();
    // One place of every band differs: no band agrees.
    const scattered = Uint8Array.from(signature, (byte, i) => (i % 5 === 0 ? byte ^ 1 : byte));
    expect(index.find(scattered, 0.5)).toBeNull();
  });

  it('holds no more than 212 bytes a signature of 80 bytes', () => {
    const index = new SignatureIndex(80, 16);
    let most = 0;
    while (index.size < 24_576) {
      index.add(bytes(80), index.size);
      // Between these sizes there is a page that is not full yet.
      if (index.size % 4096 === 0) most = Math.max(most, index.bytes / index.size);
    }
    expect(most).toBeGreaterThan(169);
    expect(most).toBeLessThanOrEqual(212);
  });

  it('does a bounded number of comparisons where very many signatures share a band', () => {
    const index = new SignatureIndex(80, 16);
    const shared = bytes(5);
    const form = () => {
      const signature = bytes(80);
      signature.set(shared, 10);
      return signature;
    };
    const forms = Array.from({ length: 5000 }, form);
    for (const [i, signature] of forms.entries()) index.add(signature, i);
    expect(forms.every((signature, i) => index.find(signature, 0.9)?.place === i)).toBe(true);
    expect(index.find(form(), 0.5)).toBeNull();
  });

  it('refuses signatures of another length', () => {
    expect(() => new SignatureIndex(80, 3)).toThrow(RangeError);
    expect(() => new SignatureIndex(80, 16).add(bytes(79), 0)).toThrow(RangeError);
  });
});
