/**
 * `log.jsonl` of a training run: one line a step, and one for each event, which has `event` and `text`. Steps that are done
 * again, because the run resumed or was taken back, are there once; what led to a run's being taken back stays. A log that
 * finds no room ends no run: its lines are written when there is room again.
 */
import { appendFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { OcaqError } from '../errors.ts';
import type { LoggedStep } from '../training/cluster/returned-log.ts';
import type { StepReport } from '../training/loop.ts';
import { fileExists, isNoRoom, writeWhole } from './files.ts';

/** Nothing of a step that was done elsewhere. */
type Said = Partial<Pick<StepReport, 'remarks'>>;

export class RunLog {
  private readonly file: string;
  private readonly onNoRoom: () => void;
  /** Lines that have found no room. */
  private waiting = '';

  /** @param onNoRoom told once, when lines begin to wait */
  constructor(file: string, onNoRoom: () => void) {
    this.file = file;
    this.onNoRoom = onNoRoom;
  }

  /** Of a new run: what an earlier one left in its place goes. */
  begin(): Promise<void> {
    return writeWhole(this.file, '');
  }

  step({ step, loss, learningRate, gradNorm, tokensPerSecond, remarks = [] }: LoggedStep & Said): void {
    this.append({ step, loss, lr: learningRate, grad_norm: gradNorm, tokens_per_s: tokensPerSecond });
    for (const remark of remarks) this.event(step, remark);
  }

  /** @param what its code is the event, its message the text */
  event(step: number, { code, message, details }: OcaqError): void {
    this.append({ step, event: code, text: message, details });
  }

  /** Takes out the steps after this one, which will be done again; where there is no room for that, they will be there twice. */
  async backTo(step: number): Promise<void> {
    const lines = (await fileExists(this.file)) ? (await readFile(this.file, 'utf8')).split('\n') : [];
    const kept = lines.filter((line) => {
      const read = readLine(line);
      return read !== null && (read.step <= step || read.event !== undefined);
    });
    try {
      await writeWhole(this.file, kept.map((line) => `${line}\n`).join(''));
    } catch (error) {
      if (!(error instanceof OcaqError && error.code === 'disk-full')) throw error;
      this.onNoRoom();
    }
  }

  private append(line: object): void {
    const text = `${this.waiting}${JSON.stringify(line)}\n`;
    try {
      appendFileSync(this.file, text);
      this.waiting = '';
    } catch (error) {
      if (!isNoRoom(error)) throw error;
      if (this.waiting === '') this.onNoRoom();
      // A part of it may be written: what comes next begins on a line of its own.
      this.waiting = text.startsWith('\n') ? text : `\n${text}`;
    }
  }
}

/** null for what is no line: the last one of a run that was killed may be torn. */
function readLine(line: string): { readonly step: number; readonly event?: string } | null {
  try {
    return JSON.parse(line) as { step: number };
  } catch {
    return null;
  }
}
