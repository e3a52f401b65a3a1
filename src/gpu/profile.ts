/**
 * Times single launches on the device. A launch is repeated within one compute pass until the pass lasts long enough for
 * timestamps, which browsers round to 65.5 µs, and for the wall clock, which checks them. Repeating has effects: kernels
 * add to gradients, an update moves weights. Only a device whose contents nobody wants is profiled, never a run's.
 * A repeated launch finds its operands in the caches where they fit: the sum over a program may be less than its time.
 */
import type { Gpu } from './device.ts';
import type { Executor } from './executor.ts';
import { type BufferSet, createBuffers } from './memory.ts';
import { believe, median, type Timed } from './profile-clock.ts';

/** Milliseconds that a measured pass lasts at least. */
const LONG_ENOUGH = 10;
/** A pass that was too short is repeated with this many times as many launches at most, so that none holds the card long. */
const LARGEST_GROWTH = 8;
const MOST_LAUNCHES = 65_536;
const EMPTY_SUBMITS = 5;
const TIMESTAMPS_BYTES = 16;

interface Queries {
  readonly set: GPUQuerySet;
  readonly buffers: BufferSet;
}

interface Reading {
  readonly timestamps: number | null;
  readonly wall: number;
}

export class LaunchTimer {
  private readonly executor: Executor;
  private readonly queries: Queries | null;
  /** Milliseconds of an empty submit, there and back. */
  private roundTrip = 0;

  private constructor(executor: Executor, queries: Queries | null) {
    this.executor = executor;
    this.queries = queries;
  }

  /** By timestamps where the device was opened with `timestamp-query`, else by the wall clock. */
  static async open(executor: Executor): Promise<LaunchTimer> {
    const timer = new LaunchTimer(executor, await createQueries(executor.gpu));
    const trips: number[] = [];
    for (let i = 0; i < EMPTY_SUBMITS; i++) trips.push(await timer.wallOf(() => executor.submit([])));
    timer.roundTrip = median(trips);
    return timer;
  }

  /** Time of one launch of a program: the median of so many rounds. */
  async launch(program: string, index: number, rounds: number): Promise<Timed> {
    return this.long(rounds, (times) => this.read(program, index, times));
  }

  /** Milliseconds of a whole program as training submits it, by the wall clock: the median of so many rounds. */
  async program(program: string, rounds: number): Promise<number> {
    const timed = await this.long(rounds, async (times) => {
      const commands = Array.from({ length: times }, () => ({ run: program }));
      return { timestamps: null, wall: await this.wallOf(() => this.executor.submit(commands)) };
    });
    return timed.milliseconds;
  }

  destroy(): void {
    this.queries?.set.destroy();
    this.queries?.buffers.destroy();
  }

  /** Time of one, from as many at a time as take long enough. */
  private async long(rounds: number, read: (times: number) => Promise<Reading>): Promise<Timed> {
    const believed = ({ timestamps, wall }: Reading) => believe(timestamps, Math.max(0, wall - this.roundTrip));
    await read(1); // warms up
    let times = 1;
    let reading = await read(times);
    for (;;) {
      const { milliseconds } = believed(reading);
      if (milliseconds >= LONG_ENOUGH || times >= MOST_LAUNCHES) break;
      const growth = Math.min(LARGEST_GROWTH, Math.max(2, (1.2 * LONG_ENOUGH) / milliseconds));
      times = Math.min(MOST_LAUNCHES, Math.ceil(times * growth));
      reading = await read(times);
    }
    const readings = [reading];
    while (readings.length < rounds) readings.push(await read(times));
    const timestamps = readings.map((one) => one.timestamps).filter((one) => one !== null);
    const { milliseconds, clock } = believed({
      timestamps: timestamps.length === readings.length ? median(timestamps) : null,
      wall: median(readings.map((one) => one.wall)),
    });
    return { milliseconds: milliseconds / times, clock };
  }

  private async read(program: string, index: number, times: number): Promise<Reading> {
    const { executor, queries } = this;
    const writes = queries && { querySet: queries.set, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
    const commands = executor.encodeRepeated(program, index, times, writes ?? undefined);
    const wall = await this.wallOf(() => executor.gpu.device.queue.submit([commands]));
    return { wall, timestamps: queries && (await readTimestamps(executor.gpu, queries)) };
  }

  /** Milliseconds until what is submitted has run. CPU–GPU synchronisation. */
  private async wallOf(submit: () => void): Promise<number> {
    const started = performance.now();
    submit();
    await this.executor.finish();
    return performance.now() - started;
  }
}

async function createQueries(gpu: Gpu): Promise<Queries | null> {
  if (!gpu.device.features.has('timestamp-query')) return null;
  const set = gpu.device.createQuerySet({ label: 'profile', type: 'timestamp', count: 2 });
  const buffers = await createBuffers(gpu, [
    { name: 'resolved', bytes: TIMESTAMPS_BYTES, usage: 'queries' },
    { name: 'read', bytes: TIMESTAMPS_BYTES, usage: 'readback' },
  ]);
  return { set, buffers };
}

/** Milliseconds between the two timestamps. CPU–GPU synchronisation. */
async function readTimestamps({ device, explain }: Gpu, { set, buffers }: Queries): Promise<number> {
  const [resolved, read] = [buffers.buffers.get('resolved'), buffers.buffers.get('read')] as [GPUBuffer, GPUBuffer];
  const encoder = device.createCommandEncoder();
  encoder.resolveQuerySet(set, 0, 2, resolved, 0);
  encoder.copyBufferToBuffer(resolved, 0, read, 0, TIMESTAMPS_BYTES);
  device.queue.submit([encoder.finish()]);
  await read.mapAsync(GPUMapMode.READ).catch(explain);
  const [begin, end] = new BigInt64Array(read.getMappedRange()) as unknown as [bigint, bigint];
  const milliseconds = Number(end - begin) / 1e6;
  read.unmap();
  return milliseconds;
}
