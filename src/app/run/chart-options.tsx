/** What a chart's axes count, and how its curves are drawn. */
import type { ReactNode } from 'react';
import { type Axis, axes, type Smoothing, smoothings } from '../../state/chart/curves.ts';
import { useMessages } from '../messages/messages.ts';
import { CheckField, CompactSelect } from '../parts/fields.tsx';

const smoothingNames = Object.keys(smoothings) as Smoothing[];

export function ChartOptions(props: {
  axis: Axis;
  smoothing: Smoothing;
  logX: boolean;
  logY: boolean;
  setAxis: (axis: Axis) => void;
  setSmoothing: (smoothing: Smoothing) => void;
  setLogX: (log: boolean) => void;
  setLogY: (log: boolean) => void;
  children: ReactNode;
}) {
  const { chart } = useMessages().train;
  return (
    <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
      <CompactSelect
        label={chart.axis}
        value={props.axis}
        options={axes.map((value) => ({ value, label: chart.axes[value] }))}
        onChange={props.setAxis}
        testId="chart-axis"
      />
      <CompactSelect
        label={chart.smoothing}
        value={props.smoothing}
        options={smoothingNames.map((value) => ({ value, label: chart.smoothings[value] }))}
        onChange={props.setSmoothing}
        testId="chart-smoothing"
      />
      <CheckField label={chart.logX} checked={props.logX} onChange={props.setLogX} testId="chart-log-x" />
      <CheckField label={chart.logY} checked={props.logY} onChange={props.setLogY} testId="chart-log-y" />
      <span className="ml-auto">{props.children}</span>
    </div>
  );
}
