/**
 * Translates records, several in a request and several requests at a time. What has come back is handed over to be stored
 * before whoever asked for it asks for more, so that whatever happens nothing that was answered is asked for again. Where
 * it is cancelled no new request is sent, and the answers that are on their way are waited for.
 */

import { NO_USAGE, type Usage } from '../data/translation/cost.ts';
import type { Source, Texts } from '../data/translation/record.ts';
import { batchesOf, receivedOf, type Sent, sentOf } from '../data/translation/send.ts';
import type { OcaqError } from '../errors.ts';
import { RemoteFault } from './http.ts';
import type { Reply, Translator } from './service.ts';

/** What became of a record. `error` null: an answer came, and could not be used. */
export type Settled =
  | { readonly id: number; readonly texts: Texts }
  | { readonly id: number; readonly error: OcaqError | null };

export interface Plan {
  /** Records of a request, and their UTF-16 units. */
  readonly most: number;
  readonly mostUnits: number;
  /** Requests at a time. */
  readonly lanes: number;
}

/** Single records that a service refuses one after another: the fault is then not theirs. */
const REFUSED_IN_A_ROW = 3;

/**
 * @param settle stores what became of records, and what finding it out has used
 * @throws OcaqError where the service cannot be asked; the signal's reason; what `settle` throws
 */
export async function translateAll(
  sources: readonly Source[],
  translator: Translator,
  { most, mostUnits, lanes }: Plan,
  signal: AbortSignal,
  settle: (settled: readonly Settled[], usage: Usage) => Promise<void>,
): Promise<void> {
  const bySource = new Map(sources.map((source) => [source.id, source]));
  const records = sources.map(sentOf);
  const queue = batchesOf(records, most, mostUnits);
  let failure: { readonly reason: unknown } | null = null;
  let refusedInARow = 0;

  async function ask(batch: readonly Sent[]): Promise<void> {
    signal.throwIfAborted();
    let reply: Reply;
    try {
      reply = await translator.translate(batch, signal);
    } catch (thrown) {
      if (!(thrown instanceof RemoteFault)) throw thrown;
      if (thrown.kind !== 'request') throw thrown.error;
      return refused(batch, thrown.error);
    }
    refusedInARow = 0;
    const read = batch.flatMap((sent) => {
      const texts = reply.texts.get(sent.id);
      const source = bySource.get(sent.id);
      return texts && source ? [{ id: sent.id, texts: receivedOf(source, sent, texts) }] : [];
    });
    const unread = batch.filter(({ id }) => !reply.texts.has(id));
    const isAlone = batch.length === 1;
    await settle([...read, ...(isAlone ? unread.map(({ id }) => ({ id, error: null })) : [])], reply.usage);
    if (!isAlone) await askSingly(unread);
  }

  async function refused(batch: readonly Sent[], error: OcaqError): Promise<void> {
    if (batch.length > 1) return askSingly(batch);
    refusedInARow += 1;
    if (refusedInARow >= REFUSED_IN_A_ROW) throw error;
    await settle(
      batch.map(({ id }) => ({ id, error })),
      NO_USAGE,
    );
  }

  async function askSingly(batch: readonly Sent[]): Promise<void> {
    for (const record of batch) await ask([record]);
  }

  /** Where one lane has failed the others end with what they are at. */
  async function lane(): Promise<void> {
    try {
      for (let batch = queue.shift(); batch && failure === null; batch = queue.shift()) await ask(batch);
    } catch (reason) {
      failure ??= { reason };
    }
  }

  const wordless = records.filter(({ fields }) => fields.length === 0);
  if (wordless.length > 0) {
    const unchanged = wordless.map(({ id }) => ({ id, texts: bySource.get(id)?.texts ?? {} }));
    await settle(unchanged, NO_USAGE);
  }
  await Promise.all(Array.from({ length: Math.min(lanes, queue.length) }, lane));
  const failed = failure as { readonly reason: unknown } | null;
  if (failed !== null) throw failed.reason;
}
