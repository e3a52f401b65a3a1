/**
 * Option tables: a command declares its options once, by kind, default and limits. The values that the command is run
 * with are typed from its table, and parsing (parse-options.ts), `--help` and docs/cli.md (help.ts) read the same table.
 */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { OcaqError } from '../errors.ts';

interface Described<Value> {
  readonly help: string;
  readonly required?: true;
  readonly default?: Value;
  /** Words about what an option without a fixed default falls back to; for help only, the command does it. */
  readonly unset?: string;
}

/** What a value stands for in help: FILE, DIR, TEXT. */
interface Named {
  readonly value: string;
}

/** Inclusive. */
interface Bounded {
  readonly min?: number;
  readonly max?: number;
}

/** One or more words; empty where it is not given. */
interface ListOption extends Named {
  readonly kind: 'list';
  readonly help: string;
  readonly required?: true;
}

interface FlagOption {
  readonly kind: 'flag';
  readonly help: string;
}

export type Option =
  | (Described<string> & Named & { readonly kind: 'text' })
  | ListOption
  | (Described<number> & Bounded & { readonly kind: 'whole' })
  | (Described<number> & Bounded & { readonly kind: 'number' })
  | FlagOption
  | (Described<string> & { readonly kind: 'choice'; readonly choices: readonly string[] })
  /** Given in GiB (more than 0), handed over in bytes. */
  | (Described<never> & { readonly kind: 'size' })
  /** The word after the command; at most one in a table. */
  | { readonly kind: 'operand'; readonly choices: readonly string[]; readonly help: string }
  /** The same, where it may be anything. */
  | (Named & { readonly kind: 'target'; readonly help: string });

/** Options by their names in code: `saveEvery` is `--save-every` on the command line. */
export type OptionTable = Readonly<Record<string, Option>>;

type Given<O extends Option> = O extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : O extends { readonly kind: 'text' | 'target' }
    ? string
    : number;

type ValueOf<O extends Option> = O extends FlagOption
  ? boolean
  : O extends ListOption
    ? readonly string[]
    : O extends { readonly kind: 'operand' | 'target' } | { readonly required: true } | { readonly default: unknown }
      ? Given<O>
      : Given<O> | undefined;

export type OptionValues<Table extends OptionTable> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> };

export type CommandResult = Record<string, unknown>;

export interface Command<Table extends OptionTable = OptionTable> {
  /** One word, or two where several commands are about one thing: `tokenizer train`. */
  readonly name: string;
  /** The one word that it had for a name, which is still understood before an option. */
  readonly formerly?: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** Further paragraphs of its help. */
  readonly details?: readonly string[];
  readonly options: Table;
  run(options: OptionValues<Table>): Promise<CommandResult>;
}

/** A command whose `run` is typed by its table. */
export function defineCommand<const Table extends OptionTable>(command: Command<Table>): Command<Table> {
  return command;
}

/** `saveEvery` → `--save-every` */
export const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** @throws OcaqError `usage` where `--out` is what is read from, by whatever path */
export function checkOutApart(out: string, ...read: readonly string[]): void {
  if (read.some((from) => placeOf(from) === placeOf(out)))
    throw usageError(`--out "${out}" is read from. Choose another one.`);
}

/** Where links lead to; the path itself of what is not there yet. */
function placeOf(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return path.resolve(file);
  }
}

/** Options that a command cannot be run with. */
export const usageError = (sentence: string): OcaqError => new OcaqError('usage', sentence);
