/**
 * Curves over steps: any number of series, each with its label and its style, and horizontal lines to compare them with.
 * The legend and the values under the pointer come from the same list.
 */
import { memo, type ReactNode, useMemo } from 'react';
import {
  CartesianGrid,
  Line,
  LineChart as Lines,
  ReferenceDot,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import {
  type ChartPoint,
  type ChartRow,
  type ChartSeries,
  chartDomain,
  chartRows,
  logTicks,
  roundTicks,
} from '../../state/chart-rows.ts';
import { formatCount, formatFigures, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';

export interface LabelledSeries extends ChartSeries {
  label: string;
  style: {
    /** A CSS colour. */
    stroke: string;
    width: number;
    /** Of the label; `stroke` where it is not given. */
    text?: string;
    /** Each point is marked: for series that have few. */
    dots?: boolean;
  };
}

/** A value to compare the curves with. */
export interface ChartReference {
  label: string;
  /** In the legend; `label` stands at the line. */
  legend: ReactNode;
  value: number;
}

interface LineChartProps {
  series: readonly LabelledSeries[];
  references: readonly ChartReference[];
  log: boolean;
  /** Where the newest curve is being written; null when none is. */
  tip: ChartPoint | null;
  /** The whole chart in a sentence, for those who do not see it. */
  label: string;
}

export const LineChart = memo(function LineChart({ series, references, log, tip, label }: LineChartProps) {
  const language = useLanguage();
  const rows = useMemo(() => chartRows(series), [series]);
  const domain = useMemo(
    () =>
      chartDomain(
        series,
        references.map(({ value }) => value),
        log,
      ),
    [series, references, log],
  );
  const tick = { fill: 'var(--soft)', fontSize: 12 };
  const lastStep = Math.max(1, rows.at(-1)?.step ?? 1);
  return (
    <ResponsiveContainer width="100%" height="100%">
      <Lines data={rows} margin={{ top: 8, right: 16, bottom: 0, left: 0 }} aria-label={label}>
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
            return active && isRow(row) ? <Values row={row} series={series} /> : null;
          }}
        />
        {references.map((reference) => (
          <ReferenceLine
            key={reference.label}
            y={reference.value}
            stroke="var(--soft)"
            strokeDasharray="5 4"
            label={{ value: reference.label, position: 'insideBottomRight', fill: 'var(--soft)', fontSize: 12 }}
          />
        ))}
        {series.map(({ id, style }) => (
          <Line
            key={id}
            dataKey={(row: ChartRow) => row.values[id] ?? null}
            stroke={style.stroke}
            strokeWidth={style.width}
            dot={style.dots === true && { r: 3, fill: style.stroke, strokeWidth: 0 }}
            connectNulls
            isAnimationActive={false}
          />
        ))}
        {tip !== null && (
          <ReferenceDot x={tip.step} y={tip.value} r={5} fill="var(--ember)" stroke="var(--paper)" strokeWidth={1.5} />
        )}
      </Lines>
    </ResponsiveContainer>
  );
});

export function Legend(props: {
  series: readonly LabelledSeries[];
  references: readonly ChartReference[];
  unit: string;
}) {
  const language = useLanguage();
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {props.series.map(({ id, label, style }) => (
        <li key={id} className="flex items-center gap-2" style={{ color: style.text ?? style.stroke }}>
          <span className="w-4" style={{ borderTop: `${style.width}px solid ${style.stroke}` }} /> {label}
        </li>
      ))}
      {props.references.map(({ label, legend, value }) => (
        <li key={label} className="flex items-center gap-2 text-soft">
          <span className="w-4 border-soft border-t border-dashed" />
          {legend} {formatNumber(value, language, 3)}
        </li>
      ))}
      <li className="ml-auto text-soft">{props.unit}</li>
    </ul>
  );
}

function isRow(value: unknown): value is ChartRow {
  return typeof value === 'object' && value !== null && 'step' in value && 'values' in value;
}

function Values({ row, series }: { row: ChartRow; series: readonly LabelledSeries[] }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <div className="rounded-md border border-hairline bg-raised px-3 py-2 text-sm shadow-float">
      <p className="mb-1 font-medium">{m.train.chart.step(formatNumber(row.step, language))}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4">
        {series.map(({ id, label, style }) => {
          const value = row.values[id];
          return (
            value !== undefined && (
              <div key={id} className="contents" style={{ color: style.text ?? style.stroke }}>
                <dt>{label}</dt>
                <dd className="text-right">{formatNumber(value, language, 4)}</dd>
              </div>
            )
          );
        })}
      </dl>
    </div>
  );
}
