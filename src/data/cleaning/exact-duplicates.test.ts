import { describe, expect, it } from 'vitest';
import { exactDuplicates } from './exact-duplicates.ts';

describe('exact-duplicates', () => {
  it('finds them across sources and whatever their composition and white space', () => {
    const seen = new Set<string>();
    const first = exactDuplicates.create({}, { seen });
    const second = exactDuplicates.create({}, { seen });
    expect(first('Gözəl gün')?.text).toBe('Gözəl gün');
    expect(second('Go\u0308zəl\n gün')).toBeNull();
    expect(second('GÖZƏL GÜN')?.text).toBe('GÖZƏL GÜN');
    expect(seen.size).toBe(2);
  });
});
