/** Help of the command line, for a terminal and as docs/cli.md, from the option tables. */
import { type Command, flagOf, type Option, type OptionTable } from './options.ts';
import { boundsText } from './parse-options.ts';

/** How the command line is started. */
export const RUN = 'npm run -s ocaq --';

const WIDTH = 100;
const INTRODUCTION = [
  'The same engine as in the studio, in Node on Dawn.',
  "It finds the machine's Vulkan drivers, or the SwiftShader inside an installed Chromium; `--adapter` chooses. Progress goes to stderr, the last line of stdout is one JSON object. Bad input ends with one clear sentence and a non-zero exit.",
  'A model is a Hugging Face folder: config.json, f32, f16 or bf16 safetensors in one file or in shards, and for text tokenizer.json: BPE of bytes (Llama 3, Qwen, GPT-2) or of SentencePiece (Llama 2, Mistral), Unigram, WordPiece.',
];

/** The commands, a line each. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return lines([
    `${RUN} <command> [options]`,
    '',
    ...INTRODUCTION.flatMap((paragraph) => [...wrap(plain(paragraph), 0), '']),
    ...commands.map(({ name, summary }) => columns(`  ${name.padEnd(width)}`, summary)),
    '',
    `${RUN} <command> --help shows the options of a command.`,
  ]);
}

export function commandHelp({ name, summary, details = [], options }: Command): string {
  const rows = Object.entries(options).map(([key, option]) => [`  ${nameOf(key, option)}`, meaning(option)] as const);
  const width = Math.min(34, Math.max(...rows.map(([left]) => left.length)) + 2);
  return lines([
    ...wrap(`${RUN} ${name} ${usage(options)}`, 4),
    '',
    ...[summary, ...details].flatMap((paragraph) => [...wrap(plain(paragraph), 0), '']),
    ...rows.map(([left, right]) => columns(left.padEnd(width), plain(right))),
  ]);
}

/** docs/cli.md */
export function markdown(commands: readonly Command[]): string {
  return lines([
    '# Command line',
    '',
    '<!-- Written by `npm run docs:cli` from the option tables of src/cli/commands; edit those. -->',
    '',
    '```sh',
    `${RUN} <command> [options]`,
    `${RUN} <command> --help`,
    '```',
    '',
    ...INTRODUCTION.flatMap((paragraph) => [paragraph, '']),
    'A list takes several words (`--corpus a.txt b.txt`); of any other option given twice the last counts.',
    '',
    '| command | what it does |',
    '|---|---|',
    ...commands.map(({ name, summary }) => `| [\`${name}\`](#${name.replace(' ', '-')}) | ${cell(summary)} |`),
    ...commands.flatMap(markdownSection),
  ]);
}

function markdownSection({ name, summary, details = [], options }: Command): string[] {
  return [
    '',
    `## ${name}`,
    '',
    ...[summary, ...details].flatMap((paragraph) => [paragraph, '']),
    '```sh',
    `${RUN} ${name} ${usage(options)}`,
    '```',
    '',
    '| option | meaning | default |',
    '|---|---|---|',
    ...Object.entries(options).map(
      ([key, option]) =>
        `| \`${cell(nameOf(key, option))}\` | ${cell(description(option))} | ${cell(defaultOf(option))} |`,
    ),
  ];
}

/** The options that must be given, and that there are others. */
function usage(options: OptionTable): string {
  const all = Object.entries(options);
  const required = all.filter(([, option]) => isRequired(option));
  const others = required.length < all.length ? ['[options]'] : [];
  return [...required.map(([key, option]) => nameOf(key, option)), ...others].join(' ');
}

const isRequired = (option: Option): boolean =>
  option.kind === 'operand' || option.kind === 'target' || ('required' in option && option.required === true);

/** `--steps N`, `--corpus FILE…`, `--resume`, `gemm|attention` */
function nameOf(key: string, option: Option): string {
  const value = placeholder(option);
  return option.kind === 'operand' || option.kind === 'target' ? value : [flagOf(key), value].filter(Boolean).join(' ');
}

function placeholder(option: Option): string {
  switch (option.kind) {
    case 'flag':
      return '';
    case 'list':
      return `${option.value}…`;
    case 'text':
    case 'target':
      return option.value;
    case 'choice':
    case 'operand':
      return option.choices.join('|');
    case 'whole':
      return 'N';
    case 'number':
      return 'X';
    case 'size':
      return 'GiB';
    default:
      return option satisfies never;
  }
}

const meaning = (option: Option): string =>
  [description(option), isRequired(option) || !defaultOf(option) ? '' : `Default: ${defaultOf(option)}.`]
    .filter(Boolean)
    .join(' ');

/** What it is, and its bounds where they say more than that a number is not negative. */
function description(option: Option): string {
  const bounds = option.kind === 'whole' || option.kind === 'number' ? boundsText(option) : '';
  return option.kind === 'number' && 'max' in option ? `${option.help} A number ${bounds}.` : option.help;
}

/** What holds where an option is not given; empty where nothing needs to be said. */
function defaultOf(option: Option): string {
  if (isRequired(option)) return 'required';
  if (option.kind === 'flag' || option.kind === 'list' || option.kind === 'operand' || option.kind === 'target')
    return '';
  return option.unset ?? (option.default === undefined ? '' : String(option.default));
}

const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
const cell = (text: string): string => text.replaceAll('|', '\\|');
/** Without the marks of Markdown. */
const plain = (text: string): string => text.replaceAll('`', '');

/** A wrapped text beside a column that is as wide as `left`; below it where `left` takes too much room. */
function columns(left: string, text: string): string {
  const indent = Math.min(left.length, 34);
  const [first = '', ...rest] = wrap(text, 0, WIDTH - indent);
  const head = left.trimEnd().length >= indent ? `${left.trimEnd()}\n${' '.repeat(indent)}` : left;
  return [`${head}${first}`, ...rest.map((line) => `${' '.repeat(indent)}${line}`)].join('\n');
}

/** Lines of at most `width` characters; those after the first are indented. */
function wrap(text: string, indent: number, width = WIDTH): string[] {
  const out = [''];
  for (const word of text.split(' ')) {
    const line = out.at(-1) ?? '';
    if (line.trim() === '') out[out.length - 1] = `${line}${word}`;
    else if (line.length + 1 + word.length <= width) out[out.length - 1] = `${line} ${word}`;
    else out.push(`${' '.repeat(indent)}${word}`);
  }
  return out;
}
