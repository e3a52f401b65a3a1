/**
 * The engine without a page: every command writes progress to stderr, ends with one JSON line on stdout, and exits
 * non-zero with one clear sentence on bad input.
 */
import { OcaqError } from '../errors.ts';
import { bench } from './commands/bench.ts';
import { evaluateText } from './commands/eval.ts';
import { fit } from './commands/fit.ts';
import { generateText } from './commands/generate.ts';
import { gradients } from './commands/gradients.ts';
import { plan } from './commands/plan.ts';
import { tokenizer } from './commands/tokenizer.ts';
import { train } from './commands/train.ts';

type Command = (argv: readonly string[]) => Promise<Record<string, unknown>>;

const COMMANDS: Readonly<Record<string, { run: Command; usage: string }>> = {
  tokenizer: { run: tokenizer, usage: '--input FILE… --vocab N --out tokenizer.json' },
  train: {
    run: train,
    usage:
      '--corpus FILE… --tokenizer tokenizer.json --config config.json [--init DIR] --steps N --batch B --seq T [--accumulate A] [--lr --min-lr --warmup --weight-decay --beta1 --beta2 --clip] [--seed S] [--precision f32|f16|packed] [--states f32|bf16|int8] [--recompute|--checkpoint-layers] [--budget GiB] [--save-every K] [--eval-every K] [--stop-at K] [--resume] --out DIR',
  },
  gradients: { run: gradients, usage: '--model DIR --batch batch.json --out FILE.safetensors' },
  fit: { run: fit, usage: '--model DIR --batch batch.json --optim optim.json --steps N --out DIR' },
  eval: { run: evaluateText, usage: '--model DIR --text FILE [--seq T] [--batch B]' },
  generate: {
    run: generateText,
    usage:
      '--model DIR --prompt TEXT --max-tokens N [--temperature 0] [--top-k] [--top-p] [--min-p] [--repetition-penalty] [--seed]',
  },
  plan: {
    run: plan,
    usage:
      '--config config.json --seq T --batch B [--precision f32|f16] [--states f32|bf16|int8] [--recompute|--checkpoint-layers] [--budget GiB] [--tier portable|adapter] [--print]',
  },
  bench: {
    run: bench,
    usage:
      'gemm|attention|step|decode|profile [--config config.json] [--seq T] [--batch B] [--accumulate A] [--context C] [--tokens N] [--precision f32|f16|packed] [--states f32|bf16|int8] [--recompute|--checkpoint-layers] [--repeat N] [--vs jax-js]',
  },
};

const HELP = `ocaq <command>, each with [--adapter swiftshader|lavapipe|NAME] [--dawn-features a,b] [--tune|--no-tune] where a GPU is used:\n${Object.entries(
  COMMANDS,
)
  .map(([name, { usage }]) => `  ${name} ${usage}`)
  .join('\n')}\n`;

async function main(argv: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = argv;
  if (name === 'help' || name === '--help') {
    process.stdout.write(HELP);
    return 0;
  }
  const command = COMMANDS[name];
  if (!command) {
    process.stderr.write(`ocaq: there is no command "${name}".\n${HELP}`);
    return 2;
  }
  try {
    const result = await command.run(rest);
    process.stdout.write(`${JSON.stringify({ command: name, ...result })}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(
      error instanceof OcaqError
        ? `ocaq: ${error.message}\n`
        : `ocaq: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return 1;
  }
}

// Dawn keeps threads alive: the process ends when the command has, with its output written.
const code = await main(process.argv.slice(2));
process.stdout.write('', () => process.exit(code));
