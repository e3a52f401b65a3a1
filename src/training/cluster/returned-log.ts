/**
 * What a checkpoint that came back tells of the steps done elsewhere: its `log.jsonl`, where `train.py` writes a line for each step
 * and each held-out loss. It is told to people and is no part of the run: whatever is wrong with it, the checkpoint is as good.
 */
import { OcaqError } from '../../errors.ts';
import { type FolderSource, readText } from '../../formats/hf-folder.ts';

export interface LoggedStep {
  readonly step: number;
  /** NaN where it was not finite, as the norm. */
  readonly loss: number;
  readonly learningRate: number;
  readonly gradNorm: number;
  readonly tokensPerSecond: number;
}

export interface LoggedEvaluation {
  readonly step: number;
  readonly loss: number;
  readonly perplexity: number;
  readonly bitsPerByte: number;
}

export interface ReturnedLog {
  /** Ascending, each step once; none but those that were done elsewhere. */
  readonly steps: readonly LoggedStep[];
  readonly heldOut: readonly LoggedEvaluation[];
  /** What a person should know of it: `cluster-log-incomplete`. */
  readonly warning: OcaqError | null;
}

const LOG = 'log.jsonl';
const LOG_LIMIT = 2 ** 28;

/**
 * Whatever the file holds, and where there is none, it throws nothing of that: what is missing is the warning.
 * @param from the step that the run left at
 * @param to the one that it came back with
 */
export async function readReturnedLog(folder: FolderSource, from: number, to: number): Promise<ReturnedLog> {
  const steps = new Map<number, LoggedStep>();
  const heldOut = new Map<number, LoggedEvaluation>();
  let unreadable = 0;
  for (const line of await linesOf(folder)) {
    const read = readLine(line);
    if (read === null) unreadable++;
    else if (read.step > from && read.step <= to) {
      if ('perplexity' in read) heldOut.set(read.step, read);
      else steps.set(read.step, read);
    }
  }
  const missing = to - from - steps.size;
  const warning = missing > 0 || unreadable > 0 ? incomplete(folder, missing, unreadable) : null;
  return { steps: inOrder(steps), heldOut: inOrder(heldOut), warning };
}

/** A file that is no text counts as one line that is none. */
async function linesOf(folder: FolderSource): Promise<string[]> {
  if (!(await folder.list()).includes(LOG)) return [];
  try {
    return (await readText(folder, LOG, LOG_LIMIT)).split('\n').filter((line) => line.trim() !== '');
  } catch (error) {
    if (error instanceof OcaqError) return [''];
    throw error;
  }
}

/** null where it is neither. */
function readLine(line: string): LoggedStep | LoggedEvaluation | null {
  const values = parsed(line);
  const step = values?.step;
  if (!values || typeof step !== 'number' || !Number.isSafeInteger(step)) return null;
  const evaluation = figures(values, ['heldout_loss', 'perplexity', 'bits_per_byte']);
  if (evaluation)
    return {
      ...{ step, loss: evaluation.heldout_loss },
      ...{ perplexity: evaluation.perplexity, bitsPerByte: evaluation.bits_per_byte },
    };
  const done = figures(values, ['loss', 'grad_norm', 'lr', 'tokens_per_s']);
  if (!done || !(done.lr >= 0 && done.tokens_per_s > 0)) return null;
  const { loss, lr: learningRate, grad_norm: gradNorm, tokens_per_s: tokensPerSecond } = done;
  return { step, loss, learningRate, gradNorm, tokensPerSecond };
}

function parsed(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

/** null where one of them is no figure. JSON has no NaN: null stands for what was not finite. */
function figures<Name extends string>(values: Record<string, unknown>, names: Name[]): Record<Name, number> | null {
  const found = names.map((name) => [name, values[name] === null ? Number.NaN : values[name]] as const);
  if (found.some(([, value]) => typeof value !== 'number')) return null;
  return Object.fromEntries(found) as Record<Name, number>;
}

const inOrder = <T extends { readonly step: number }>(points: ReadonlyMap<number, T>): T[] =>
  [...points.values()].sort((a, b) => a.step - b.step);

const incomplete = (folder: FolderSource, missing: number, unreadable: number): OcaqError =>
  new OcaqError(
    'cluster-log-incomplete',
    `The ${LOG} of "${folder.name}" lacks ${missing} of the steps done elsewhere; ${unreadable} of its lines cannot be read. The curve has a gap there; the checkpoint itself is whole.`,
    { folder: folder.name, missing, unreadable },
  );
