/**
 * The engine without a page: every command writes progress to stderr, ends with one JSON line on stdout, and exits
 * non-zero with one clear sentence on bad input.
 */
import { OcaqError } from '../errors.ts';
import { COMMANDS } from './command-table.ts';
import { commandHelp, overview, RUN } from './help.ts';
import { nearest } from './nearest.ts';
import { runCommand } from './parse-options.ts';

const HELP = ['--help', '-h'];

async function main([name = 'help', ...words]: readonly string[]): Promise<number> {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (name === 'help' || HELP.includes(name)) {
    process.stdout.write(overview(COMMANDS));
    return 0;
  }
  if (!command) {
    const near = nearest(
      name,
      COMMANDS.map((known) => known.name),
    );
    const guess = near === undefined ? '' : ` Did you mean ${near}?`;
    process.stderr.write(`ocaq: There is no command "${name}".${guess}\n${overview(COMMANDS)}`);
    return 2;
  }
  if (words.some((word) => HELP.includes(word))) {
    process.stdout.write(commandHelp(command));
    return 0;
  }
  try {
    const result = await runCommand(command, words);
    process.stdout.write(`${JSON.stringify({ command: name, ...result })}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`ocaq ${name}: ${explain(error, name)}\n`);
    return 1;
  }
}

function explain(error: unknown, command: string): string {
  if (!(error instanceof OcaqError)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  return error.code === 'usage' ? `${error.message} Its options: ${RUN} ${command} --help` : error.message;
}

// Dawn keeps threads alive: the process ends when the command has, with its output written.
const code = await main(process.argv.slice(2));
process.stdout.write('', () => process.exit(code));
