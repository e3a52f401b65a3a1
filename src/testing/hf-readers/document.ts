/** docs/folders.md, from what the tests found. */
import type { FolderCase } from './cases.ts';
import type { Outcome } from './outcome.ts';

/** One key, or one damage, and what both readers make of the folder without it, or with it. */
export interface Row {
  readonly name: string;
  readonly models: readonly string[];
  readonly written: string;
  readonly old: Outcome;
  readonly new: Outcome;
}

/** A model that was written, and whether each reader found its settings, numbers and logits. */
export interface CaseRow {
  readonly folder: FolderCase;
  /** As `config.json` names it. */
  readonly architecture: string;
  readonly old: boolean;
  readonly new: boolean;
}

export interface Findings {
  readonly cases: readonly CaseRow[];
  readonly keys: readonly Row[];
  readonly damages: readonly Row[];
}

export const conformance = ({ cases, keys, damages }: Findings): string => `# Folders for transformers 4 and 5

What a folder that Ocaq writes says to transformers 4.57, which knows \`rope_theta\`, \`rope_scaling\` and \`torch_dtype\`, and to
transformers 5, which knows \`rope_parameters\` and \`dtype\`. Two readers in [src/testing/hf-readers](../src/testing/hf-readers) take
it by the rules of either version. They share nothing with Ocaq's own reader and writer, fill in what a file leaves out as that version
does, and refuse what it would pass over although it makes another model. What they read is run in float64.

This page is written by their tests (\`npm run docs:folders\`), which fail where it is not what they find.

## Models

Each is written and read by both rules: every setting in effect is that of the model, every number is the one that was handed over (in
f16 and bf16: rounded once), and logits differ from the reference by less than 2e-5.

${table(['model', 'written as', 'logits of', 'old rules', 'new rules'], cases.map(caseRow))}

PyTorch is the float64 decoder of the [golden fixtures](../src/testing/golden/README.md); the GGUF is the same model written as a GGUF
and run by the rules of llama.cpp. Tokenizers are opened by \`@huggingface/tokenizers\` from what was read, and give the ids of the
library in Rust.

transformers 5.18 and 4.57.6 themselves opened the same folders in f32, f16 and bf16 on 2026-11-29 (4.57.6 beside tokenizers 0.23 and
huggingface_hub 1.33, which are newer than it asks for): no tensor missing or left over, the ends of an answer, ids and chat template as
written, and in f32 logits within 2.6e-6 of the reference. 4.57 warns that factors of a RoPE scaling should be \`8.0\`, and takes \`8\`.

## Keys of config.json

Each key is left out of a folder in turn, in which few have the value that a version takes by itself. *The same*: nothing changes, because
the other style says it, or it is the default, or it changes no number. *Takes*: read without a word, as another model. *Refused*: the
weights or another file do not agree.

${table(['key', 'models', 'written', 'without it, old rules', 'without it, new rules'], merged(keys).map(keyRow))}

## Folders that are wrong

What the readers see. transformers itself loads many of these without a word, or with a warning.

${table(['what', 'model', 'old rules', 'new rules'], damages.map(damageRow))}
`;

const caseRow = ({ folder, architecture, old, new: modern }: CaseRow): string[] => [
  folder.what,
  architecture,
  folder.reference,
  ...[old, modern].map((isSame) => (isSame ? 'the same' : 'another model')),
];

const keyRow = (row: Row): string[] => [
  row.name,
  row.models.join(', '),
  `\`${row.written}\``,
  ...cells(row, () => 'refused'),
];

const damageRow = (row: Row): string[] => [row.name, row.models.join(', '), ...cells(row, (why) => `refused: ${why}`)];

function cells({ old, new: modern }: Row, refused: (why: string) => string): string[] {
  const [first, second] = [inWords(old, refused), inWords(modern, refused)];
  return [first, second === first ? 'likewise' : second];
}

function inWords(outcome: Outcome, refused: (why: string) => string): string {
  switch (outcome.kind) {
    case 'same':
      return 'the same';
    case 'another':
      return `takes ${outcome.changed}`;
    case 'refused':
      return refused(outcome.why);
    default:
      return outcome satisfies never;
  }
}

/** Models of which the same is said stand in one row, and rows of one key together. */
function merged(rows: readonly Row[]): Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const same = [row.name, row.written, ...cells(row, () => 'refused')].join('\n');
    const before = found.get(same);
    found.set(same, before ? { ...before, models: [...before.models, ...row.models] } : row);
  }
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.flatMap((wanted) => [...found.values()].filter(({ name }) => name === wanted));
}

const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escaped).join(' | ')} |`).join('\n');

const escaped = (text: string): string => text.replaceAll('|', '\\|');
