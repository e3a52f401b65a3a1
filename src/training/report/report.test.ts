/** What becomes of the steps of a report, and how it is written. */
import { describe, expect, it } from 'vitest';
import { reportMarkdown } from './markdown.ts';
import { type Findings, isWithin, type ReportContext, type ReportEntry, type ReportStep, runReport } from './report.ts';
import { REPORT_STEPS, reportShape } from './steps.ts';

const adapter = {
  ...{ name: 'a card', vendor: 'maker', architecture: 'kind', software: false, features: ['shader-f16'] },
  ...{ maxBufferBytes: 1, maxBindingBytes: 2 },
};
const context: ReportContext = {
  ...{ dawn: undefined, adapter, shape: reportShape(adapter), budgetBytes: 1, roof: null },
  kernels: () => Promise.reject(new Error('not asked for')),
  texts: async () => [],
};
const step = (name: ReportStep['name'], run: ReportStep['run'], seconds = 30): ReportStep => ({ name, seconds, run });
const found: Findings = { figures: [{ name: 'a step', value: 3 }] };
const outcomes = (entries: readonly ReportEntry[]) => entries.map(({ outcome }) => outcome);

describe('a report', () => {
  it('goes on after a step that fails, marks what is wrong, and is told of as it comes', async () => {
    const told: string[][] = [];
    const entries = await runReport(
      [
        step('roofs', async () => found),
        step('products', () => Promise.reject(new Error('the driver ended'))),
        step('a step twice', async () => ({ figures: [{ name: 'weights that differ', value: 2, atMost: 0 }] })),
      ],
      context,
      { seconds: 60, onEntries: (all) => void told.push(outcomes(all)) },
    );
    expect(outcomes(entries)).toEqual(['done', 'failed', 'wrong']);
    expect(entries[1]).toMatchObject({ step: 'products', said: 'the driver ended', figures: [] });
    expect(told.slice(0, 3)).toEqual([['under-way'], ['done'], ['done', 'under-way']]);
    expect(told.at(-1)).toEqual(['done', 'failed', 'wrong']);
  });

  it('leaves out what its time does not allow, and a step whose own time is over', async () => {
    const untilAborted: ReportStep['run'] = (_, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      });
    const steps = [step('roofs', untilAborted, 2), step('products', async () => found)];
    const entries = await runReport(steps, context, { seconds: 3, onEntries: () => undefined });
    expect(outcomes(entries)).toEqual(['left-out', 'left-out']);
    expect(entries[0]?.said).toBe('It did not end within 2 s.');
  });

  it('keeps what it has when it is stopped', async () => {
    const stop = new AbortController();
    const steps = [
      step('roofs', async () => found),
      step('products', async (_, signal) => {
        stop.abort(new Error('enough'));
        signal.throwIfAborted();
        return found;
      }),
      step('decoding, 16 bits', async () => found),
    ];
    const entries = await runReport(steps, context, { seconds: 60, signal: stop.signal, onEntries: () => undefined });
    expect(outcomes(entries)).toEqual(['done', 'left-out', 'left-out']);
  });

  it('has each step once', () => {
    expect(new Set(REPORT_STEPS.map(({ name }) => name)).size).toBe(REPORT_STEPS.length);
  });
});

it.each([
  [{ value: 1 }, true],
  [{ value: 1, atMost: 1, atLeast: 1 }, true],
  [{ value: 1.1, atMost: 1 }, false],
  [{ value: 0.9, atLeast: 1 }, false],
  [{ value: Number.NaN, atMost: 1 }, false],
])('a figure is within its bounds: %o %s', (figure, expected) => {
  expect(isWithin({ name: 'slope over gradient', ...figure })).toBe(expected);
});

it('is written as Markdown with figures, units, bounds and tables', () => {
  const { precision: _, ...model } = context.shape;
  const text = reportMarkdown({
    ...{ adapter, model, machine: { Ocaq: '1' }, date: '2026-11-29T00:00:00.000Z', seconds: 420 },
    entries: [
      { step: 'roofs', outcome: 'done', seconds: 1.25, figures: [{ name: 'reading', value: 111.23456 }] },
      {
        ...{ step: 'a step twice', outcome: 'wrong', seconds: 2 },
        figures: [{ name: 'weights that differ', value: 2, atMost: 0 }],
      },
      {
        ...{ step: 'products', outcome: 'done', seconds: 3, figures: [] },
        table: { head: ['product', 'ms'], rows: [['NT a|b', 0.123456]] },
      },
    ],
  });
  for (const line of [
    '| Adapter | a card (maker, kind) |',
    '| roofs | done | 1.3 | reading: 111.2 GB/s |',
    '| a step twice | **wrong** | 2.0 | **weights that differ: 2 (at most 0)** |',
    '## products',
    '| NT a\\|b | 0.1235 |',
  ])
    expect(text.split('\n')).toContain(line);
});
