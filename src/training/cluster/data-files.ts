/**
 * What is decided of a run before it goes on elsewhere, as plain files: its tokens, the rows that it reads from its cursor to
 * its end in their order, and the learning rate of each step. Whoever reads them needs neither our order of rows, nor how
 * they are packed, nor our schedule: there is nothing to rebuild that could differ. All little-endian.
 *   tokens  u16 where the vocabulary fits, else u32
 *   spans   i64 [spans, 4]: row (from 0, ascending), start, length, place of the token that the last one predicts or −1;
 *           see data/row-spans.ts. 24 to 32 bytes for each run of tokens
 *   rates   f64 [steps]
 */
import { type BatchCursor, ShuffledOrder, type TokenStream } from '../../data/batches.ts';
import type { CorpusRows } from '../../data/row-spans.ts';
import type { LoopState } from '../loop-state.ts';
import { placeIn } from '../recovery.ts';
import { rateAt } from '../schedule.ts';

/** Tokens, or rows, that are written at a time. */
const AT_A_TIME = 2 ** 18;

type Going = Pick<LoopState, 'step' | 'cursor' | 'settings' | 'recovery' | 'rewarm'>;

export const tokenType = (vocabSize: number): 'uint16' | 'uint32' => (vocabSize <= 2 ** 16 ? 'uint16' : 'uint32');

/** Rows of an optimizer step. */
export const rowsPerStep = ({ batch, accumulate }: Going['settings']): number => batch * accumulate;

export async function* tokenBytes(stream: TokenStream, vocabSize: number): AsyncGenerator<Uint8Array> {
  const isNarrow = tokenType(vocabSize) === 'uint16';
  const size = isNarrow ? 2 : 4;
  for (let start = 0; start < stream.length; start += AT_A_TIME) {
    const tokens = await stream.read(start, Math.min(AT_A_TIME, stream.length - start));
    const view = new DataView(new ArrayBuffer(tokens.length * size));
    tokens.forEach((token, i) => {
      if (isNarrow) view.setUint16(i * size, token, true);
      else view.setUint32(i * size, token, true);
    });
    yield new Uint8Array(view.buffer);
  }
}

export async function* spanBytes(state: Going, rows: CorpusRows): AsyncGenerator<Uint8Array> {
  const order = new ShuffledOrder(rows.count, state.settings.seed);
  const perStep = rowsPerStep(state.settings);
  let { cursor } = state;
  let numbers: number[] = [];
  for (let step = state.step, row = 0; step < state.settings.steps; step++) {
    cursor = placeIn(state.recovery, cursor);
    for (const end = row + perStep; row < end; row++) {
      const next = order.after(cursor);
      for (const { start, length, predicts } of await rows.spansOf(next.item, next.epoch))
        numbers.push(row, start, length, predicts ?? -1);
      cursor = next.cursor;
    }
    if (numbers.length < AT_A_TIME) continue;
    yield int64s(numbers);
    numbers = [];
  }
  yield int64s(numbers);
}

export function rateBytes({ step, settings, recovery, rewarm }: Going): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * Math.max(0, settings.steps - step)));
  for (let i = 0; step + i < settings.steps; i++)
    view.setFloat64(8 * i, recovery.rateScale * rateAt(step + i, settings, rewarm), true);
  return new Uint8Array(view.buffer);
}

/** Where a run that goes on from `state` is in its data when it has done `step` steps. @param count rows in a pass */
export function cursorAt({ step: from, cursor: start, settings, recovery }: Going, step: number, count: number) {
  let cursor: BatchCursor = start;
  for (let done = from; done < step; done++) {
    const { epoch, position } = placeIn(recovery, cursor);
    const rows = position + rowsPerStep(settings);
    const passed = Math.floor((rows - 1) / count);
    cursor = { epoch: epoch + passed, position: rows - passed * count };
  }
  return cursor;
}

function int64s(numbers: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * numbers.length));
  for (const [i, value] of numbers.entries()) view.setBigInt64(8 * i, BigInt(value), true);
  return new Uint8Array(view.buffer);
}
