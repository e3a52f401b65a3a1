/**
 * Training and held-out loss over steps, with the reference of a model that only knows how often tokens occur. The
 * training curve is drawn raw and faint, and smoothed over it; its living end glows while the run is under way.
 */
import { Download } from 'lucide-react';
import { useMemo, useState } from 'react';
import { lossCurves } from '../../state/chart-rows.ts';
import { seriesToCsv } from '../../state/csv.ts';
import type { RunRecord, RunSeries } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { CheckField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { type ChartReference, type LabelledSeries, Legend, LineChart } from '../parts/line-chart.tsx';
import { Term } from '../parts/term.tsx';
import { useRunStatus } from './run-head.tsx';

function download(run: RunRecord, series: RunSeries): void {
  const url = URL.createObjectURL(new Blob([seriesToCsv(series)], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${run.name.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function LossChart({ run, series }: { run: RunRecord; series: RunSeries }) {
  const m = useMessages();
  const language = useLanguage();
  const alive = useRunStatus(run) === 'running';
  const [log, setLog] = useState(false);
  const curves = useMemo(() => lossCurves(series), [series]);
  const { chart } = m.train;
  const shown = useMemo<LabelledSeries[]>(
    () => [
      {
        id: 'train',
        label: chart.train,
        points: curves.train,
        style: { stroke: 'var(--line)', text: 'var(--soft)', width: 1 },
      },
      { id: 'smoothed', label: chart.smoothed, points: curves.smoothed, style: { stroke: 'var(--ink)', width: 1.75 } },
      {
        id: 'heldOut',
        label: chart.heldOut,
        points: curves.heldOut,
        style: { stroke: 'var(--teal)', width: 1.75, dots: true },
      },
    ],
    [curves, chart],
  );
  const references = useMemo<ChartReference[]>(
    () =>
      run.unigramLoss === null
        ? []
        : [{ label: chart.unigram, legend: <Term id="unigram">{chart.unigram}</Term>, value: run.unigramLoss }],
    [run.unigramLoss, chart],
  );
  const isEmpty = shown.every(({ points }) => points.length === 0);
  const loss = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value, language, 3));
  return (
    <Section
      title={<Term id="loss">{chart.title}</Term>}
      aside={
        <>
          <CheckField label={chart.log} checked={log} onChange={setLog} />
          <Button size="small" look="quiet" disabled={isEmpty} onClick={() => download(run, series)}>
            <Download className="size-3.5" aria-hidden="true" />
            {m.train.csv}
          </Button>
        </>
      }
    >
      <Legend series={shown} references={references} unit={chart.unit} />
      <div className="relative h-72 sm:h-80">
        {isEmpty ? (
          <p className="absolute inset-0 flex items-center justify-center border-hairline border-b border-l text-soft">
            {chart.empty}
          </p>
        ) : (
          <LineChart
            series={shown}
            references={references}
            log={log}
            tip={alive ? (curves.smoothed.at(-1) ?? null) : null}
            label={chart.summary(loss(series.steps.at(-1)?.loss), loss(series.heldOut.at(-1)?.loss))}
          />
        )}
      </div>
    </Section>
  );
}
