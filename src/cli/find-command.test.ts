import { describe, expect, it } from 'vitest';
import { commandsUnder, findCommand } from './find-command.ts';
import { defineCommand } from './options.ts';

const command = (name: string, formerly?: string) =>
  defineCommand({ name, ...(formerly && { formerly }), summary: '', options: {}, run: async () => ({}) });
const COMMANDS = [command('bench'), command('corpus clean', 'clean'), command('corpus report')];
const found = (...words: string[]) => {
  const result = findCommand(COMMANDS, words);
  return result && [result.command.name, ...result.words];
};

describe('a command', () => {
  it.each([
    [['bench'], ['bench']],
    [
      ['bench', 'report', '--x'],
      ['bench', 'report', '--x'],
    ],
    [
      ['corpus', 'clean', '--x', 'clean'],
      ['corpus clean', '--x', 'clean'],
    ],
    [['corpus', 'report'], ['corpus report']],
    [
      ['clean', '--x'],
      ['corpus clean', '--x'],
    ],
  ])('of the words %j', (words, expected) => expect(found(...words)).toEqual(expected));

  it.each([
    [[]],
    [['corpus']],
    [['corpus', 'mix']],
    [['report']],
    [['clean']],
    [['clean', 'x']],
    [['clean', '--help']],
  ])('is none of %j', (words) => expect(found(...words)).toBeUndefined());

  it('stands under the first word of its name', () => {
    expect(commandsUnder(COMMANDS, 'corpus').map(({ name }) => name)).toEqual(['corpus clean', 'corpus report']);
    expect(commandsUnder(COMMANDS, 'bench')).toEqual([]);
  });
});
