/**
 * Opens changed files one after the other, and tells what became of them: read, refused by an error of our own, or what must not
 * be: another error, more than a second (and one more for every 10 MB that came out of it), memory out of proportion. Every input follows from its number and the seed. The one under
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
  /**
   * As the program opens it, to the end.
   * @param cameOut gets how many bytes came out of it, also where it throws
   */
  open(bytes: Uint8Array<ArrayBuffer>, cameOut: { bytes: number }): Promise<void>;
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
const MOST_MILLISECONDS_A_BYTE = 1e-4;
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
    const { error, milliseconds, isSlow } = await opened(target, bytes);
    if (error === null) report.read++;
    else if (error instanceof OcaqError) report.refused[error.code] = (report.refused[error.code] ?? 0) + 1;
    else report.faults[String(error)] ??= input;
    if (milliseconds > report.slowest.milliseconds) report.slowest = { input, milliseconds };
    if (isSlow) report.faults['takes long'] ??= input;
    if (residentPeak() - before > MOST_RESIDENT_BYTES) report.faults['takes much memory'] ??= input;
  }
  process.off('unhandledRejection', onLost);
  return report;
}

/** One that seems slow is opened again: the machine may have been busy. */
async function opened(target: FuzzTarget, bytes: Uint8Array<ArrayBuffer>) {
  const first = await openedOnce(target, bytes);
  return first.isSlow ? openedOnce(target, bytes) : first;
}

async function openedOnce(target: FuzzTarget, bytes: Uint8Array<ArrayBuffer>) {
  const began = performance.now();
  const cameOut = { bytes: 0 };
  const error: unknown = await target.open(bytes, cameOut).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const milliseconds = performance.now() - began;
  return { error, milliseconds, isSlow: milliseconds > MOST_MILLISECONDS + MOST_MILLISECONDS_A_BYTE * cameOut.bytes };
}

const residentPeak = (): number => process.resourceUsage().maxRSS * 1024;
