/** What the chart shows, as numbers and as a picture. */
import { Download } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { runsToCsv } from '../../state/chart/csv.ts';
import type { Axis } from '../../state/chart/curves.ts';
import type { Range } from '../../state/chart/view.ts';
import { asOcaqError } from '../../state/connection.ts';
import type { RunRecord, RunSeries } from '../../worker/api.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { chartToPng, type LegendEntry } from '../parts/chart-image.ts';
import { ErrorNote } from '../parts/error-note.tsx';
import { saveFile } from '../parts/save-file.ts';
import { runTitle } from './run-title.ts';

export function ChartDownloads(props: {
  disabled: boolean;
  runs: readonly { run: RunRecord; series: RunSeries }[];
  axis: Axis;
  /** What is seen of it; null: everything. */
  range: Range | null;
  chart: RefObject<HTMLElement | null>;
  legend: readonly LegendEntry[];
}) {
  const m = useMessages();
  const { disabled, runs, axis, range, chart, legend } = props;
  const [error, setError] = useState<unknown>(null);
  const name = (runs[0] ? runTitle(runs[0].run, m) : '').replace(/[^\p{L}\p{N}._-]+/gu, '-');

  function downloadCsv(): void {
    const named = runs.map((one) => ({ ...one, name: runTitle(one.run, m) }));
    saveFile(new Blob([runsToCsv(named, axis, range)], { type: 'text/csv' }), `${name}.csv`);
  }

  async function downloadPng(): Promise<void> {
    setError(null);
    try {
      if (chart.current) saveFile(await chartToPng(chart.current, legend), `${name}.png`);
    } catch (thrown) {
      setError(thrown);
    }
  }

  const icon = <Download className="size-3.5" aria-hidden="true" />;
  return (
    <>
      <Button size="small" look="quiet" disabled={disabled} data-testid="chart-csv" onClick={downloadCsv}>
        {icon}
        {m.train.csv}
      </Button>
      <Button size="small" look="quiet" disabled={disabled} data-testid="chart-png" onClick={() => void downloadPng()}>
        {icon}
        {m.train.png}
      </Button>
      {error !== null && <ErrorNote error={asOcaqError(error)} />}
    </>
  );
}
