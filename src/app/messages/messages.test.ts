/** Every language is complete: each message is there, is not empty, and is not the English text. */
import { describe, expect, test } from 'vitest';
import { en } from './en/en.ts';
import { everyLanguage } from './every-language.ts';
import { languages } from './languages.ts';
import { leavesOf } from './leaves.ts';

const english = leavesOf(en.messages);

/** An Azerbaijani sentence to try, and a template named by its own English words. */
const samePath = new Set(['tokenizer.splitSample', 'instruct.templates.alpaca']);
/** Single words may be the same in two languages: Model, Format, Top k. */
const isSentence = (text: string) => (text.match(/\p{L}{2,}/gu) ?? []).length > 1;
const parameters = (text: string) => new Set(text.match(/«\d»/g));

test('English is there', () => {
  expect(english.length).toBeGreaterThan(400);
});

describe.each(everyLanguage.filter((language) => language !== en))('$tag', ({ messages }) => {
  const texts = new Map(leavesOf(messages).map((leaf) => [leaf.path, leaf.text]));

  test('has every message that English has, and no other', () => {
    expect(new Set(texts.keys())).toEqual(new Set(english.map((leaf) => leaf.path)));
  });

  test('no message is empty, and none is left untranslated', () => {
    for (const { path, text } of english) {
      expect(text.trim(), path).not.toBe('');
      expect(texts.get(path)?.trim(), path).not.toBe('');
    }
    const untranslated = english.filter(
      ({ path, text }) => texts.get(path) === text && isSentence(text) && !samePath.has(path),
    );
    expect(untranslated).toEqual([]);
  });

  test('every message shows the same parameters', () => {
    for (const { path, text } of english) expect(parameters(texts.get(path) ?? ''), path).toEqual(parameters(text));
  });
});

test.each([...everyLanguage])(
  '$tag has twelve months, and a tag of its own under which it is offered',
  ({ tag, months }) => {
    expect(months).toHaveLength(12);
    expect(everyLanguage.filter((language) => language.tag === tag)).toHaveLength(1);
    expect(languages.find((offered) => offered.tag === tag)?.name).toMatch(/./);
  },
);
