import { describe, expect, it } from 'vitest';
import { dottedI } from './dotted-i.ts';
import { CLEAN_TEXTS } from './labelled/texts.ts';

const clean = (text: string, options: Partial<typeof dottedI.defaults> = {}) =>
  dottedI.create({ ...dottedI.defaults, ...options }, {})(text, { scores: {} });

const az = CLEAN_TEXTS.az.join(' ');
const tr = CLEAN_TEXTS.tr.join(' ');
const en = CLEAN_TEXTS.en.join(' ');
const undotted = (text: string) => text.replaceAll('i', 'ı');

describe('dotted-i', () => {
  it.each([
    ['Azerbaijani without dots', undotted(az), 'dotless-for-dotted'],
    ['Turkish without dots', undotted(tr), 'dotless-for-dotted'],
    ['English without dots', undotted(en), 'dotless-for-dotted'],
    [
      'English whose capitals were lowered as in Turkish',
      en.replaceAll(/\b[A-Z]/g, 'I').toLocaleLowerCase('tr'),
      'dotless-for-dotted',
    ],
    ['Azerbaijani with dots everywhere', az.replaceAll('ı', 'i'), 'dotted-for-dotless'],
    ['Turkish with dots everywhere', tr.replaceAll('ı', 'i'), 'dotted-for-dotless'],
  ])('reports %s and leaves it', (_name, text, remark) => {
    expect(clean(text)).toEqual({ text, remark });
    expect(clean(text, { drop: true })).toEqual({ text: null, rule: remark });
  });

  it.each<readonly [string, string]>([
    ...Object.entries(CLEAN_TEXTS).map(([language, texts]) => [language, texts.join(' ')] as const),
    ['a few words', 'Gəlır, gedır, deyır, bılır'],
    ['one foreign word', `${en} The Turkish word for light is ışık.`],
    ['text that mixes both as it should', `${az} ${tr}`],
  ])('has nothing to say of %s', (_name, text) => {
    expect(clean(text, { repair: true, drop: true })).toEqual({ text });
  });

  it('puts right what vowel harmony decides, and says where more is wrong', () => {
    const text = 'Gəlır, gedır, deyır, bılır, görünür, İnsan öz evını sevır, qızlar kıtab oxuyur, düşündüyünüzü bılır.';
    const repaired = clean(text, { repair: true });
    expect(repaired.text).toBe(
      'Gəlir, gedir, deyir, bılır, görünür, İnsan öz evini sevir, qızlar kıtab oxuyur, düşündüyünüzü bılır.',
    );
    expect(clean(undotted(en), { repair: true })).toEqual({ text: en });
    expect(clean(undotted(az), { repair: true }).text).toContain('Şeh otların üstündə parıldayır');
  });
});
