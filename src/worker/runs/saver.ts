/**
 * When a run is saved, and who hears of it: on request, when it has become better, when minutes have passed, at its end.
 * A save that finds no room, or whose bytes do not read back, ends nothing: the run stays on the GPU, whoever asked for the save hears why, and it
 * is tried again.
 */
import { OcaqError } from '../../errors.ts';
import type { LoopRequest } from '../../training/loop.ts';
import type { LoopState } from '../../training/loop-state.ts';
import type * as api from '../api.ts';
import { mayPass } from './run-journal.ts';

/** However many steps it takes: no more than this, or one step where that is longer, is lost with the tab. */
const SAVE_MS = 5 * 60_000;

export type Ending = 'paused' | 'stopped';

interface Waiting {
  resolve(checkpoint: api.CheckpointRecord): void;
  reject(error: unknown): void;
}

/** @returns what was saved @throws why it could not be */
export type Save = (state: LoopState) => Promise<api.CheckpointRecord>;

export class Saver {
  private readonly store: Save;
  private readonly warn: (step: number, why: OcaqError) => Promise<void>;
  private wanted: LoopRequest = 'continue';
  private how: Ending | null = null;
  private waiting: Waiting[] = [];
  /** Those who wait for the run to end, and hear of it when it cannot. */
  private enders: ((error: unknown) => void)[] = [];
  private lastSaved: api.CheckpointRecord | null = null;
  private lastTried = performance.now();
  /** Set while a finished run waits for somebody to ask for its save again. */
  private wake: (() => void) | null = null;

  /** @param warn is told of every save that failed and may succeed later */
  constructor(store: Save, warn: (step: number, why: OcaqError) => Promise<void>) {
    this.store = store;
    this.warn = warn;
  }

  /** What the loop is to do next. */
  get request(): LoopRequest {
    const overdue = performance.now() - this.lastTried > SAVE_MS;
    return this.wanted === 'continue' && overdue ? 'save' : this.wanted;
  }

  get isStopping(): boolean {
    return this.wanted === 'stop';
  }

  /** How the run was asked to end; null where nobody has asked, or where it could not be saved. */
  get ending(): Ending | null {
    return this.how;
  }

  /** The run no longer starts from what was saved last: it is saved before its next step. */
  renew(): void {
    this.lastSaved = null;
    this.saveNext();
  }

  /** Asks for a save before the next step. */
  saveNext(): void {
    if (this.wanted === 'continue') this.wanted = 'save';
  }

  /** @throws why it could not be saved; the run continues */
  ask(): Promise<api.CheckpointRecord> {
    this.saveNext();
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.wake?.();
    });
  }

  /** Asks for a last save and the end. The promise never resolves. @throws why it could not be saved; the run continues */
  end(how: Ending): Promise<never> {
    this.how = how;
    this.wanted = 'stop';
    const refused = new Promise<never>((_, reject) => this.enders.push(reject));
    this.wake?.();
    return refused;
  }

  /** The loop's hook. Where a save fails, the run continues; a finished one waits until it is asked to try again. */
  async save(state: LoopState): Promise<void> {
    for (;;) {
      try {
        if (this.lastSaved?.step !== state.step) this.lastSaved = await this.store(state);
        return this.answer(this.lastSaved);
      } catch (error) {
        if (!mayPass(error)) throw error;
        await this.warn(state.step, error);
        const asked = new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        this.refuse(error);
        if (state.step < state.settings.steps) return;
        await asked;
      } finally {
        this.lastTried = performance.now();
      }
    }
  }

  /** Nothing will be saved any more. */
  close(): void {
    const over = 'The run has ended before it could be saved again; its last checkpoint is there.';
    for (const { reject } of this.waiting.splice(0)) reject(new OcaqError('run-over', over));
  }

  private answer(saved: api.CheckpointRecord): void {
    if (this.wanted === 'save') this.wanted = 'continue';
    for (const { resolve } of this.waiting.splice(0)) resolve(saved);
  }

  /** Tells everybody who waits for a save, and takes what they asked for as answered. */
  private refuse(error: OcaqError): void {
    this.wanted = 'continue';
    this.how = null;
    for (const { reject } of this.waiting.splice(0)) reject(error);
    for (const reject of this.enders.splice(0)) reject(error);
  }
}
