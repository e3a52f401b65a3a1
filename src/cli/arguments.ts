/** Command-line options: declared per command, checked before anything runs. Bad input is one clear sentence. */
import { parseArgs } from 'node:util';
import { OcaqError } from '../errors.ts';

export class Arguments {
  private readonly command: string;
  private readonly values: ReadonlyMap<string, readonly string[]>;
  readonly positionals: readonly string[];

  /** @param options names that take a value (`--corpus` may take several: `--corpus a b`); @param flags names that do not */
  constructor(command: string, argv: readonly string[], options: readonly string[], flags: readonly string[] = []) {
    this.command = command;
    const spec = Object.fromEntries([
      ...options.map((name) => [name, { type: 'string', multiple: true }] as const),
      ...flags.map((name) => [name, { type: 'boolean' }] as const),
    ]);
    let parsed: ReturnType<typeof parseArgs>;
    try {
      parsed = parseArgs({ args: joinLists(argv), options: spec, allowPositionals: true, strict: true });
    } catch (cause) {
      throw new OcaqError(
        'usage',
        `ocaq ${command}: ${cause instanceof Error ? cause.message : String(cause)}`,
        { command },
        { cause },
      );
    }
    this.positionals = parsed.positionals;
    this.values = new Map(
      Object.entries(parsed.values).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.map(String) : [String(value)],
      ]),
    );
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  text(name: string): string | undefined {
    return this.values.get(name)?.at(-1);
  }

  required(name: string): string {
    return this.text(name) ?? this.refuse(`--${name} is missing`);
  }

  list(name: string): readonly string[] {
    const values = this.values.get(name) ?? [];
    return values.length > 0 ? values : this.refuse(`--${name} is missing`);
  }

  number(name: string, fallback: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    return text.trim() !== '' && Number.isFinite(value)
      ? value
      : this.refuse(`--${name} should be a number, but is "${text}"`);
  }

  /** A whole number of at least `least`. */
  whole(name: string, fallback: number | null, least = 1): number {
    if (fallback === null && !this.has(name)) this.refuse(`--${name} is missing`);
    const value = this.number(name, fallback ?? 0);
    return Number.isSafeInteger(value) && value >= least
      ? value
      : this.refuse(`--${name} should be a whole number of at least ${least}, but is ${this.text(name)}`);
  }

  refuse(why: string): never {
    throw new OcaqError('usage', `ocaq ${this.command}: ${why}. Run "npm run -s ocaq -- help" for the options.`, {
      command: this.command,
    });
  }
}

/** `--corpus a b --steps 3` → `--corpus a --corpus b --steps 3`; negative numbers stay values of the option before them. */
function joinLists(argv: readonly string[]): string[] {
  const joined: string[] = [];
  let option: string | null = null;
  let filled = false;
  for (const word of argv) {
    if (word.startsWith('--')) {
      option = word.includes('=') ? null : word;
      filled = false;
      joined.push(word);
    } else if (option && filled) joined.push(option, word);
    else if (option && /^-[\d.]/.test(word)) {
      joined[joined.length - 1] = `${option}=${word}`;
      filled = true;
    } else {
      joined.push(word);
      filled = option !== null;
    }
  }
  return joined;
}
