import { describe, expect, it } from 'vitest';
import { NgramModel } from '../ngram-model.ts';
import { perplexity } from './perplexity.ts';

const facts = { scores: {} };

describe('perplexity', () => {
  it('drops what surprises a model of trusted text', () => {
    const text = 'Dəyirmançı uşaqlara isti çörək verir, qış nağılları danışırdı.';
    const trusted = new NgramModel();
    trusted.train(text);
    const clean = perplexity.create(perplexity.defaults, { trusted });
    expect(clean(text, facts)).toEqual({ text });
    const dropped = clean('Wszystkie drogi prowadzą do młyna.', facts);
    expect(dropped).toMatchObject({ text: null, bound: 4 });
    expect('measured' in dropped ? dropped.measured : 0).toBeGreaterThan(4);
  });

  it('does nothing without one', () => {
    expect(perplexity.create(perplexity.defaults, {})('qwrtpsdfg', facts)).toEqual({ text: 'qwrtpsdfg' });
  });
});
