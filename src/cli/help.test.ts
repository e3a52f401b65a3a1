import { describe, expect, it } from 'vitest';
import { COMMANDS } from './command-table.ts';
import { commandHelp, markdown, overview } from './help.ts';
import { defineCommand, flagOf } from './options.ts';

const SHOW = defineCommand({
  name: 'show',
  summary: 'Shows `something`.',
  details: ['And says more about it.'],
  options: {
    what: { kind: 'operand', choices: ['a', 'b'], help: 'Which.' },
    corpus: { kind: 'list', value: 'FILE', required: true, help: 'Texts.' },
    topP: { kind: 'number', min: 0, max: 1, default: 0.5, help: 'A share.' },
    budget: { kind: 'size', help: 'Memory.' },
    warmUp: { kind: 'whole', unset: 'a tenth', help: 'Steps.' },
    dry: { kind: 'flag', help: 'Does nothing.' },
  },
  run: async () => ({}),
});

describe('help', () => {
  it('of a command says what it does, what must be given and the defaults of the rest', () => {
    expect(commandHelp(SHOW)).toBe(`npm run -s ocaq -- show a|b --corpus FILE… [options]

Shows something.

And says more about it.

  a|b             Which.
  --corpus FILE…  Texts.
  --top-p X       A share. A number from 0 to 1. Default: 0.5.
  --budget GiB    Memory.
  --warm-up N     Steps. Default: a tenth.
  --dry           Does nothing.
`);
  });

  it('names every command, and every option of each', () => {
    for (const command of COMMANDS) {
      expect(overview(COMMANDS)).toContain(`  ${command.name} `);
      const help = commandHelp(command);
      for (const [name, option] of Object.entries(command.options))
        if (option.kind !== 'operand' && option.kind !== 'target') expect(help).toContain(`  ${flagOf(name)}`);
    }
  });

  it('fits a terminal', () => {
    for (const line of [overview(COMMANDS), ...COMMANDS.map((command) => commandHelp(command))].join('').split('\n'))
      expect(line.length, line).toBeLessThanOrEqual(100);
  });
});

describe('docs/cli.md', () => {
  it('is what the tables say (npm run docs:cli writes it)', async () => {
    await expect(markdown(COMMANDS)).toMatchFileSnapshot('../../docs/cli.md');
  });
});
