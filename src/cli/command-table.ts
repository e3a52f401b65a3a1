/** Every command. A new one is a file under commands/ and its line here. */
import { bench } from './commands/bench.ts';
import { coach } from './commands/coach.ts';
import { ablateCorpus } from './commands/corpus-ablation.ts';
import { benchCorpus } from './commands/corpus-bench.ts';
import { cleanCorpus } from './commands/corpus-clean.ts';
import { dedupCorpus } from './commands/corpus-dedup.ts';
import { diffCorpora } from './commands/corpus-diff.ts';
import { mixCorpus } from './commands/corpus-mix.ts';
import { reportCorpus } from './commands/corpus-report.ts';
import { evaluateText } from './commands/eval.ts';
import { compareResults } from './commands/eval-compare.ts';
import { exportModel } from './commands/export.ts';
import { finetune } from './commands/finetune.ts';
import { fit } from './commands/fit.ts';
import { generateText } from './commands/generate.ts';
import { gradients } from './commands/gradients.ts';
import { importModel } from './commands/import.ts';
import { merge } from './commands/merge.ts';
import { writeMinimalPairs } from './commands/minimal-pairs.ts';
import { plan } from './commands/plan.ts';
import { push } from './commands/push.ts';
import { findRate } from './commands/rate.ts';
import { selfInstruct } from './commands/self-instruct.ts';
import { compareTokenizers } from './commands/tokenizer-compare.ts';
import { encodeFiles } from './commands/tokenizer-encode.ts';
import { trainTokenizer } from './commands/tokenizer-train.ts';
import { train } from './commands/train.ts';
import { translate } from './commands/translate.ts';
import type { Command } from './options.ts';

export const COMMANDS: readonly Command[] = [
  cleanCorpus,
  benchCorpus,
  ablateCorpus,
  reportCorpus,
  dedupCorpus,
  mixCorpus,
  diffCorpora,
  trainTokenizer,
  compareTokenizers,
  encodeFiles,
  findRate,
  train,
  finetune,
  evaluateText,
  writeMinimalPairs,
  compareResults,
  generateText,
  importModel,
  merge,
  exportModel,
  push,
  translate,
  selfInstruct,
  coach,
  plan,
  bench,
  gradients,
  fit,
];
