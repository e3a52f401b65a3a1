import { describe, expect, expectTypeOf, it } from 'vitest';
import { editDistance, nearest } from './nearest.ts';
import { defineCommand, type OptionTable, type OptionValues } from './options.ts';
import { parseOptions, runCommand } from './parse-options.ts';

const TABLE = {
  what: { kind: 'operand', choices: ['step', 'decode'], help: '' },
  corpus: { kind: 'list', value: 'FILE', help: '' },
  out: { kind: 'text', value: 'DIR', required: true, help: '' },
  saveEvery: { kind: 'whole', min: 0, default: 7, help: '' },
  minLr: { kind: 'number', unset: 'a tenth', help: '' },
  topP: { kind: 'number', min: 0, max: 1, default: 1, help: '' },
  precision: { kind: 'choice', choices: ['f32', 'f16'], default: 'f32', help: '' },
  states: { kind: 'choice', choices: ['f32', 'bf16', 'int8'], help: '' },
  budget: { kind: 'size', help: '' },
  resume: { kind: 'flag', help: '' },
} as const satisfies OptionTable;
const MINIMAL = {
  what: 'step',
  corpus: [],
  out: 'x',
  saveEvery: 7,
  minLr: undefined,
  topP: 1,
  precision: 'f32',
  states: undefined,
  budget: undefined,
  resume: false,
};
const parse = (...words: string[]) => parseOptions(TABLE, words);

describe('the values of a table', () => {
  it('are typed by it', () => {
    expectTypeOf<OptionValues<typeof TABLE>>().toEqualTypeOf<{
      readonly what: 'step' | 'decode';
      readonly corpus: readonly string[];
      readonly out: string;
      readonly saveEvery: number;
      readonly minLr: number | undefined;
      readonly topP: number;
      readonly precision: 'f32' | 'f16';
      readonly states: 'f32' | 'bf16' | 'int8' | undefined;
      readonly budget: number | undefined;
      readonly resume: boolean;
    }>();
  });

  it('reach the command', async () => {
    const command = defineCommand({
      name: 'show',
      summary: '',
      options: { steps: { kind: 'whole', required: true, help: '' } },
      run: async ({ steps }) => ({ doubled: 2 * steps }),
    });
    expect(await runCommand(command, ['--steps', '4'])).toEqual({ doubled: 8 });
    await expect(runCommand(command, [])).rejects.toMatchObject({ code: 'usage', message: '--steps is missing.' });
  });

  it.each([
    ['what must be given alone', ['step', '--out', 'x'], {}],
    [
      'a list of several words, twice',
      ['step', '--corpus', 'a', 'b', '--out', 'x', '--corpus', 'c'],
      { corpus: ['a', 'b', 'c'] },
    ],
    ['a list before the operand, attached', ['--corpus=a', 'step', '--out', 'x'], { corpus: ['a'] }],
    [
      'the last of two',
      ['step', '--out', 'y', '--out', 'x', '--save-every', '1', '--save-every', '0'],
      { saveEvery: 0 },
    ],
    ['a value after =, with = in it', ['step', '--out=a=b', '--resume'], { out: 'a=b', resume: true }],
    ['a negative number', ['step', '--out', 'x', '--min-lr', '-1.5e-3'], { minLr: -0.0015 }],
    ['bounds, inclusive', ['step', '--out', 'x', '--top-p', '0'], { topP: 0 }],
    ['a size in GiB', ['step', '--out', 'x', '--budget', '0.5'], { budget: 2 ** 29 }],
    ['an empty text', ['step', '--out', ''], { out: '' }],
  ])('%s', (_what, words, expected) => {
    expect(parse(...words)).toEqual({ ...MINIMAL, ...expected });
  });

  it.each([
    [['step'], '--out is missing.'],
    [['--out', 'x'], 'Say which: step, decode.'],
    [['chat', '--out', 'x'], 'The word after the command should be step or decode, but is "chat".'],
    [['step', 'decode', '--out', 'x'], '"decode" belongs to no option.'],
    [['step', '--out', 'x', '--resume', 'y'], '"y" belongs to no option.'],
    [['step', '--out', 'x', '--resume=yes'], '--resume takes no value, but is given "yes".'],
    [['step', '--out'], '--out wants a value.'],
    [['step', '--corpus', '--out', 'x'], '--corpus wants a value.'],
    [['step', '--outt', 'x'], 'There is no option --outt. Did you mean --out?'],
    [['step', '--save-evry=3'], 'There is no option --save-evry. Did you mean --save-every?'],
    [['step', '--what', 'x'], 'There is no option --what.'],
    [['step', '--temperature', '1'], 'There is no option --temperature.'],
    [['step', '--out', 'x', '--save-every', 'many'], '--save-every should be a number, but is "many".'],
    [['step', '--out', 'x', '--save-every', ''], '--save-every should be a number, but is "".'],
    [['step', '--out', 'x', '--save-every', '1.5'], '--save-every should be a whole number of at least 0, but is 1.5.'],
    [['step', '--out', 'x', '--save-every', '-1'], '--save-every should be a whole number of at least 0, but is -1.'],
    [['step', '--out', 'x', '--top-p', '1.01'], '--top-p should be a number from 0 to 1, but is 1.01.'],
    [['step', '--out', 'x', '--min-lr', 'Infinity'], '--min-lr should be a number, but is "Infinity".'],
    [['step', '--out', 'x', '--budget', '0'], '--budget should be more than 0 GiB, but is 0.'],
    [['step', '--out', 'x', '--states', 'f8'], '--states should be f32, bf16 or int8, but is "f8".'],
  ])('%j is refused: %s', (words, message) => {
    expect(() => parse(...words)).toThrow(expect.objectContaining({ code: 'usage', message }));
  });
});

describe('the nearest word', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['train', 'trian', 1],
    ['ab', 'ba', 1],
    ['abc', 'cab', 2],
  ])('%s and %s are %i edits apart', (from, to, edits) => {
    expect(editDistance(from, to)).toBe(edits);
  });

  it.each([
    ['trai', ['eval', 'train'], 'train'],
    ['x', ['lr'], undefined],
    ['lx', ['lr'], 'lr'],
    ['--sqe', ['--out', '--seq'], '--seq'],
    ['anything', [], undefined],
  ])('to %s among %j is %s', (word, known, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
