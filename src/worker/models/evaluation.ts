/**
 * How good a checkpoint is on documents it never learned from: over all held-out documents, in windows of as many tokens
 * as it was trained with. The documents come out of the tokens that are evaluated, so that the figure and the text that
 * an export holds are of one and the same, whatever has become of the corpus since. A model that has no tokens of the corpus,
 * as an imported one, is evaluated on those of the corpus as it is now.
 */
import { evaluationBatches, memoryStream, type TokenStream } from '../../data/batches.ts';
import { isHeldOut } from '../../data/heldout.ts';
import { joinedTokens } from '../../data/joined-text.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { OcaqError } from '../../errors.ts';
import { type Evaluation, evaluate, finite } from '../../evaluation/evaluate.ts';
import { readDocuments } from '../../storage/corpus.ts';
import { listSources } from '../../storage/documents.ts';
import type { TokenSetRecord } from '../../storage/records.ts';
import { getRun } from '../../storage/runs.ts';
import { getTokenSet, openTokenReader, type TokenReader } from '../../storage/tokens.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { type RunConfig, runConfig } from '../stored.ts';
import { type Checkpoint, modelOf, openCheckpoint } from './checkpoint.ts';
import { adapterBasis } from './model.ts';

export const EVALUATION_ROWS = 4;
const LOOKED_THROUGH_AT_ONCE = 2 ** 16;

export async function evaluateCheckpoint(hub: Hub, jobId: api.Id, id: api.Id): Promise<api.HeldOutPoint> {
  return hub.deviceJob(jobId, 'evaluate', '', async (job) => {
    const checkpoint = await openCheckpoint(hub, id);
    const run = await runOf(hub, checkpoint);
    const text = await heldOutText(hub, checkpoint, run, job);
    return heldOutPoint(hub, checkpoint, text, run.choice.seq, job);
  });
}

/** @throws OcaqError `nothing-held-out` */
export async function heldOutText(hub: Hub, checkpoint: Checkpoint, run: RunConfig, job: Job): Promise<TokenisedText> {
  const set = await heldOutSet(hub, checkpoint, run);
  const text = set ? textOf(hub, set) : await tokenisedNow(hub, checkpoint, job);
  if (text.stream.length >= 2) return text;
  throw new OcaqError(
    'nothing-held-out',
    'No document of this corpus is held out, so there is nothing to evaluate on. Add more documents.',
  );
}

export async function runOf(hub: Hub, { runId }: Checkpoint): Promise<RunConfig> {
  return runConfig(await getRun(hub.database, runId));
}

/**
 * The tokens that the run counted in or, where a newer tokenisation has taken their place, those: a held-out document
 * stays held out. null where nothing is.
 */
export async function heldOutSet(
  hub: Hub,
  { projectId, details: { tokenizer } }: Checkpoint,
  { tokenSet }: RunConfig,
): Promise<TokenSetRecord | null> {
  const set =
    (await getTokenSet(hub.database, projectId, tokenizer, tokenSet)) ??
    (await getTokenSet(hub.database, projectId, tokenizer));
  return set && set.splits.heldout.tokens >= 2 ? set : null;
}

/** Documents as tokens, and the bytes of their texts. */
export interface TokenisedText {
  readonly stream: TokenStream;
  readonly textBytes: number;
}

export const textOf = (hub: Hub, set: TokenSetRecord): TokenisedText => ({
  stream: openTokenReader(hub.database, set, 'heldout'),
  textBytes: set.splits.heldout.textBytes,
});

/** Of the corpus as it is now, by the checkpoint's tokenizer; in memory, as they are a small part of it. */
export async function tokenisedNow(
  hub: Hub,
  { projectId, details }: Pick<Checkpoint, 'projectId' | 'details'>,
  job: Job,
): Promise<TokenisedText> {
  const tokenizer = await hub.tokenizers.byId(details.tokenizer);
  const encoder = new TextEncoder();
  let textBytes = 0;
  async function* heldOut(): AsyncGenerator<string> {
    for await (const { text, hash } of readDocuments(hub.database, await listSources(hub.database, projectId))) {
      job.signal.throwIfAborted();
      if (!isHeldOut(hash)) continue;
      textBytes += encoder.encode(text).length;
      yield text;
    }
  }
  const tokens = await joinedTokens(heldOut(), tokenizer);
  return { stream: memoryStream(tokens), textBytes };
}

export async function heldOutPoint(
  hub: Hub,
  checkpoint: Checkpoint,
  text: TokenisedText,
  seq: number,
  job: Job,
): Promise<api.HeldOutPoint> {
  const { loss, perplexity, bitsPerByte } = await lossOfText(hub, checkpoint, text, seq, job);
  return { step: checkpoint.step, loss, perplexity, bitsPerByte };
}

/** @param seq tokens of a window */
export async function lossOfText(
  hub: Hub,
  checkpoint: Checkpoint,
  { stream, textBytes }: TokenisedText,
  seq: number,
  job: Job,
): Promise<Evaluation> {
  const rows = Math.min(EVALUATION_ROWS, Math.ceil((stream.length - 1) / seq));
  // In 32 bits however it was trained, so that the figure is that of the weights; a quantised base stays so.
  const basis = await adapterBasis('f32');
  const model = await modelOf(hub, checkpoint, { ...basis, batch: { rows, seq }, generate: 0 }, job.signal);
  try {
    const given = (await hub.tokenizers.byId(checkpoint.details.tokenizer)).beginIds;
    const batches = evaluationBatches(stream, { seq, batch: rows, padId: 0, given });
    return finite(
      await evaluate(model, batches, {
        bytes: textBytes,
        signal: job.signal,
        onProgress: (tokens) => job.progress(tokens, stream.length - 1, 'tokens'),
      }),
    );
  } finally {
    model.destroy();
  }
}

/** The texts of the held-out documents of a token set. */
export async function* heldOutTexts(hub: Hub, set: TokenSetRecord, tokenizer: TextTokenizer): AsyncGenerator<string> {
  const reader = openTokenReader(hub.database, set, 'heldout');
  // What the tokenizer puts in front of a document, and the end-of-text token after it, are no part of its text.
  for await (const tokens of documentsOf(reader)) {
    yield tokenizer.decode(tokens.subarray(tokenizer.beginIds.length, -1));
  }
}

async function* documentsOf(reader: TokenReader): AsyncGenerator<Uint32Array> {
  let from = 0;
  for (let at = 0; at < reader.length; at += LOOKED_THROUGH_AT_ONCE) {
    const starts = await reader.documentStarts(at, Math.min(LOOKED_THROUGH_AT_ONCE, reader.length - at));
    for (const start of starts) {
      if (start > from) yield await reader.read(from, start - from);
      from = start;
    }
  }
  if (reader.length > from) yield await reader.read(from, reader.length - from);
}
