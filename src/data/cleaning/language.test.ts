import { describe, expect, it } from 'vitest';
import { language } from './language.ts';

const judge = (text: string, options: Partial<typeof language.defaults> = {}) =>
  language.create({ ...language.defaults, ...options }, {})(text, { scores: {} });

const AZ = 'Kəndin aşağısında köhnə bir dəyirman var idi, uşaqlar hər səhər ora gedirdilər.';
const TR = 'Köyün aşağısında eski bir değirmen vardı, çocuklar her sabah oraya giderlerdi.';
const EN = 'There was an old mill at the end of the village, and the children went there every morning.';

describe('language', () => {
  it('keeps the chosen languages, and names the one that it found instead', () => {
    expect(judge(AZ)).toEqual({ text: AZ });
    const dropped = judge(TR);
    expect(dropped).toMatchObject({ text: null, rule: 'other-language', removed: 'tr', bound: 0.3 });
    expect('measured' in dropped ? dropped.measured : 1).toBeLessThan(0.3);
    expect(judge(TR, { languages: 'az, tr' })).toEqual({ text: TR });
    expect(judge('5', {})).toMatchObject({ rule: 'other-language', removed: 'other', measured: 0 });
  });

  it('measures how much of a document is in them', () => {
    const half = `${`${AZ} `.repeat(6)}${`${EN} `.repeat(3)}`;
    expect(judge(half)).toEqual({ text: half });
    expect(judge(half, { minScore: 0.9 })).toMatchObject({ rule: 'mixed-language', removed: 'az' });
    expect(judge(half, { languages: 'az,en', minScore: 0.9 })).toEqual({ text: half });
  });

  it('looks at the beginning and the middle of a long one', () => {
    const ending = `${`${AZ} `.repeat(60)}${`${EN} `.repeat(30)}`;
    expect(judge(ending, { minScore: 0.99 }).text).toHaveLength(ending.length);
    const beginning = `${`${AZ} `.repeat(4)}${`${EN} `.repeat(60)}`;
    expect(judge(beginning)).toMatchObject({ rule: 'other-language', removed: 'en' });
  });

  it('refuses languages that it does not know', () => {
    expect(() => language.create({ languages: 'az,fr', minScore: 0.3 }, {})).toThrow(
      expect.objectContaining({ code: 'cleaning-step-option', details: { step: 'language', option: 'languages' } }),
    );
  });
});
