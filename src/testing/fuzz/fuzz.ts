/**
 * Opens changed files one after the other, and tells what became of them: read, refused by an error of our own, or what must not
 * be: another error, more than a second, memory out of proportion. Every input follows from its number and the seed. The one under
 * way lies in a file, so that it is at hand where it ends the process or never ends itself.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mixSeed, Random } from '../../data/random.ts';
import { isOfPageAhead } from '../../data/readers/pdf/pages.ts';
import { OcaqError } from '../../errors.ts';

export interface FuzzTarget {
  readonly name: string;
  /** The next input. */
  make(random: Random): Uint8Array<ArrayBuffer>;
  /** As the program opens it, to the end. */
  open(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface FuzzReport {
  inputs: number;
  read: number;
  /** By code. */
  readonly refused: Record<string, number>;
  /** The first input of each kind that must not be, and what it is. */
  readonly faults: Record<string, number>;
  slowest: { input: number; milliseconds: number };
}

const MOST_MILLISECONDS = 1000;
const MOST_RESIDENT_BYTES = 2 ** 28;

/** @param seed other ones give other inputs */
export async function fuzz(target: FuzzTarget, inputs: number, seed: number): Promise<FuzzReport> {
  const report: FuzzReport = { inputs, read: 0, refused: {}, faults: {}, slowest: { input: 0, milliseconds: 0 } };
  const underWay = path.join(tmpdir(), `ocaq-fuzz-${target.name}`);
  let input = 0;
  const onLost = (error: unknown) => {
    if (!isOfPageAhead(error)) report.faults[`nobody takes ${error}`] ??= input;
  };
  process.on('unhandledRejection', onLost);
  for (; input < inputs; input++) {
    const bytes = target.make(new Random(mixSeed(seed, input)));
    writeFileSync(underWay, bytes);
    const before = residentPeak();
    const { error, milliseconds } = await opened(target, bytes);
    if (error === null) report.read++;
    else if (error instanceof OcaqError) report.refused[error.code] = (report.refused[error.code] ?? 0) + 1;
    else report.faults[String(error)] ??= input;
    if (milliseconds > report.slowest.milliseconds) report.slowest = { input, milliseconds };
    if (milliseconds > MOST_MILLISECONDS) report.faults['takes long'] ??= input;
    if (residentPeak() - before > MOST_RESIDENT_BYTES) report.faults['takes much memory'] ??= input;
  }
  process.off('unhandledRejection', onLost);
  return report;
}

/** One that seems slow is opened again: the machine may have been busy. */
async function opened(target: FuzzTarget, bytes: Uint8Array<ArrayBuffer>) {
  const first = await openedOnce(target, bytes);
  if (first.milliseconds <= MOST_MILLISECONDS) return first;
  const second = await openedOnce(target, bytes);
  return { ...first, milliseconds: Math.min(first.milliseconds, second.milliseconds) };
}

async function openedOnce(target: FuzzTarget, bytes: Uint8Array<ArrayBuffer>) {
  const began = performance.now();
  const error: unknown = await target.open(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { error, milliseconds: performance.now() - began };
}

const residentPeak = (): number => process.resourceUsage().maxRSS * 1024;
