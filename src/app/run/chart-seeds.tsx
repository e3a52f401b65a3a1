/** What a chart shows of several seeds: the band of a run's recipe, and sentences on how it compares with other recipes. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { seedBand } from '../../state/chart/band.ts';
import { type Axis, extentOf, placement } from '../../state/chart/curves.ts';
import { emptySeries } from '../../state/runs.ts';
import { compareSeeds } from '../../state/seed-comparison.ts';
import { finishedSeeds } from '../../state/seed-groups.ts';
import type { RunRecord, RunSeries } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import type { ChartBand, LabelledSeries } from '../parts/line-chart.tsx';
import { runTitle } from './run-title.ts';
import { comparisonText } from './seed-forms.tsx';

const noRuns: RunRecord[] = [];

export interface SeedCurves {
  /** Their mean; null of fewer than two seeds. */
  mean: LabelledSeries | null;
  band: ChartBand | null;
}

export function useSeedCurves(run: RunRecord, series: RunSeries, axis: Axis): SeedCurves {
  const m = useMessages();
  const language = useLanguage();
  const { runs } = useStores();
  const all = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const known = useStore(runs.store, (state) => state.series);
  const seeds = useMemo(() => finishedSeeds(run, all), [run, all]);
  useEffect(() => {
    if (seeds.length > 1) for (const { id } of seeds) void runs.load(id);
  }, [runs, seeds]);
  return useMemo(() => {
    const points = seedBand(seeds.map(({ id }) => (known[id] ?? emptySeries).heldOut));
    if (points.length === 0) return { mean: null, band: null };
    const place = placement(extentOf(run), series, axis);
    const curve = (read: (point: (typeof points)[number]) => number) =>
      points.map((point) => ({ x: place(point.step), value: read(point) }));
    return {
      mean: {
        id: 'seeds',
        label: m.onward.seeds.band(formatNumber(seeds.length, language)),
        points: curve(({ mean }) => mean),
        style: { stroke: 'var(--teal)', width: 1.25, dash: '2 3' },
      },
      band: { low: curve(({ low }) => low), high: curve(({ high }) => high), fill: 'var(--teal)' },
    };
  }, [seeds, known, run, series, axis, m, language]);
}

/** One sentence for each run that is drawn beside this one and whose losses compare with its own. */
export function Comparisons({ run, others }: { run: RunRecord; others: readonly RunRecord[] }) {
  const m = useMessages();
  const language = useLanguage();
  const all = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const said = others.flatMap((other) => {
    const comparison = compareSeeds(run, other, all);
    return comparison ? [{ id: other.id, text: comparisonText(comparison, runTitle(other, m), language) }] : [];
  });
  if (said.length === 0) return null;
  return (
    <ul data-testid="comparisons" className="flex max-w-[80ch] flex-col gap-1 text-sm">
      {said.map(({ id, text }) => (
        <li key={id}>{text}</li>
      ))}
    </ul>
  );
}
