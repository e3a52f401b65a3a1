/**
 * Training and held-out loss over steps, at most a thousand points, with the reference of a model that only counts
 * words. The training curve is drawn raw and faint, and smoothed over it; its living end glows while the run is under way.
 */
import { Download } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { type ChartRow, chartRows, logTicks, lossDomain, roundTicks } from '../../state/chart-rows.ts';
import { seriesToCsv } from '../../state/csv.ts';
import type { RunRecord, RunSeries } from '../../worker/api.ts';
import { formatCount, formatFigures, formatNumber } from '../format.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { CheckField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
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
  const rows = useMemo(() => chartRows(series), [series]);
  const domain = useMemo(() => lossDomain(rows, run.unigramLoss, log), [rows, run.unigramLoss, log]);
  const newest = series.steps.at(-1);
  const heldOut = series.heldOut.at(-1);
  const loss = (value: number | undefined) => (value === undefined ? '–' : formatNumber(value, language, 3));
  return (
    <Section
      title={<Term id="loss">{m.train.chart.title}</Term>}
      aside={
        <>
          <CheckField label={m.train.chart.log} checked={log} onChange={setLog} />
          <Button size="small" look="quiet" disabled={rows.length === 0} onClick={() => download(run, series)}>
            <Download className="size-3.5" aria-hidden="true" />
            {m.train.csv}
          </Button>
        </>
      }
    >
      <Legend unigram={run.unigramLoss} />
      <div className="relative h-72 sm:h-80">
        {rows.length === 0 ? (
          <p className="absolute inset-0 flex items-center justify-center border-hairline border-b border-l text-soft">
            {m.train.chart.empty}
          </p>
        ) : (
          <Chart
            rows={rows}
            domain={domain}
            log={log}
            unigram={run.unigramLoss}
            tip={alive ? (rows.findLast((row) => row.smooth !== null) ?? null) : null}
            language={language}
            label={m.train.chart.summary(loss(newest?.loss), loss(heldOut?.loss))}
          />
        )}
      </div>
    </Section>
  );
}

function Legend({ unigram }: { unigram: number | null }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      <li className="flex items-center gap-2">
        <span className="h-0.5 w-4 bg-ink" /> {m.train.chart.smoothed}
      </li>
      <li className="flex items-center gap-2 text-soft">
        <span className="h-px w-4 bg-line" /> {m.train.chart.train}
      </li>
      <li className="flex items-center gap-2 text-teal">
        <span className="h-0.5 w-4 bg-teal" /> {m.train.chart.heldOut}
      </li>
      {unigram !== null && (
        <li className="flex items-center gap-2 text-soft">
          <span className="w-4 border-soft border-t border-dashed" />
          <Term id="unigram">{m.train.chart.unigram}</Term> {formatNumber(unigram, language, 3)}
        </li>
      )}
      <li className="ml-auto text-soft">{m.train.chart.unit}</li>
    </ul>
  );
}

interface ChartProps {
  rows: ChartRow[];
  domain: [number, number];
  log: boolean;
  unigram: number | null;
  tip: ChartRow | null;
  language: Language;
  label: string;
}

const Chart = memo(function Chart({ rows, domain, log, unigram, tip, language, label }: ChartProps) {
  const m = useMessages();
  const tick = { fill: 'var(--soft)', fontSize: 12 };
  const lastStep = Math.max(1, rows.at(-1)?.step ?? 1);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart data={rows} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} aria-label={label}>
        <CartesianGrid stroke="var(--hairline)" vertical={false} syncWithTicks />
        <XAxis
          dataKey="step"
          type="number"
          domain={[0, lastStep]}
          ticks={roundTicks(0, lastStep, 6)}
          interval="preserveStartEnd"
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          tickFormatter={(step: number) => formatCount(step, language)}
          minTickGap={48}
        />
        <YAxis
          scale={log ? 'log' : 'linear'}
          domain={domain}
          allowDataOverflow
          tick={tick}
          tickLine={false}
          axisLine={false}
          width={44}
          ticks={log ? logTicks(...domain) : roundTicks(...domain, 6)}
          interval={0}
          tickFormatter={(value: number) => formatFigures(value, language)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line)' }}
          content={({ active, payload }) => {
            const row: unknown = payload?.[0]?.payload;
            return active && isRow(row) ? <Tip row={row} /> : null;
          }}
        />
        {unigram !== null && (
          <ReferenceLine
            y={unigram}
            stroke="var(--soft)"
            strokeDasharray="5 4"
            label={{ value: m.train.chart.unigram, position: 'insideBottomRight', fill: 'var(--soft)', fontSize: 12 }}
          />
        )}
        <Line dataKey="loss" stroke="var(--line)" strokeWidth={1} dot={false} connectNulls isAnimationActive={false} />
        <Line
          dataKey="smooth"
          stroke="var(--ink)"
          strokeWidth={1.75}
          dot={false}
          connectNulls
          isAnimationActive={false}
        />
        <Line
          dataKey="heldOut"
          stroke="var(--teal)"
          strokeWidth={1.75}
          dot={{ r: 3, fill: 'var(--teal)', strokeWidth: 0 }}
          connectNulls
          isAnimationActive={false}
        />
        {tip?.smooth != null && (
          <ReferenceDot x={tip.step} y={tip.smooth} r={5} fill="var(--ember)" stroke="var(--paper)" strokeWidth={1.5} />
        )}
      </LineChart>
    </ResponsiveContainer>
  );
});

function isRow(value: unknown): value is ChartRow {
  return typeof value === 'object' && value !== null && 'step' in value && 'smooth' in value;
}

function Tip({ row }: { row: ChartRow }) {
  const m = useMessages();
  const language = useLanguage();
  const lines = [
    { name: m.train.chart.smoothed, value: row.smooth, colour: 'text-ink' },
    { name: m.train.chart.train, value: row.loss, colour: 'text-soft' },
    { name: m.train.chart.heldOut, value: row.heldOut, colour: 'text-teal' },
  ];
  return (
    <div className="rounded-md border border-hairline bg-raised px-3 py-2 text-sm shadow-float">
      <p className="mb-1 font-medium">{m.train.chart.step(formatNumber(row.step, language))}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4">
        {lines.map(
          ({ name, value, colour }) =>
            value !== null && (
              <div key={name} className={`contents ${colour}`}>
                <dt>{name}</dt>
                <dd className="text-right">{formatNumber(value, language, 4)}</dd>
              </div>
            ),
        )}
      </dl>
    </div>
  );
}
