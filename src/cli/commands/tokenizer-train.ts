/** Trains a tokenizer on files. */

import { SHOWN_EXTENSIONS } from '../../data/readers/table.ts';
import { trainBpe, WordCounter } from '../../data/tokenizer/bpe-trainer.ts';
import { SPECIAL_TOKENS, Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { cleanDocuments } from '../corpus.ts';
import { writeWhole } from '../files.ts';
import { defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';

export const trainTokenizer = defineCommand({
  name: 'tokenizer train',
  formerly: 'tokenizer',
  summary: 'Trains a byte-level BPE tokenizer on texts.',
  options: {
    input: { kind: 'list', value: 'FILE', required: true, help: `Texts in UTF-8: ${SHOWN_EXTENSIONS}.` },
    vocab: { kind: 'whole', required: true, min: 1, help: 'Entries of the vocabulary, special tokens included.' },
    out: { kind: 'text', value: 'FILE', required: true, help: 'The tokenizer.json to write.' },
  },
  async run({ input, vocab, out }) {
    const progress = new Progress();

    const counter = new WordCounter();
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
    const model = await trainBpe(counter.counts, {
      vocabSize: vocab,
      specialTokens: SPECIAL_TOKENS,
      onProgress: (done, total) => progress.show(`merges: ${done} of ${total}`),
    });
    const trained = Tokenizer.fromModel(model);
    await writeWhole(out, trained.toJson());
    progress.end(`wrote ${out}`);
    return { vocab: trained.vocabSize, merges: model.merges.length, documents, out };
  },
});
