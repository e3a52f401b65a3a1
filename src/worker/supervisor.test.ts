import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { WorkerLife } from './api.ts';
import { BEAT_MS, PATIENT_BEATS } from './heartbeat.ts';
import { type Launched, Supervisor, workerDied } from './supervisor.ts';

interface Api {
  alive(): Promise<string>;
  echo(text: string): Promise<string>;
  never(): Promise<void>;
  refuse(): Promise<void>;
}

/** A worker that a test can kill; `never` and, once it hangs, everything stays without an answer. */
class FakeWorker implements Launched {
  die: () => void = () => undefined;
  ended = 0;
  private readonly unanswered = new Set(['never']);
  readonly gone = new Promise<void>((resolve) => {
    this.die = resolve;
  });

  ask(name: string, args: unknown[]): Promise<unknown> {
    if (this.unanswered.has(name)) return new Promise(() => undefined);
    if (name === 'refuse') return Promise.reject(new OcaqError('run-active', 'A run is under way.'));
    return Promise.resolve(args[0]);
  }

  hang(): void {
    for (const name of ['alive', 'echo']) this.unanswered.add(name);
  }

  async end(): Promise<void> {
    this.ended++;
    this.die();
  }
}

function supervised(launching: (turn: number) => Promise<Launched> | null = () => null) {
  const workers: FakeWorker[] = [];
  const said: string[] = [];
  let turns = 0;
  const launch = vi.fn(async (): Promise<Launched> => {
    const other = launching(++turns);
    if (other) return other;
    const worker = new FakeWorker();
    workers.push(worker);
    return worker;
  });
  const tell = (life: WorkerLife) => said.push(life.state === 'ended' ? `ended: ${life.why.code}` : life.state);
  return { supervisor: new Supervisor<Api>(launch, tell), launch, workers, said };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('calls answer and refuse as the worker does, and nothing is said', async () => {
  const { supervisor, said } = supervised();
  await supervisor.start();
  expect(await supervisor.api.echo('a')).toBe('a');
  await expect(supervisor.api.refuse()).rejects.toMatchObject({ code: 'run-active' });
  expect(await (async () => supervisor.api)()).toBe(supervisor.api);
  expect(said).toEqual([]);
});

test('a worker that is gone: that is said before its calls fail, and later ones go to the next worker', async () => {
  const { supervisor, workers, said } = supervised();
  await supervisor.start();
  const { api } = supervisor;
  const call = api.never().catch((error: OcaqError) => said.push(error.code));
  await settle();
  workers[0]?.die();
  await call;
  expect(said[0]).toBe('restarting');
  expect(await api.echo('b')).toBe('b');
  expect(workers).toHaveLength(2);
  expect(new Set(said)).toEqual(new Set(['restarting', 'worker-died', 'working']));
});

test('a call that comes while the next one is being started waits for it', async () => {
  let open: (worker: Launched) => void = () => undefined;
  const { supervisor, workers } = supervised((turn) =>
    turn === 2
      ? new Promise((resolve) => {
          open = resolve;
        })
      : null,
  );
  await supervisor.start();
  workers[0]?.die();
  await settle();
  const answer = vi.fn();
  void supervisor.api.echo('c').then(answer);
  await settle();
  expect(answer).not.toHaveBeenCalled();
  open(new FakeWorker());
  await settle();
  expect(answer).toHaveBeenCalledWith('c');
});

test('three deaths in two minutes are enough; a person may start it again', async () => {
  const { supervisor, workers, said, launch } = supervised();
  await supervisor.start();
  for (let death = 0; death < 3; death++) {
    workers[death]?.die();
    await settle();
  }
  expect(said).toEqual(['restarting', 'working', 'restarting', 'working', 'ended: worker-unstable']);
  expect(launch).toHaveBeenCalledTimes(3);
  await expect(supervisor.api.echo('d')).rejects.toMatchObject({ code: 'worker-unstable', details: { times: 3 } });
  supervisor.restart();
  await settle();
  expect(await supervisor.api.echo('e')).toBe('e');
  workers[3]?.die();
  await settle();
  expect(said.slice(5)).toEqual(['restarting', 'working', 'restarting', 'working']);
});

test('deaths that lie apart are not counted together', async () => {
  const { supervisor, workers, said } = supervised();
  await supervisor.start();
  for (let death = 0; death < 6; death++) {
    workers[death]?.die();
    await vi.advanceTimersByTimeAsync(61_000);
  }
  expect(said.filter((state) => state === 'working')).toHaveLength(6);
  expect(said.filter((state) => state.startsWith('ended'))).toEqual([]);
});

test('one that dies while it starts counts as a death, whatever else keeps it from starting ends it', async () => {
  const dying = supervised((turn) => (turn > 1 ? Promise.reject(workerDied()) : null));
  await dying.supervisor.start();
  dying.workers[0]?.die();
  await settle();
  expect(dying.said).toEqual(['restarting', 'ended: worker-unstable']);
  expect(dying.launch).toHaveBeenCalledTimes(3);

  const refused = new OcaqError('database-newer', 'A newer version has written here.');
  const newer = supervised((turn) => (turn > 1 ? Promise.reject(refused) : null));
  await newer.supervisor.start();
  newer.workers[0]?.die();
  await settle();
  expect(newer.said).toEqual(['restarting', 'ended: database-newer']);

  const foreign = supervised((turn) => (turn > 1 ? Promise.reject(new TypeError('no')) : null));
  await foreign.supervisor.start();
  foreign.workers[0]?.die();
  await settle();
  expect(foreign.said).toEqual(['restarting', 'ended: worker-failed']);
});

test('what keeps the first one from starting is thrown to whoever starts it', async () => {
  const { supervisor, said } = supervised(() => Promise.reject(workerDied()));
  await expect(supervisor.start()).rejects.toMatchObject({ code: 'worker-died' });
  expect(said).toEqual([]);
});

test('one that hangs is said to be silent, is never ended by itself, and is by a person', async () => {
  const { supervisor, workers, said } = supervised();
  await supervisor.start();
  const [first] = workers as [FakeWorker];
  first.hang();
  const call = supervisor.api.echo('f').catch((error: OcaqError) => error.code);
  await vi.advanceTimersByTimeAsync((PATIENT_BEATS + 1) * BEAT_MS);
  expect(said).toEqual(['silent']);
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect([said, first.ended]).toEqual([['silent'], 0]);
  supervisor.restart();
  expect(await call).toBe('worker-died');
  await settle();
  expect(said).toEqual(['silent', 'restarting', 'working']);
  expect(first.ended).toBe(1);
  expect(await supervisor.api.echo('g')).toBe('g');
  await vi.advanceTimersByTimeAsync(100 * BEAT_MS);
  expect(said).toHaveLength(3);
});
