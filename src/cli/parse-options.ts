/** The words of a command line into the values of an option table. Bad input is one clear sentence. */
import { nearest } from './nearest.ts';
import {
  type Command,
  type CommandResult,
  flagOf,
  type Option,
  type OptionTable,
  type OptionValues,
  usageError,
} from './options.ts';

/** Runs a command on the words after its name. @throws OcaqError `usage`, and what the command throws */
export async function runCommand<Table extends OptionTable>(
  command: Command<Table>,
  words: readonly string[],
): Promise<CommandResult> {
  return command.run(parseOptions(command.options, words));
}

/**
 * `--steps 3`, `--steps=3`, `--corpus a b` and `--corpus a --corpus b`. An option given twice has its last value, a list
 * all of them.
 * @throws OcaqError `usage`
 */
export function parseOptions<Table extends OptionTable>(table: Table, words: readonly string[]): OptionValues<Table> {
  const given = collect(table, words);
  const values = Object.entries(table).map(([name, option]) => [name, optionValue(name, option, given.get(name))]);
  return Object.fromEntries(values) as OptionValues<Table>;
}

/** The words given for each option, by its name in the table. */
function collect(table: OptionTable, words: readonly string[]): Map<string, string[]> {
  const entries = Object.entries(table).map(([name, option]) => ({ name, option }));
  const operand = entries.find(({ option }) => isOperand(option))?.name;
  const options = entries.filter(({ option }) => !isOperand(option));
  const named = new Map(options.map((entry) => [flagOf(entry.name), entry]));
  const given = new Map<string, string[]>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('--')) {
      if (operand === undefined || given.has(operand)) throw usageError(`"${word}" belongs to no option.`);
      given.set(operand, [word]);
      continue;
    }
    const [flag, attached] = splitOnce(word, '=');
    const { name, option } = named.get(flag) ?? unknownOption(flag, [...named.keys()]);
    if (option.kind === 'flag' && attached !== undefined)
      throw usageError(`${flag} takes no value, but is given "${attached}".`);
    const values = attached === undefined ? takeValues(rest, option.kind) : [attached];
    if (option.kind !== 'flag' && values.length === 0) throw usageError(`${flag} wants a value.`);
    given.set(name, [...(given.get(name) ?? []), ...values]);
  }
  return given;
}

const isOperand = ({ kind }: Option): boolean => kind === 'operand' || kind === 'target';

/** Takes the values of an option from the words after it. */
function takeValues(rest: string[], kind: Option['kind']): string[] {
  const following = rest.findIndex((word) => word.startsWith('--'));
  const available = following < 0 ? rest.length : following;
  const most = { flag: 0, list: available }[kind as string] ?? 1;
  return rest.splice(0, Math.min(most, available));
}

function splitOnce(word: string, mark: string): [string, string | undefined] {
  const at = word.indexOf(mark);
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + mark.length)];
}

function unknownOption(flag: string, known: readonly string[]): never {
  const near = nearest(flag, known);
  throw usageError(`There is no option ${flag}.${near === undefined ? '' : ` Did you mean ${near}?`}`);
}

function optionValue(
  name: string,
  option: Option,
  words: readonly string[] | undefined,
): OptionValues<OptionTable>[string] {
  const flag = flagOf(name);
  if (option.kind === 'flag') return words !== undefined;
  const word = words?.at(-1);
  if (words === undefined || word === undefined) {
    if (option.kind === 'operand') throw usageError(`Say which: ${option.choices.join(', ')}.`);
    if (option.kind === 'target') throw usageError(`Say which: ${option.value}.`);
    if (option.required) throw usageError(`${flag} is missing.`);
    return option.kind === 'list' ? [] : option.default;
  }
  switch (option.kind) {
    case 'list':
      return words;
    case 'text':
    case 'target':
      return word;
    case 'operand':
      return chosen('The word after the command', option.choices, word);
    case 'choice':
      return chosen(flag, option.choices, word);
    case 'size':
      return gibibytes(flag, word);
    case 'number':
      return bounded(flag, 'number', option, number(flag, word), word);
    case 'whole':
      return whole(flag, option, word);
    default:
      return option satisfies never;
  }
}

function chosen(what: string, choices: readonly string[], word: string): string {
  if (choices.includes(word)) return word;
  throw usageError(`${what} should be ${oneOf(choices)}, but is "${word}".`);
}

function number(flag: string, word: string): number {
  const value = Number(word);
  if (word.trim() === '' || !Number.isFinite(value)) throw usageError(`${flag} should be a number, but is "${word}".`);
  return value;
}

function gibibytes(flag: string, word: string): number {
  const gib = number(flag, word);
  if (gib <= 0) throw usageError(`${flag} should be more than 0 GiB, but is ${word}.`);
  return gib * 2 ** 30;
}

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

function whole(flag: string, bounds: Bounds, word: string): number {
  const value = number(flag, word);
  if (!Number.isSafeInteger(value)) throw outside(flag, 'whole number', bounds, word);
  return bounded(flag, 'whole number', bounds, value, word);
}

function bounded(flag: string, what: string, bounds: Bounds, value: number, word: string): number {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = bounds;
  if (value < min || value > max) throw outside(flag, what, bounds, word);
  return value;
}

const outside = (flag: string, what: string, bounds: Bounds, word: string): Error =>
  usageError(`${flag} should be a ${[what, boundsText(bounds)].filter(Boolean).join(' ')}, but is ${word}.`);

/** "of at least 1", "from 0 to 1"; empty where there are no bounds. */
export function boundsText({ min, max }: Bounds): string {
  if (min === undefined) return max === undefined ? '' : `of at most ${max}`;
  return max === undefined ? `of at least ${min}` : `from ${min} to ${max}`;
}

/** "a", "a or b", "a, b or c" */
function oneOf(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}
