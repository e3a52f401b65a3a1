/** Which command the words of a command line name: by their first word, or by the first two (`tokenizer train`). */
import type { Command } from './options.ts';

export interface FoundCommand {
  readonly command: Command;
  /** The words after its name. */
  readonly words: readonly string[];
}

/** Undefined where no command has such a name. */
export function findCommand(commands: readonly Command[], words: readonly string[]): FoundCommand | undefined {
  const [first, second] = words;
  const ofTwo = commands.find(({ name }) => name === `${first} ${second}`);
  if (ofTwo) return { command: ofTwo, words: words.slice(2) };
  const ofOne = commands.find(({ name, formerly }) => name === first || (formerly === first && isOption(second)));
  return ofOne && { command: ofOne, words: words.slice(1) };
}

/** The commands whose names begin with the word: `tokenizer train`, `tokenizer compare`, … of `tokenizer`. */
export const commandsUnder = (commands: readonly Command[], word: string): readonly Command[] =>
  commands.filter(({ name }) => name.startsWith(`${word} `));

const isOption = (word: string | undefined): boolean => word?.startsWith('--') === true && word !== '--help';
