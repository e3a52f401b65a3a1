/**
 * Opens changed files one after the other, and tells what became of them: read, refused by an error of our own, or what must not
 * be: another error, more than a second of the processor (and one more for every 10 MB that came out of it), memory out of
 * proportion. Every input follows from its number and the seed. The number of the one under way lies in a file, so that it is known
 * where it ends the process; one that does not end is told by a thread that watches that file, and ends the process.
 */
import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { mixSeed, Random } from '../../data/random.ts';
import { isOfPageAhead } from '../../data/readers/pdf/pages.ts';
import { OcaqError } from '../../errors.ts';

export interface FuzzTarget {
  readonly name: string;
  /** The next input. */
  make(random: Random): Uint8Array<ArrayBuffer>;
  /** What one may take where the program itself ends what it opens after a second; 1000. */
  readonly mostMilliseconds?: number;
  /**
   * As the program opens it, to the end.
   * @param cameOut gets how many bytes came out of it, also where it throws
   */
  open(bytes: Uint8Array<ArrayBuffer>, cameOut: { bytes: number }): Promise<void>;
  /** Lets go of what it holds open. */
  close?(): void;
}

export interface FuzzReport {
  inputs: number;
  read: number;
  /** By code. */
  readonly refused: Record<string, number>;
  /** The first input of each kind that must not be, and the file that it was saved as. */
  readonly faults: Record<string, { input: number; file: string }>;
  /** By the processor's time. */
  slowest: { input: number; milliseconds: number };
  seconds: number;
}

const MOST_MILLISECONDS = 1000;
const MOST_MILLISECONDS_A_BYTE = 1e-4;
const MOST_RESIDENT_BYTES = 2 ** 28;
/** How often the memory is looked at, which takes as long as opening a small file. */
const ASKED_EVERY = 8;

/** @param seed other ones give other inputs @param first the number of the first of them */
export async function fuzz(target: FuzzTarget, inputs: number, seed: number, first = 0): Promise<FuzzReport> {
  const began = performance.now();
  const slowest = { input: first, milliseconds: 0 };
  const report: FuzzReport = { inputs, read: 0, refused: {}, faults: {}, slowest, seconds: 0 };
  const watch = watchInputs(target.name, seed);
  let input = first;
  let bytes = new Uint8Array();
  const fault = (what: string): void => {
    if (what in report.faults) return;
    const file = path.join(tmpdir(), `ocaq-fuzz-${target.name}-${seed}-${input}`);
    writeFileSync(file, bytes);
    report.faults[what] = { input, file };
  };
  const onLost = (error: unknown) => {
    if (!isOfPageAhead(error)) fault(`nobody takes ${error}`);
  };
  process.on('unhandledRejection', onLost);
  let peak = residentPeak();
  for (; input < first + inputs; input++) {
    bytes = target.make(new Random(mixSeed(seed, input)));
    watch.begin(input);
    const { error, milliseconds, isSlow } = await opened(target, bytes);
    if (error === null) report.read++;
    else if (error instanceof OcaqError) report.refused[error.code] = (report.refused[error.code] ?? 0) + 1;
    else fault(String(error));
    if (milliseconds > slowest.milliseconds) Object.assign(slowest, { input, milliseconds });
    if (isSlow) fault('takes long');
    if (input % ASKED_EVERY > 0) continue;
    const before = peak;
    peak = residentPeak();
    if (peak - before > MOST_RESIDENT_BYTES) fault(`takes much memory, or one of the ${ASKED_EVERY - 1} before it`);
  }
  process.off('unhandledRejection', onLost);
  target.close?.();
  await watch.end();
  report.seconds = (performance.now() - began) / 1000;
  return report;
}

/** A thread of its own, since one that does not end keeps this one from everything. */
const WATCHER = `
  const { readFileSync, writeSync } = require('node:fs');
  const { workerData: { file, patience, name, seed } } = require('node:worker_threads');
  let last = '';
  setInterval(() => {
    const now = readFileSync(file, 'latin1');
    if (now === last && now !== '') {
      writeSync(2, name + ': input ' + Number(now) + ' of the seed ' + seed + ' does not end\\n');
      process.kill(process.pid, 'SIGKILL');
    }
    last = now;
  }, patience);
`;
const PATIENCE_MS = 20_000;

function watchInputs(name: string, seed: number): { begin(input: number): void; end(): Promise<unknown> } {
  const file = path.join(tmpdir(), `ocaq-fuzz-${name}-${process.pid}`);
  const handle = openSync(file, 'w');
  const watcher = new Worker(WATCHER, { eval: true, workerData: { file, patience: PATIENCE_MS, name, seed } });
  return {
    begin: (input) => void writeSync(handle, String(input).padStart(12), 0),
    end: async () => {
      await watcher.terminate();
      closeSync(handle);
      rmSync(file);
    },
  };
}

/** One that seems slow is opened again: a module may have been loaded for it, or memory collected. */
async function opened(target: FuzzTarget, bytes: Uint8Array<ArrayBuffer>) {
  const first = await openedOnce(target, bytes);
  return first.isSlow ? openedOnce(target, bytes) : first;
}

async function openedOnce(target: FuzzTarget, bytes: Uint8Array<ArrayBuffer>) {
  const before = process.cpuUsage();
  const cameOut = { bytes: 0 };
  const error: unknown = await target.open(bytes, cameOut).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const { user, system } = process.cpuUsage(before);
  const milliseconds = (user + system) / 1000;
  const most = (target.mostMilliseconds ?? MOST_MILLISECONDS) + MOST_MILLISECONDS_A_BYTE * cameOut.bytes;
  return { error, milliseconds, isSlow: milliseconds > most };
}

const residentPeak = (): number => process.resourceUsage().maxRSS * 1024;
