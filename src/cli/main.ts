/**
 * The engine without a page: every command writes progress to stderr, ends with one JSON line on stdout, and exits
 * non-zero with one clear sentence on bad input.
 */
import { isOfPageAhead } from '../data/readers/pdf/pages.ts';
import { OcaqError } from '../errors.ts';
import { COMMANDS } from './command-table.ts';
import { isNoRoom } from './files.ts';
import { commandsUnder, findCommand } from './find-command.ts';
import { commandHelp, overview, RUN } from './help.ts';
import { nearest } from './nearest.ts';
import type { Command } from './options.ts';
import { runCommand } from './parse-options.ts';

const HELP = ['--help', '-h'];

async function main(words: readonly string[]): Promise<number> {
  const [name = 'help'] = words;
  if (name === 'help' || HELP.includes(name)) {
    process.stdout.write(overview(COMMANDS));
    return 0;
  }
  const found = findCommand(COMMANDS, words);
  if (!found) return withoutCommand(name, words[1]);
  const { command } = found;
  if (found.words.some((word) => HELP.includes(word))) {
    process.stdout.write(commandHelp(command));
    return 0;
  }
  try {
    const result = await runCommand(command, found.words);
    process.stdout.write(`${JSON.stringify({ command: command.name, ...result })}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`ocaq ${command.name}: ${explain(error, command.name)}\n`);
    return 1;
  }
}

/** Help where the words name no command: on those under the first word, or on all. */
function withoutCommand(name: string, next: string | undefined): number {
  const under = commandsUnder(COMMANDS, name);
  if (under.length > 0 && next !== undefined && HELP.includes(next)) {
    process.stdout.write(overview(under));
    return 0;
  }
  process.stderr.write(
    under.length === 0
      ? `ocaq: There is no command "${name}".${guess(name, COMMANDS)}\n${overview(COMMANDS)}`
      : next === undefined
        ? `ocaq: Say which ${name} command.\n${overview(under)}`
        : `ocaq: There is no command "${name} ${next}".${guess(`${name} ${next}`, under)}\n${overview(under)}`,
  );
  return 2;
}

function guess(name: string, commands: readonly Command[]): string {
  const near = nearest(
    name,
    commands.map((command) => command.name),
  );
  return near === undefined ? '' : ` Did you mean ${near}?`;
}

function explain(error: unknown, command: string): string {
  if (isNoRoom(error)) return `There is no room left on the disk (${String(error)}). Make room, then run it again.`;
  if (!(error instanceof OcaqError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return error.code === 'usage' ? `${error.message} Its options: ${RUN} ${command} --help` : error.message;
}

process.on('unhandledRejection', (error) => {
  if (!isOfPageAhead(error)) throw error;
});

// Dawn keeps threads alive: the process ends when the command has, with its output written.
const code = await main(process.argv.slice(2));
process.stdout.write('', () => process.exit(code));
