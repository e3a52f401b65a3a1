/** Trains a tokenizer on files. */

import { trainBpe } from '../../data/tokenizer/bpe-trainer.ts';
import { SPLIT_RULES, type SplitRule } from '../../data/tokenizer/split-rules.ts';
import { SPECIAL_TOKENS, Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { readableVocabSize } from '../../data/tokenizer/vocabulary-size.ts';
import { type LeftOut, WordCounter } from '../../data/tokenizer/word-counter.ts';
import { cleanDocuments, TEXTS_HELP } from '../corpus.ts';
import { writeWhole } from '../files.ts';
import { defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { splitRuleText } from '../split-rule-text.ts';

const OFFERED = SPLIT_RULES.filter(({ isOffered }) => isOffered);

export const trainTokenizer = defineCommand({
  name: 'tokenizer train',
  formerly: 'tokenizer',
  summary: 'Trains a byte-level BPE tokenizer on texts.',
  details: [
    "`--rule` says how text is cut into words, which no token crosses. `llama-3` is known to every tool, and cuts `Ankara'da` into `Ankara`, `'d`, `a`, as if `'d` were English. `turkic` keeps a suffix after an apostrophe whole, and every digit is a token of its own; a GGUF names it `ufakzeka`, which llama.cpp knows since build b11034 (September 2026).",
    'Memory is bounded for texts of any size. Where they have more than 3 million different words, the rarest are left out, and the command says how many.',
  ],
  options: {
    input: { kind: 'list', value: 'FILE', required: true, help: TEXTS_HELP },
    vocab: {
      kind: 'whole',
      required: true,
      min: 1,
      help: 'Entries of the vocabulary, special tokens included. Of 32016 and 49152, which converters take for those of other models, the next multiple of 8 is trained.',
    },
    rule: {
      kind: 'choice',
      choices: ['llama-3', 'turkic'],
      default: 'llama-3',
      help: 'How text is cut into words.',
    },
    out: { kind: 'text', value: 'FILE', required: true, help: 'The tokenizer.json to write.' },
  },
  async run({ input, vocab, rule: id, out }) {
    const progress = new Progress();
    const rule = offered(id);
    const vocabSize = readableVocabSize(vocab);
    if (vocabSize !== vocab)
      progress.end(
        `converters take a vocabulary of ${vocab} for that of another model; ${vocabSize} is trained instead`,
      );

    const counter = new WordCounter({ splitPattern: rule.pattern });
    let documents = 0;
    const documentsOf = cleanDocuments(
      input,
      (text) => progress.end(text),
      (bytes) => progress.show(`reading: ${(bytes / 2 ** 20).toFixed(1)} MiB`),
    );
    for await (const document of documentsOf) {
      counter.add(document);
      documents += 1;
    }
    const { leftOut } = counter;
    if (leftOut.most > 0) progress.end(leftOutText(leftOut));
    const model = await trainBpe(counter.counts, {
      vocabSize,
      specialTokens: SPECIAL_TOKENS,
      splitPattern: rule.pattern,
      onProgress: (done, total) => progress.show(`merges: ${done} of ${total}`),
    });
    const trained = Tokenizer.fromModel(model);
    await writeWhole(out, trained.toJson());
    progress.end(splitRuleText(rule));
    progress.end(`wrote ${out}`);
    return {
      vocab: trained.vocabSize,
      merges: model.merges.length,
      documents,
      rule: rule.id,
      gguf_name: rule.ggufName,
      tools: rule.outcomes,
      words: counter.counts.size,
      left_out: leftOut,
      out,
    };
  },
});

function offered(id: string): SplitRule {
  const rule = OFFERED.find((one) => one.id === id);
  if (rule === undefined) throw usageError(`There is no rule "${id}".`);
  return rule;
}

const leftOutText = ({ occurrences, most }: LeftOut): string =>
  `more different words than there is room for: rare ones were left out, ${occurrences} occurrences in all; no word is counted more than ${most} times too few`;
