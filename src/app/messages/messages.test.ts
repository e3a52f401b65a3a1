/** Both languages are complete: every message is there, is not empty, and is not the other language's text. */
import { expect, test } from 'vitest';
import { messages } from './messages.ts';

interface Leaf {
  path: string;
  text: string;
}

/** Every message as text; functions are called with telling arguments. */
function leaves(value: unknown, path: string): Leaf[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value === 'function') {
    const message = value as (...parameters: string[]) => unknown;
    return leaves(message('«1»', '«2»', '«3»'), `${path}()`);
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
  throw new Error(`${path} is no message`);
}

const en = leaves(messages.en, 'm');
const az = new Map(leaves(messages.az, 'm').map((leaf) => [leaf.path, leaf.text]));

/** Names and signs that are the same in both languages. */
const same = new Set([
  'Ocaq',
  'English',
  'Azərbaycan dili',
  'Model',
  'Alpaca',
  'Markdown',
  'Top k',
  'Top p',
  'Min p',
  'Adapter',
  'Format',
]);
/** An Azerbaijani sentence to try, and a template named by its own English words. */
const samePath = new Set(['m.tokenizer.splitSample', 'm.instruct.templates.alpaca']);
const isSymbol = (text: string) => !/\p{L}{2}/u.test(text.replace(/«\d»/g, ''));

test('Azerbaijani has every message that English has, and no other', () => {
  expect(new Set(az.keys())).toEqual(new Set(en.map((leaf) => leaf.path)));
  expect(en.length).toBeGreaterThan(400);
});

test('no message is empty, and none is left untranslated', () => {
  for (const { path, text } of en) {
    const other = az.get(path) ?? '';
    expect(text.trim(), path).not.toBe('');
    expect(other.trim(), path).not.toBe('');
  }
  const untranslated = en.filter(
    ({ path, text }) => az.get(path) === text && !same.has(text) && !samePath.has(path) && !isSymbol(text),
  );
  expect(untranslated).toEqual([]);
});

test('both languages show the same parameters', () => {
  const shown = (text: string) => new Set(text.match(/«\d»/g));
  for (const { path, text } of en) expect(shown(az.get(path) ?? ''), path).toEqual(shown(text));
});
