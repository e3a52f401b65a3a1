/**
 * Curves: any number of series, each with its label and its style, and horizontal lines to compare them with. The legend
 * and the values under the pointer come from the same list.
 */
import { memo, type ReactNode, useMemo } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
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
  figuresOf,
  logTicks,
  pointsIn,
  powersOf,
  roundTicks,
  valueAt,
} from '../../state/chart/rows.ts';
import type { Range } from '../../state/chart/view.ts';
import { formatFigures, formatMultiple, formatNumber } from '../format.ts';
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
export const plotInsets = { left: 56, right: 16 } as const;
const tickCount = 6;

/** What lies between two curves, drawn behind all of them. */
export interface ChartBand {
  low: readonly ChartPoint[];
  high: readonly ChartPoint[];
  /** A CSS colour. */
  fill: string;
}

/** A point that is named. */
export interface ChartMark extends ChartPoint {
  label: string;
  /** A CSS colour. */
  colour: string;
}

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
  band: ChartBand | null;
  mark: ChartMark | null;
  axis: ChartAxis;
  /** Whether the values have a logarithmic scale. */
  log: boolean;
  /** Where the newest curve is being written; null when none is. */
  tip: ChartPoint | null;
  /** The whole chart in a sentence, for those who do not see it. */
  label: string;
}

const bandEnds = ['band low', 'band high'] as const;

export const LineChart = memo(function LineChart(props: LineChartProps) {
  const { series, references, band, mark, axis, log, tip, label } = props;
  const language = useLanguage();
  const { range } = axis;
  const seen = useMemo(() => series.map((s) => ({ ...s, points: pointsIn(s, range) })), [series, range]);
  const edges = useMemo(() => (band ? bandEdges(band, range) : []), [band, range]);
  const rows = useMemo(() => chartRows([...seen, ...edges]), [seen, edges]);
  const domain = useMemo(
    () =>
      chartDomain(
        [...seen, ...edges],
        references.map(({ value }) => value),
        log,
      ),
    [seen, edges, references, log],
  );
  const ticks = (log ? logTicks : roundTicks)(...domain, tickCount);
  const figures = figuresOf(ticks);
  const powers = powersOf(ticks, log);
  const tick = { fill: 'var(--soft)', fontSize: 12 };
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={rows} margin={{ top: 8, right: plotInsets.right, bottom: 0, left: 0 }} aria-label={label}>
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
          ticks={ticks}
          interval={0}
          tickFormatter={(value: number, index: number) => {
            const power = powers[index] ?? null;
            return power === null ? formatFigures(value, language, figures) : formatMultiple(value, power, language);
          }}
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
        {band && (
          <Area
            dataKey={({ values }: ChartRow) => {
              const [low, high] = bandEnds.map((end) => values[end]);
              return low === undefined || high === undefined ? null : [low, high];
            }}
            fill={band.fill}
            fillOpacity={0.18}
            stroke="none"
            connectNulls
            isAnimationActive={false}
          />
        )}
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
        {mark && mark.x >= range.from && mark.x <= range.to && (
          <ReferenceDot
            x={mark.x}
            y={mark.value}
            r={6}
            fill="none"
            stroke={mark.colour}
            strokeWidth={1.75}
            label={{
              value: mark.label,
              position: mark.x > (range.from + range.to) / 2 ? 'left' : 'right',
              offset: 10,
              dy: 14, // below the curve
              fill: mark.colour,
              fontSize: 12,
            }}
          />
        )}
        {tip !== null && (
          <ReferenceDot x={tip.x} y={tip.value} r={5} fill="var(--ember)" stroke="var(--paper)" strokeWidth={1.5} />
        )}
      </ComposedChart>
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

const bandEdges = ({ low, high }: ChartBand, range: Range): ChartSeries[] =>
  [low, high].map((points, index) => {
    const id = bandEnds[index] ?? '';
    return { id, points: pointsIn({ id, points }, range) };
  });

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
