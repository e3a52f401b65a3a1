import { describe, expect, it } from 'vitest';
import { readFrontMatter } from './card-front-matter.ts';

const NOTHING = { license: undefined, languages: [], base: undefined, tags: [] };

describe('readFrontMatter', () => {
  it.each([
    [
      'lists of lines',
      '---\nlanguage:\n- az\n- "no"\nlicense: mit\ntags:\n  - ocaq\n---\n',
      ['az', 'no'],
      'mit',
      ['ocaq'],
    ],
    ['lists in brackets', '---\r\nlanguage: [az, \'tr\']\r\nlicense: "mit"\r\n---\r\n# x', ['az', 'tr'], 'mit', []],
    ['a list of one as a text', '---\nlanguage: az\n---', ['az'], undefined, []],
    [
      'comments, after a byte order mark',
      '\ufeff---\nlicense: mit # see LICENSE\nlanguage: # two\n- az # first\n- tr\ntags: [ocaq] # ours\n---\n',
      ['az', 'tr'],
      'mit',
      ['ocaq'],
    ],
    ['what is no plain word', '---\nlicense: |\n  long\nlanguage: "a: b"\n---\n', [], undefined, []],
  ])('reads %s', (_, card, languages, license, tags) => {
    expect(readFrontMatter(card)).toEqual({ ...NOTHING, languages, license, tags });
  });

  it.each(['', '# A model\nlicense: mit\n', '---\nlicense: mit\n'])(
    'says nothing of a card without one: %j',
    (card) => {
      expect(readFrontMatter(card)).toEqual(NOTHING);
    },
  );
});
