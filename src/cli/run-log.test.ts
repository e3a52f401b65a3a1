/** `log.jsonl` of runs that were killed or had no room left. */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import { RunLog } from './run-log.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-run-log-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const at = (name: string): string => path.join(dir, name);
const steps = (file: string): number[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { step: number }).step);
const event = (log: RunLog, step: number) => log.event(step, new OcaqError('loss-spike', 'It rose.', { step }));
const neverFull = () => expect.unreachable();

describe('the log of a run', () => {
  it.each([
    ['torn', '{"step":1}\n{"step":2}\n{"step":3,"lo', [1, 2]],
    ['torn in the middle', '{"step":1}\n{"st\n{"step":3}\n', [1, 3]],
    ['empty', '', []],
    ['not there', null, []],
  ])('of a run that is resumed may be %s', async (name, content, expected) => {
    const file = at(`${name}.jsonl`);
    if (content !== null) writeFileSync(file, content);
    const log = new RunLog(file, neverFull);
    await log.backTo(3);
    event(log, 4);
    expect(steps(file)).toEqual([...expected, 4]);
  });

  it('has the steps after the one that a run resumes from once, and keeps its events', async () => {
    const file = at('again.jsonl');
    writeFileSync(file, '{"step":1}\n{"step":2}\n{"step":2,"event":"loss-spike"}\n{"step":3}\n');
    await new RunLog(file, neverFull).backTo(1);
    expect(steps(file)).toEqual([1, 2]);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'stays as it is where there is no room to take steps out, and says so',
    async () => {
      const file = at('kept.jsonl');
      writeFileSync(file, '{"step":1}\n{"step":2}\n');
      symlinkSync('/dev/full', `${file}.partial`);
      const onNoRoom = vi.fn();
      const log = new RunLog(file, onNoRoom);
      await log.backTo(1);
      expect(onNoRoom).toHaveBeenCalledTimes(1);
      event(log, 2);
      expect(steps(file)).toEqual([1, 2, 2]);
    },
  );

  it.skipIf(!existsSync('/dev/full'))('waits for room, says so once, and loses no line', () => {
    const file = at('full.jsonl');
    symlinkSync('/dev/full', file);
    const onNoRoom = vi.fn();
    const log = new RunLog(file, onNoRoom);
    event(log, 1);
    event(log, 2);
    expect(onNoRoom).toHaveBeenCalledTimes(1);
    rmSync(file);
    event(log, 3);
    event(log, 4);
    expect(steps(file)).toEqual([1, 2, 3, 4]);
  });
});
