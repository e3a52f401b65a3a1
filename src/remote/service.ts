/** A service that translates: what is sent to it, how its answer is read; and asking it, with patience. */
import type { Usage } from '../data/translation/cost.ts';
import type { Texts } from '../data/translation/record.ts';
import type { Sent } from '../data/translation/send.ts';
import { type JsonRequest, postJson, RemoteFault, unexpectedAnswer } from './http.ts';
import { LONGEST_WAIT, PATIENCE, type Pace, type Patience, sleep, waitAfter } from './pace.ts';

export interface Reply {
  /** Of the records that came back whole. */
  readonly texts: ReadonlyMap<number, Texts>;
  readonly usage: Usage;
}

export interface Service {
  request(batch: readonly Sent[]): JsonRequest;
  /** That the service will count for a request, about; 0 where it counts none. */
  tokens(batch: readonly Sent[]): number;
  /** null: this is no answer of such a service. */
  read(answer: unknown, batch: readonly Sent[]): Reply | null;
}

export interface Translator {
  /** @throws RemoteFault once nothing more can be tried; the signal's reason while it waits */
  translate(batch: readonly Sent[], signal: AbortSignal): Promise<Reply>;
}

export interface Asking {
  readonly key: string;
  readonly pace: Pace;
  /** Milliseconds. */
  readonly timeout: number;
  readonly patience?: Patience;
}

export function remoteTranslator(service: Service, asking: Asking): Translator {
  return {
    async translate(batch, signal) {
      const request = service.request(batch);
      const answer = await askPatiently(request, service.tokens(batch), asking, signal);
      const reply = service.read(answer, batch);
      if (!reply) throw new RemoteFault('service', unexpectedAnswer(request.url.host));
      return reply;
    },
  };
}

/** Asks until there is an answer, as long as there may be one and the service does not ask to wait for longer than minutes. */
export async function askPatiently(
  request: JsonRequest,
  tokens: number,
  { key, pace, timeout, patience = PATIENCE }: Asking,
  signal: AbortSignal,
): Promise<unknown> {
  for (let failures = 0; ; ) {
    await pace.turn(tokens, signal);
    try {
      return await postJson(request, key, timeout);
    } catch (fault) {
      failures += 1;
      if (!(fault instanceof RemoteFault) || fault.kind !== 'later' || failures === patience.tries) throw fault;
      if (fault.retryAfter !== null && fault.retryAfter > LONGEST_WAIT) throw fault;
      if (fault.retryAfter !== null) pace.hold(fault.retryAfter);
      await sleep(waitAfter(failures, patience), signal);
    }
  }
}

/** By their order, which is all that a list has: of a list of another length nothing is taken. */
export function textsInOrder(translated: readonly unknown[], batch: readonly Sent[]): Map<number, Texts> {
  const asked = batch.flatMap(({ id, fields }) => fields.map(({ field }) => ({ id, field })));
  const read = new Map<number, Texts>();
  if (translated.length !== asked.length) return read;
  const unusable = new Set<number>();
  for (const [i, { id, field }] of asked.entries()) {
    const text = translated[i];
    if (typeof text === 'string' && text.trim() !== '') read.set(id, { ...read.get(id), [field]: text });
    else unusable.add(id);
  }
  for (const id of unusable) read.delete(id);
  return read;
}
