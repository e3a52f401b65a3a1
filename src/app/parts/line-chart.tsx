/**
 * Curves: any number of series, each with its label and its style, and horizontal lines to compare them with. The legend
 * and the values under the pointer come from the same list.
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
import type { ChartPoint } from '../../state/chart/curves.ts';
import {
  type ChartRow,
  type ChartSeries,
  chartDomain,
  chartRows,
  logTicks,
  pointsIn,
  roundTicks,
  valueAt,
} from '../../state/chart/rows.ts';
import type { Range } from '../../state/chart/view.ts';
import { formatFigures, formatNumber } from '../format.ts';
import { useLanguage } from '../messages/messages.ts';

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
    /** Lengths of dashes and gaps. */
    dash?: string;
  };
}

/** Between the edges of the chart's box and its plot, in CSS pixels. */
export const plotInsets = { left: 44, right: 16 } as const;
const tickCount = 6;

/** A value to compare the curves with. */
export interface ChartReference {
  label: string;
  /** In the legend; `label` stands at the line. */
  legend: ReactNode;
  value: number;
}

export interface ChartAxis {
  /** What is seen. */
  range: Range;
  log: boolean;
  format: (x: number) => string;
  /** A place in words, above the values there. */
  place: (x: number) => string;
}

interface LineChartProps {
  series: readonly LabelledSeries[];
  references: readonly ChartReference[];
  axis: ChartAxis;
  /** Whether the values have a logarithmic scale. */
  log: boolean;
  /** Where the newest curve is being written; null when none is. */
  tip: ChartPoint | null;
  /** The whole chart in a sentence, for those who do not see it. */
  label: string;
}

export const LineChart = memo(function LineChart({ series, references, axis, log, tip, label }: LineChartProps) {
  const language = useLanguage();
  const { range } = axis;
  const seen = useMemo(() => series.map((s) => ({ ...s, points: pointsIn(s, range) })), [series, range]);
  const rows = useMemo(() => chartRows(seen), [seen]);
  const domain = useMemo(
    () =>
      chartDomain(
        seen,
        references.map(({ value }) => value),
        log,
      ),
    [seen, references, log],
  );
  const tick = { fill: 'var(--soft)', fontSize: 12 };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <Lines data={rows} margin={{ top: 8, right: plotInsets.right, bottom: 0, left: 0 }} aria-label={label}>
        <CartesianGrid stroke="var(--hairline)" vertical={false} syncWithTicks />
        <XAxis
          dataKey="x"
          type="number"
          scale={axis.log ? 'log' : 'linear'}
          domain={[range.from, range.to]}
          allowDataOverflow
          ticks={(axis.log ? logTicks : roundTicks)(range.from, range.to, tickCount)}
          interval="preserveStartEnd"
          tick={tick}
          tickLine={false}
          axisLine={{ stroke: 'var(--line)' }}
          tickFormatter={axis.format}
          minTickGap={48}
        />
        <YAxis
          scale={log ? 'log' : 'linear'}
          domain={domain}
          allowDataOverflow
          tick={tick}
          tickLine={false}
          axisLine={false}
          width={plotInsets.left}
          ticks={(log ? logTicks : roundTicks)(...domain, tickCount)}
          interval={0}
          tickFormatter={(value: number) => formatFigures(value, language)}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={{ stroke: 'var(--line)' }}
          content={({ active, payload }) => {
            const row: unknown = payload?.[0]?.payload;
            return active && isRow(row) ? <Values x={row.x} axis={axis} series={series} /> : null;
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
            {...(style.dash === undefined ? {} : { strokeDasharray: style.dash })}
            dot={style.dots === true && { r: 3, fill: style.stroke, strokeWidth: 0 }}
            connectNulls
            isAnimationActive={false}
          />
        ))}
        {tip !== null && (
          <ReferenceDot x={tip.x} y={tip.value} r={5} fill="var(--ember)" stroke="var(--paper)" strokeWidth={1.5} />
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
          <span
            className="w-4"
            style={{ borderTop: `${style.width}px ${style.dash ? 'dashed' : 'solid'} ${style.stroke}` }}
          />{' '}
          {label}
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
  return typeof value === 'object' && value !== null && 'x' in value && 'values' in value;
}

/** Every series by name, with what it had last at this place, and where that was if not here. */
function Values({ x, axis, series }: { x: number; axis: ChartAxis; series: readonly LabelledSeries[] }) {
  const language = useLanguage();
  return (
    <div className="max-w-[min(22rem,calc(100vw-96px))] rounded-md border border-hairline bg-raised px-3 py-2 text-sm shadow-float">
      <p className="mb-1 font-medium">{axis.place(x)}</p>
      <dl className="grid grid-cols-[auto_auto] gap-x-4">
        {series.map((one) => {
          const point = valueAt(one, x);
          return (
            point !== null && (
              <div key={one.id} className="contents" style={{ color: one.style.text ?? one.style.stroke }}>
                <dt>
                  {one.label}
                  {point.x < x && ` (${axis.format(point.x)})`}
                </dt>
                <dd className="text-right">{formatNumber(point.value, language, 4)}</dd>
              </div>
            )
          );
        })}
      </dl>
    </div>
  );
}
