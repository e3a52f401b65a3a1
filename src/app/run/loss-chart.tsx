/**
 * Training and held-out loss of a run, over steps, tokens or time, with the reference of a model that only knows how often
 * tokens occur, and other runs of the project beside it. The training curve is drawn raw and faint, and smoothed over it;
 * its living end glows while the run is under way.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { type Axis, extentOf, lossCurves, type RunCurves, type Smoothing } from '../../state/chart/curves.ts';
import type { Range } from '../../state/chart/view.ts';
import { emptySeries } from '../../state/runs.ts';
import type { Id, RunRecord, RunSeries } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatCount, formatDuration, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Section } from '../parts/layout.tsx';
import {
  type ChartAxis,
  type ChartMark,
  type ChartReference,
  type LabelledSeries,
  Legend,
  LineChart,
} from '../parts/line-chart.tsx';
import { Term } from '../parts/term.tsx';
import { Zoomable, ZoomButtons } from '../parts/zoomable.tsx';
import { ChartDownloads } from './chart-downloads.tsx';
import { ChartOptions } from './chart-options.tsx';
import { Comparisons, useSeedCurves } from './chart-seeds.tsx';
import { CompareMenu } from './compare-menu.tsx';
import { useRunStatus } from './run-head.tsx';
import { runTitle } from './run-title.ts';

/** Of compared runs, in the order in which they were chosen. */
const dyes = ['var(--dye-indigo)', 'var(--dye-walnut)', 'var(--dye-sage)', 'var(--dye-saffron)', 'var(--dye-sky)'];

const noRuns: RunRecord[] = [];

export function LossChart({ run, series }: { run: RunRecord; series: RunSeries }) {
  const m = useMessages();
  const { chart } = m.train;
  const language = useLanguage();
  const alive = useRunStatus(run) === 'running';
  const [axis, setAxis] = useState<Axis>('step');
  const [smoothing, setSmoothing] = useState<Smoothing>('medium');
  const [logX, setLogX] = useState(false);
  const [logY, setLogY] = useState(false);
  const [view, setView] = useState<Range | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const others = useComparedRuns(run);

  const curves = useCurves(run, series, axis, smoothing);
  const seeds = useSeedCurves(run, series, axis);
  const compared = useMemo(
    () =>
      others.chosen.map((other) => ({
        ...other,
        curves: lossCurves(extentOf(other.run), other.series, axis, smoothing),
      })),
    [others.chosen, axis, smoothing],
  );
  const shown = useMemo<LabelledSeries[]>(() => {
    const own = ownSeries(curves, chart);
    const ofSeeds = seeds.mean ? [seeds.mean] : [];
    const others = compared.flatMap(({ run: other, curves: drawn }, index) =>
      comparedSeries(drawn, runTitle(other, m), dyes[index % dyes.length] ?? 'var(--soft)', chart),
    );
    return [...own, ...ofSeeds, ...others].filter(({ points }) => points.length > 0);
  }, [curves, seeds.mean, compared, chart, m]);
  const references = useMemo<ChartReference[]>(
    () =>
      run.unigramLoss === null
        ? []
        : [{ label: chart.unigram, legend: <Term id="unigram">{chart.unigram}</Term>, value: run.unigramLoss }],
    [run.unigramLoss, chart],
  );
  const whole = useMemo<Range>(() => {
    const ends = [curves, ...compared.map((other) => other.curves)].flatMap(reach);
    return { from: logX ? 1 : 0, to: Math.max(logX ? 2 : 1, ...ends) };
  }, [curves, compared, logX]);
  const chartAxis = useMemo<ChartAxis>(() => {
    const format = (x: number) =>
      axis === 'time' ? formatDuration(Math.round(x), language) : formatCount(Math.round(x), language);
    return { range: view ?? whole, log: logX, format, place: (x) => chart.place[axis](format(x)) };
  }, [axis, view, whole, logX, language, chart]);

  const mark = useMemo<ChartMark | null>(
    () => curves.best && { ...curves.best, label: m.onward.best, colour: 'var(--teal)' },
    [curves.best, m],
  );
  const isEmpty = shown.length === 0;
  const zoom = { view, whole, log: logX, setView };
  const loss = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value, language, 3));
  return (
    <Section
      title={<Term id="loss">{chart.title}</Term>}
      aside={
        <>
          <CompareMenu
            runs={others.offered}
            compared={others.ids}
            full={others.ids.size >= dyes.length}
            onToggle={others.toggle}
          />
          <ChartDownloads
            disabled={isEmpty}
            runs={[{ run, series }, ...others.chosen]}
            axis={axis}
            range={view}
            chart={box}
            legend={shown.map(({ label, style }) => ({ text: label, colour: style.text ?? style.stroke }))}
          />
        </>
      }
    >
      <ChartOptions
        {...{ axis, smoothing, logX, logY, setSmoothing, setLogY }}
        setAxis={(next) => {
          setAxis(next);
          setView(null);
        }}
        setLogX={(next) => {
          setLogX(next);
          setView(null);
        }}
      >
        <ZoomButtons zoom={zoom} disabled={isEmpty} />
      </ChartOptions>
      <Legend series={shown} references={references} unit={chart.unit} />
      <div ref={box} className="relative h-72 sm:h-80">
        {isEmpty ? (
          <p className="absolute inset-0 flex items-center justify-center border-hairline border-b border-l text-soft">
            {chart.empty}
          </p>
        ) : (
          <Zoomable zoom={zoom} label={chart.title}>
            <LineChart
              series={shown}
              references={references}
              band={seeds.band}
              mark={mark}
              axis={chartAxis}
              log={logY}
              tip={alive ? (curves.smoothed.at(-1) ?? null) : null}
              label={chart.summary(loss(series.steps.at(-1)?.loss), loss(series.heldOut.at(-1)?.loss))}
            />
          </Zoomable>
        )}
      </div>
      <Comparisons run={run} others={others.chosen.map((other) => other.run)} />
    </Section>
  );
}

/** Where a run's curves end, and where it is planned to. */
const reach = ({ train, heldOut, end }: RunCurves): number[] => [end, train.at(-1)?.x ?? 0, heldOut.at(-1)?.x ?? 0];

function ownSeries(
  { train, smoothed, heldOut }: RunCurves,
  chart: { train: string; smoothed: string; heldOut: string },
) {
  return [
    { id: 'train', label: chart.train, points: train, style: { stroke: 'var(--line)', text: 'var(--soft)', width: 1 } },
    { id: 'smoothed', label: chart.smoothed, points: smoothed, style: { stroke: 'var(--ink)', width: 1.75 } },
    { id: 'heldOut', label: chart.heldOut, points: heldOut, style: { stroke: 'var(--teal)', width: 1.75, dots: true } },
  ];
}

function comparedSeries(curves: RunCurves, title: string, dye: string, chart: { smoothed: string; heldOut: string }) {
  const style = { stroke: dye, text: 'var(--ink)' };
  return [
    {
      id: `${curves.run} smoothed`,
      label: `${title}: ${chart.smoothed}`,
      points: curves.smoothed,
      style: { ...style, width: 1.25, dash: '4 3' },
    },
    {
      id: `${curves.run} heldOut`,
      label: `${title}: ${chart.heldOut}`,
      points: curves.heldOut,
      style: { ...style, width: 1.75, dots: true },
    },
  ];
}

/** Made anew when a run has new losses, not whenever anything of it changes. */
function useCurves(run: RunRecord, { steps, heldOut }: RunSeries, axis: Axis, smoothing: Smoothing): RunCurves {
  const { id, steps: last, tokensPerStep } = extentOf(run);
  return useMemo(
    () => lossCurves({ id, steps: last, tokensPerStep }, { steps, heldOut }, axis, smoothing),
    [id, last, tokensPerStep, steps, heldOut, axis, smoothing],
  );
}

/** The other runs of the project, and those that are compared, with their series: at first the one that this run continues. */
function useComparedRuns(run: RunRecord) {
  const { runs } = useStores();
  const all = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const allSeries = useStore(runs.store, (state) => state.series);
  const [ids, setIds] = useState<ReadonlySet<Id>>(() => new Set(run.parent ? [run.parent.run] : []));
  const offered = useMemo(
    () => all.filter(({ id }) => id !== run.id).sort((a, b) => b.startedAt - a.startedAt),
    [all, run.id],
  );
  const chosen = useMemo(
    () =>
      [...ids].flatMap((id) => {
        const other = offered.find((record) => record.id === id);
        return other ? [{ run: other, series: allSeries[id] ?? emptySeries }] : [];
      }),
    [ids, offered, allSeries],
  );
  useEffect(() => {
    for (const id of ids) void runs.load(id);
  }, [runs, ids]);
  const toggle = (id: Id) =>
    setIds((known) => (known.has(id) ? new Set([...known].filter((one) => one !== id)) : new Set([...known, id])));
  return { offered, chosen, ids, toggle };
}
