/** Cross-entropy of the next token over the vocabulary: what language models are trained and tuned by. */
import { linearCrossEntropy } from '../../ops/cross-entropy.ts';
import { linear } from '../../ops/linear.ts';
import { elementBytes, type Graph, roundUp } from '../../ops/operator.ts';
import type { Head, HeadContext } from './head.ts';

/** Rows of logits that exist at a time, where a binding can hold them. */
const LOSS_CHUNK_ROWS = 1024;

export const nextToken: Head = {
  loss(graph, context, inputs) {
    const chunkRows = lossChunkRows(graph, inputs.x.rows, context);
    linearCrossEntropy(graph, { ...inputs, weight: vocabularyOf(context), chunkRows });
  },
  logits(graph, context, x, id) {
    linear(graph, x, vocabularyOf(context), id);
  },
};

/** vocabulary × hidden. */
const vocabularyOf = ({ config, weight }: HeadContext) => weight(config.tied ? 'embed' : 'head');

/** A multiple of 64: as many rows of logits as are wanted, there are, and one binding holds. */
function lossChunkRows({ storage }: Graph, rows: number, { config, bindingBytes }: HeadContext): number {
  const rowBytes = roundUp(config.vocabSize, 4) * elementBytes(storage);
  const bound = Math.floor(bindingBytes / rowBytes / 64) * 64;
  return Math.max(64, Math.min(LOSS_CHUNK_ROWS, roundUp(rows, 64), bound));
}
