import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerText } from './answer-text.ts';

/** Tokens are the places of pieces; the last piece may be one that only `flush` gives. */
function written(pieces: readonly string[], stops: readonly string[], rest = '') {
  const answer = new AnswerText({ push: (id) => pieces[id] ?? '', flush: () => rest }, stops);
  const certain: string[] = [];
  for (let token = 0; token < pieces.length && !answer.isOver; token++) certain.push(answer.push(token).certain);
  return { certain, end: answer.end(), isOver: answer.isOver };
}

describe('the text of an answer', () => {
  it('comes with its tokens where nothing stops it', () => {
    expect(written(['Sa', 'lam', ''], [], '�')).toEqual({ certain: ['Sa', 'lam', ''], end: '�', isOver: false });
    expect(written(['Sa', 'lam'], ['', ''])).toEqual({ certain: ['Sa', 'lam'], end: '', isOver: false });
  });

  it('ends where a stop text begins, within a token or over several', () => {
    expect(written(['bir\n\niki'], ['\n\n'])).toEqual({ certain: ['bir'], end: '', isOver: true });
    expect(written(['bir ##', '# T', 'əlimat'], ['### Təlimat'])).toEqual({
      certain: ['bir ', '', ''],
      end: '',
      isOver: true,
    });
    expect(written(['x'], ['x'])).toEqual({ certain: [''], end: '', isOver: true });
  });

  it('gives back what only looked like one', () => {
    expect(written(['a#', '#', 'b'], ['###'])).toEqual({ certain: ['a', '', '##b'], end: '', isOver: false });
    expect(written(['a##'], ['###'])).toEqual({ certain: ['a'], end: '##', isOver: false });
    expect(written(['####'], ['###!'])).toEqual({ certain: ['#'], end: '###', isOver: false });
  });

  it('counts the stop text that is complete first, and of two that end together the longer one', () => {
    expect(written(['abcd'], ['abcd', 'bc']).certain).toEqual(['a']);
    expect(written(['abc'], ['bc', 'abc']).certain).toEqual(['']);
  });

  it('ends with what comes at the very end too', () => {
    expect(written(['a#'], ['#�'], '�b')).toEqual({ certain: ['a'], end: '', isOver: true });
  });

  it('is the same however it is cut into tokens', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 12 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 3 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 6 }), stops, (pieces, given) => {
        const whole = pieces.join('');
        const joined = ({ certain, end }: ReturnType<typeof written>) => certain.join('') + end;
        expect(joined(written(pieces, given))).toBe(joined(written([...whole], given)));
        expect(joined(written(pieces, given))).toBe(joined(written([whole], given)));
      }),
    );
  });
});
