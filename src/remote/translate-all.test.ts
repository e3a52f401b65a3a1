import { afterEach, describe, expect, it, test } from 'vitest';
import { addUsage, NO_USAGE, type Usage } from '../data/translation/cost.ts';
import { sourceOf } from '../data/translation/record.ts';
import {
  type Asked,
  type Behaviour,
  nonsense,
  startTranslationServer,
  type TranslationServer,
} from '../testing/translation-server.ts';
import { chatService } from './chat-service.ts';
import { libreTranslateService } from './libretranslate-service.ts';
import { type Limits, Pace } from './pace.ts';
import { remoteTranslator } from './service.ts';
import { type Settled, translateAll } from './translate-all.ts';

const EN_AZ = { from: 'en', to: 'az' };
const KEY = 'sk-very-secret';
const SOURCES = Array.from({ length: 10 }, (_, i) =>
  sourceOf({ row: i + 1, instruction: `Name ${i}.`, input: '', output: `It is \`code${i}\`, of course.` }),
);
const QUICK = { tries: 4, firstWait: 4, longestWait: 20 };
const UNLIMITED: Limits = { requestsPerMinute: null, tokensPerMinute: null };

let server: TranslationServer;
afterEach(() => server.close());

interface Choice {
  readonly kind?: 'openai' | 'libretranslate';
  readonly pace?: Pace;
  readonly most?: number;
  readonly lanes?: number;
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly sources?: typeof SOURCES;
}

/** A run over a server of this behaviour, with what was settled until it ended, and how it ended. */
async function runOn(behave: (asked: Asked) => Behaviour, choice: Choice = {}) {
  server = await startTranslationServer(behave);
  return { ...(await resume(choice)), server };
}

async function resume({
  kind = 'openai',
  pace = new Pace(UNLIMITED),
  most = 2,
  lanes = 2,
  timeout = 5000,
  signal,
  sources = SOURCES,
}: Choice) {
  const { address } = server;
  const service =
    kind === 'openai'
      ? chatService({ address, model: 'm', key: KEY }, EN_AZ)
      : libreTranslateService({ address, key: KEY }, EN_AZ);
  const translator = remoteTranslator(service, { key: KEY, pace, timeout, patience: QUICK });
  const settled: Settled[] = [];
  let usage: Usage = NO_USAGE;
  const error = await translateAll(
    sources,
    translator,
    { most, mostUnits: 1e5, lanes },
    signal ?? new AbortController().signal,
    async (some, used) => {
      settled.push(...some);
      usage = addUsage(usage, used);
    },
  ).then(
    () => null,
    (thrown: unknown) => thrown as Error & { code?: string },
  );
  const byId = settled.toSorted((a, b) => a.id - b.id);
  return { settled: byId, usage, error, answered: server.answered };
}

const ids = (settled: readonly Settled[]) => settled.map(({ id }) => id);
const ALL = SOURCES.map(({ id }) => id);
const once = new Map(ALL.map((id) => [id, 1]));

describe('translateAll', () => {
  it('translates every record once and puts back what was kept', async () => {
    const { settled, usage, error, answered } = await runOn(() => 'answer');
    expect(error).toBe(null);
    expect(ids(settled)).toEqual(ALL);
    expect(settled[3]).toEqual({
      id: 4,
      texts: { instruction: nonsense('Name 3.'), output: nonsense('It is ⟦0⟧, of course.').replace('⟦0⟧', '`code3`') },
    });
    expect(usage).toMatchObject({ requests: 5, inputTokens: 500, outputTokens: 50 });
    expect(answered).toEqual(once);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(server.requests[0]?.body).toMatchObject({ model: 'm' });
  });

  it('gets through a service that fails, limits, stalls and cuts, and no record is answered twice', async () => {
    const faults: Behaviour[] = [
      'cut',
      { status: 500 },
      'answer',
      { status: 429, headers: { 'retry-after': '0.05' } },
      'cut-within',
      'answer',
      'stall',
      { status: 503, body: 'busy' },
    ];
    const { settled, error, answered } = await runOn(({ number }) => faults[number - 1] ?? 'answer', { timeout: 300 });
    expect(error).toBe(null);
    expect(ids(settled)).toEqual(ALL);
    expect(answered).toEqual(once);
    expect(server.requests.length).toBe(5 + 6);
  });

  it('asks singly for what did not come back whole; what comes back wrong twice is settled without a text', async () => {
    const { settled, usage } = await runOn(
      ({ ids, number }) => {
        if (number === 1) return { text: '{"id":1,"instruction":"söz","output":"söz"}\n{"id":3,"instruction":"söz"' };
        return ids[0] === 2 ? { text: 'Sorry.' } : 'answer';
      },
      { most: 3, lanes: 1 },
    );
    expect(ids(settled)).toEqual(ALL);
    expect(settled[1]).toEqual({ id: 2, error: null });
    expect(server.requests.map((asked) => asked.ids)).toEqual([[1, 2, 3], [2], [3], [4, 5, 6], [7, 8, 9], [10]]);
    expect(usage.requests).toBe(6);
  });

  it('finds the record that a service refuses, and only that one fails', async () => {
    const { settled, error } = await runOn(({ ids }) =>
      ids.includes(6) ? { status: 400, body: { error: { message: `bad text for ${KEY}` } } } : 'answer',
    );
    expect(error).toBe(null);
    expect(ids(settled)).toEqual(ALL);
    expect(settled[5]).toMatchObject({
      id: 6,
      error: { code: 'endpoint-request', details: { reason: 'bad text for …' } },
    });
    expect(settled.filter((one) => 'texts' in one).length).toBe(9);
  });

  it('sends nothing for records without words', async () => {
    const numbers = sourceOf({ row: 11, instruction: '1 + 1', input: '', output: '2' });
    const { settled } = await runOn(() => 'answer', { sources: [numbers] });
    expect(settled).toEqual([{ id: 11, texts: { instruction: '1 + 1', output: '2' } }]);
    expect(server.requests).toEqual([]);
  });
});

describe('what ends it', () => {
  test.each([
    ['a wrong key', { status: 401, body: { error: { message: `Incorrect key ${KEY}` } } }, 'endpoint-refused', 1],
    [
      'no money',
      { status: 429, body: { error: { code: 'insufficient_quota', message: 'Pay.' } } },
      'endpoint-quota',
      1,
    ],
    ['a page in the place of an answer', { status: 200, body: 'hello' }, 'endpoint-answer', 1],
    ['limits for ever', { status: 429 }, 'endpoint-busy', QUICK.tries],
    ['cuts for ever', 'cut', 'endpoint-unreachable', QUICK.tries],
    ['silence', 'stall', 'endpoint-timeout', QUICK.tries],
    ['every request refused', { status: 422 }, 'endpoint-request', 5],
  ] as const)('%s', async (_, behaviour, code, requests) => {
    const { settled, error } = await runOn(() => behaviour, { lanes: 1, timeout: behaviour === 'stall' ? 100 : 5000 });
    expect(error).toMatchObject({ code });
    expect(JSON.stringify([error, error?.message, error?.stack, settled])).not.toContain(KEY);
    expect(settled.filter((one) => 'texts' in one)).toEqual([]);
    expect(server.requests.length).toBe(requests);
  });

  it('a rest longer than minutes, which is said and not waited for', async () => {
    const { error } = await runOn(() => ({ status: 429, headers: { 'retry-after': '3000000' } }), { lanes: 1 });
    expect(error).toMatchObject({
      code: 'endpoint-busy',
      message: expect.stringContaining('wait for 50000 minutes'),
      details: { minutes: 50_000 },
    });
    expect(server.requests.length).toBe(1);
  });

  it('a cancel: nothing more is asked, and answers on their way are waited for', async () => {
    const controller = new AbortController();
    const { settled, error, answered } = await runOn(
      ({ number }) => {
        if (number === 3) controller.abort(new Error('enough'));
        return 'answer';
      },
      { signal: controller.signal },
    );
    expect(error?.message).toBe('enough');
    expect(new Set(ids(settled))).toEqual(new Set(answered.keys()));
    const before = settled.length;
    expect(before).toBeLessThan(ALL.length);
    const rest = SOURCES.filter(({ id }) => !ids(settled).includes(id));
    const after = await resume({ sources: rest });
    expect(before + after.settled.length).toBe(ALL.length);
    expect(answered).toEqual(once);
  });

  it('a cancel ends waiting at once', async () => {
    const controller = new AbortController();
    const began = performance.now();
    setTimeout(() => controller.abort(new Error('enough')), 50);
    const { error } = await runOn(() => ({ status: 429, headers: { 'retry-after': '60' } }), {
      signal: controller.signal,
    });
    expect(error?.message).toBe('enough');
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('one lane that fails ends the others with what they are at, stored', async () => {
    const { settled, error, answered } = await runOn(({ ids }) => (ids[0] === 3 ? { status: 403 } : 'answer'));
    expect(error).toMatchObject({ code: 'endpoint-refused', details: { status: 403 } });
    expect(new Set(ids(settled))).toEqual(new Set(answered.keys()));
  });
});

describe('limits', () => {
  it('of requests hold over any minute', async () => {
    const minute = 400;
    const began = performance.now();
    await runOn(() => 'answer', { pace: new Pace({ requestsPerMinute: 2, tokensPerMinute: null }, minute), lanes: 5 });
    expect(performance.now() - began).toBeGreaterThanOrEqual(2 * minute);
    expect(server.requests.length).toBe(5);
  });

  it('of tokens hold too, and a request beyond them is sent alone', async () => {
    const minute = 100;
    const began = performance.now();
    const { error } = await runOn(() => 'answer', {
      pace: new Pace({ requestsPerMinute: null, tokensPerMinute: 1 }, minute),
      lanes: 5,
    });
    expect(error).toBe(null);
    expect(performance.now() - began).toBeGreaterThanOrEqual(4 * minute);
  });
});

describe('LibreTranslate', () => {
  it('is sent lists of texts, and its key in the body', async () => {
    const { settled, error, usage } = await runOn(() => 'answer', { kind: 'libretranslate' });
    expect(error).toBe(null);
    expect(ids(settled)).toEqual(ALL);
    expect(settled[0]).toMatchObject({ texts: { instruction: nonsense('Name 0.') } });
    expect(server.requests[0]?.body).toEqual({
      q: ['Name 0.', 'It is ⟦0⟧, of course.', 'Name 1.', 'It is ⟦0⟧, of course.'],
      source: 'en',
      target: 'az',
      format: 'text',
      api_key: KEY,
    });
    expect(usage.characters).toBe(SOURCES.length * ('Name 0.'.length + 'It is ⟦0⟧, of course.'.length));
  });

  it('says what it refuses in its own form', async () => {
    const body = { error: 'az is not supported' };
    const { error } = await runOn(() => ({ status: 400, body }), { kind: 'libretranslate', lanes: 1 });
    expect(error).toMatchObject({ code: 'endpoint-request', details: { reason: 'az is not supported' } });
  });
});
