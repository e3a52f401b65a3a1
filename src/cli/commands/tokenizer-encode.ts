/** Encodes files into shards of token ids. */
import { readdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { documentFrame } from '../../data/batches.ts';
import { documentHash, isHeldOut } from '../../data/heldout.ts';
import { encodeInOrder, messageOf } from '../../data/tokenizer/bulk-encoding.ts';
import { utf8Length } from '../../data/tokenizer/utf8-length.ts';
import { cleanDocuments, TEXTS_HELP } from '../corpus.ts';
import { openEncoderThreads } from '../encoder-threads.ts';
import { makeFolder, writeWhole } from '../files.ts';
import { defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { ShardWriter, type Split } from '../token-shards.ts';
import { openTokenizerFile } from '../tokenizer-file.ts';

export const encodeFiles = defineCommand({
  name: 'tokenizer encode',
  summary: 'Encodes texts into shards of token ids.',
  details: [
    'DIR gets `train-00000.bin`, … and `heldout-00000.bin`, …: token ids, little-endian, 16 bits each for a vocabulary of up to 65 536 entries and 32 above, every document with the end-of-text token after it. `manifest.json`, written last, says what they hold. The texts are cleaned as for training, and the split is that of the studio. The files are the same for any number of workers.',
  ],
  options: {
    tokenizer: { kind: 'text', value: 'FILE', required: true, help: 'A file in the format of tokenizer.json.' },
    input: { kind: 'list', value: 'FILE', required: true, help: TEXTS_HELP },
    out: { kind: 'text', value: 'DIR', required: true, help: 'The folder to write; a new or an empty one.' },
    workers: {
      kind: 'whole',
      min: 1,
      max: 64,
      unset: 'one per core, less one',
      help: 'Threads that encode beside the one that reads and cleans; of 1, that one encodes too.',
    },
    shardTokens: { kind: 'whole', min: 1, max: 2 ** 28, default: 2 ** 24, help: 'Tokens of a shard.' },
  },
  async run({ tokenizer: file, input, out, workers = Math.max(1, availableParallelism() - 1), shardTokens }) {
    const progress = new Progress();
    const { tokenizer } = await openTokenizerFile(file);
    const framed = documentFrame(tokenizer);
    await emptyFolder(out);

    const writers = {
      train: new ShardWriter(out, 'train', shardTokens, tokenizer.vocabSize),
      heldout: new ShardWriter(out, 'heldout', shardTokens, tokenizer.vocabSize),
    };
    const pool = workers > 1 ? openEncoderThreads(messageOf(tokenizer), workers) : undefined;
    try {
      const texts = cleanDocuments(
        input,
        (text) => progress.end(text),
        (bytes) => progress.show(`reading: ${(bytes / 2 ** 20).toFixed(1)} MiB`),
      );
      for await (const { document, ids } of encodeInOrder(withText(texts), tokenizer, pool)) {
        const split: Split = isHeldOut(documentHash(document.text)) ? 'heldout' : 'train';
        await writers[split].add(framed(ids), utf8Length(document.text));
      }
    } finally {
      pool?.end();
    }
    const manifest = {
      tokenizer: path.basename(file),
      vocab: tokenizer.vocabSize,
      dtype: tokenizer.vocabSize <= 2 ** 16 ? 'uint16' : 'uint32',
      byte_order: 'little',
      begin_ids: tokenizer.beginIds,
      eos_id: tokenizer.eosId,
      shard_tokens: shardTokens,
      splits: { train: await writers.train.end(), heldout: await writers.heldout.end() },
    };
    await writeWhole(path.join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    progress.end(`wrote ${out}`);
    return { ...manifest, workers, out };
  },
});

async function* withText(texts: AsyncIterable<string>): AsyncGenerator<{ text: string }> {
  for await (const text of texts) yield { text };
}

async function emptyFolder(dir: string): Promise<void> {
  await makeFolder(dir);
  if ((await readdir(dir)).length > 0) throw usageError(`--out "${dir}" holds files. Name a new folder, or empty it.`);
}
