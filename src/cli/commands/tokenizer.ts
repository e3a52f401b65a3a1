/** Trains a tokenizer on files. */
import { trainBpe, WordCounter } from '../../data/tokenizer/bpe-trainer.ts';
import { SPECIAL_TOKENS, Tokenizer } from '../../data/tokenizer/tokenizer.ts';
import { Arguments } from '../arguments.ts';
import { cleanDocuments } from '../corpus.ts';
import { writeWhole } from '../files.ts';
import { Progress } from '../progress.ts';

export async function tokenizer(argv: readonly string[]): Promise<Record<string, unknown>> {
  const args = new Arguments('tokenizer', argv, ['input', 'vocab', 'out']);
  const files = args.list('input');
  const vocabSize = args.whole('vocab', null, 1);
  const out = args.required('out');
  const progress = new Progress();

  const counter = new WordCounter();
  let documents = 0;
  for await (const document of cleanDocuments(files, (bytes) =>
    progress.show(`reading: ${(bytes / 2 ** 20).toFixed(1)} MiB`),
  )) {
    counter.add(document);
    documents += 1;
  }
  const model = await trainBpe(counter.counts, {
    vocabSize,
    specialTokens: SPECIAL_TOKENS,
    onProgress: (done, total) => progress.show(`merges: ${done} of ${total}`),
  });
  const trained = Tokenizer.fromModel(model);
  await writeWhole(out, trained.toJson());
  progress.end(`wrote ${out}`);
  return { vocab: trained.vocabSize, merges: model.merges.length, documents, out };
}
