/** The report of this device: whether it computes rightly and how fast, step by step, to be saved and sent to others. */
import { ClipboardList } from 'lucide-react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import type { Figure, Outcome, ReportEntry, ReportSoFar } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatFigures, formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { saveFile } from '../parts/save-file.ts';

export function DeviceReportView() {
  const m = useMessages().deviceReport;
  const { deviceReport, jobs } = useStores();
  const { made, making, error } = useStore(deviceReport.store);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'device-report'));
  const isTraining = useStudio(({ training }) => training !== null);
  return (
    <Section testId="device-report" title={m.title}>
      {error && <ErrorNote error={error} />}
      {made ? <Made made={made} /> : <p className="max-w-prose text-soft">{m.lead}</p>}
      {job ? (
        <JobProgress job={job} />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button
            data-testid="device-report-start"
            disabled={making}
            unavailable={isTraining ? m.training : null}
            onClick={() => void deviceReport.make()}
          >
            <ClipboardList className="size-4" aria-hidden="true" />
            {made ? m.again : m.start}
          </Button>
          {made && <Saving made={made} />}
        </div>
      )}
    </Section>
  );
}

function Saving({ made: { report, markdown } }: { made: ReportSoFar }) {
  const m = useMessages().deviceReport;
  const name = `ocaq-report-${report.date.slice(0, 10)}`;
  return (
    <>
      <Button onClick={() => saveFile(new Blob([markdown], { type: 'text/markdown' }), `${name}.md`)}>
        {m.saveMarkdown}
      </Button>
      <Button
        onClick={() =>
          saveFile(new Blob([JSON.stringify(report, null, 1)], { type: 'application/json' }), `${name}.json`)
        }
      >
        {m.saveJson}
      </Button>
    </>
  );
}

function Made({ made: { report } }: { made: ReportSoFar }) {
  const m = useMessages().deviceReport;
  return (
    <>
      <p className="text-sm text-soft">{report.adapter.name}</p>
      <table className="w-full text-sm">
        <caption className="sr-only">{m.title}</caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className={head}>
              {m.step}
            </th>
            <th scope="col" className={`${head} max-sm:hidden`}>
              {m.outcome}
            </th>
            <th scope="col" className={head}>
              {m.result}
            </th>
          </tr>
        </thead>
        <tbody>
          {report.entries.map((entry) => (
            <Row key={entry.step} entry={entry} />
          ))}
        </tbody>
      </table>
      <p className="max-w-prose text-sm text-soft">{m.more}</p>
    </>
  );
}

const head = 'py-1.5 pr-4 text-left font-normal text-soft';

const colours: Partial<Record<Outcome, string>> = {
  wrong: 'font-medium text-loss',
  failed: 'font-medium text-loss',
  'left-out': 'text-soft',
};

function Row({ entry: { step, outcome, figures, said } }: { entry: ReportEntry }) {
  const m = useMessages().deviceReport;
  const colour = colours[outcome] ?? '';
  return (
    <tr className="border-b align-top last:border-b-0">
      <th scope="row" className="py-1.5 pr-4 text-left font-normal">
        {m.steps[step]}
        <span className={`block sm:hidden ${colour}`}>{m.outcomes[outcome]}</span>
      </th>
      <td className={`whitespace-nowrap py-1.5 pr-4 max-sm:hidden ${colour}`}>{m.outcomes[outcome]}</td>
      <td className="py-1.5">
        <ul>
          {figures.map((figure) => (
            <li key={figure.name}>
              <span className="text-soft">{m.figures[figure.name]}</span> <FigureValue figure={figure} />
            </li>
          ))}
        </ul>
        {(outcome === 'failed' || outcome === 'wrong') && said !== undefined && (
          <p className="wrap-anywhere text-soft">{said}</p>
        )}
      </td>
    </tr>
  );
}

/** Of a figure that is no count and has no unit in these words. */
const UNITS: Partial<Record<Figure['name'], string>> = {
  'multiply-adds': 'GFLOP/s',
  reading: 'GB/s',
  'a step': 'ms',
  'an update': 'ms',
  'a token': 'ms',
  arithmetic: 'GFLOP/s',
  'memory planned': 'GiB',
};

function FigureValue({ figure: { name, value } }: { figure: Figure }) {
  const m = useMessages().deviceReport;
  const language = useLanguage();
  if (name === 'share of the roof' || name === 'share of the bound')
    return <span className="whitespace-nowrap">{formatShare(value, language)}</span>;
  const text = Number.isInteger(value) ? formatNumber(value, language) : formatFigures(value, language);
  const unit = name === 'speed' ? m.tokensPerSecond : UNITS[name];
  return <span className="whitespace-nowrap">{unit === undefined ? text : `${text} ${unit}`}</span>;
}
