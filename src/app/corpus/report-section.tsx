/** The report on the corpus: written when it is asked for, to be read here and saved as Markdown or JSON. */
import { useStore } from 'zustand';
import { markdownReport } from '../../data/corpus-report/markdown.ts';
import {
  type ReportSection as ReportPart,
  type ReportTable,
  reportLead,
  reportSections,
} from '../../data/corpus-report/sections.ts';
import type { CorpusReport } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { saveFile } from '../parts/save-file.ts';
import { Wide } from '../parts/wide.tsx';
import { HEADINGS } from './sections.ts';
import { ShareBar } from './share-bar.tsx';
import { useReportLanguage } from './use-report-language.ts';

export function ReportSection() {
  const m = useMessages();
  const { corpusReport, jobs } = useStores();
  const { report, job: jobId, error } = useStore(corpusReport.store);
  const job = useStore(jobs.store, (state) => (jobId === null ? null : (state.jobs[jobId] ?? null)));
  const isCleaned = useStudio(({ snapshot }) => snapshot?.corpus.sources.some(({ state }) => state !== 'raw') ?? false);
  return (
    <Section title={m.workshop.report.title} testId="report" heading={HEADINGS.report}>
      {error && <ErrorNote error={error} />}
      {report ? (
        <Report report={report} />
      ) : job ? (
        <JobProgress job={job} />
      ) : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 basis-60 text-sm text-soft">{m.workshop.report.lead}</p>
          <Button
            size="small"
            unavailable={isCleaned ? null : m.workshop.report.none}
            onClick={() => void corpusReport.write()}
            data-testid="report-write"
          >
            {m.workshop.report.write}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Report({ report }: { report: CorpusReport }) {
  const m = useMessages();
  const language = useReportLanguage();
  const save = (text: string, type: string, ending: string) =>
    saveFile(new Blob([text], { type }), `${m.workshop.report.fileName}.${ending}`);
  return (
    <div className="flex flex-col gap-6" data-testid="report-text">
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1 basis-80">{reportLead(report, language)}</p>
        <Button
          size="small"
          onClick={() => save(markdownReport(report, language), 'text/markdown', 'md')}
          data-testid="report-markdown"
        >
          {m.workshop.report.saveMarkdown}
        </Button>
        <Button
          size="small"
          onClick={() => save(`${JSON.stringify(report, null, 2)}\n`, 'application/json', 'json')}
          data-testid="report-json"
        >
          {m.workshop.report.saveJson}
        </Button>
      </div>
      {reportSections(report, language).map((part) => (
        <Part key={part.title} part={part} />
      ))}
    </div>
  );
}

function Part({ part: { title, paragraphs, table } }: { part: ReportPart }) {
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <h3 className="font-medium text-sm">{title}</h3>
      {paragraphs.map((text) => (
        <p key={text} className="max-w-[100ch] text-sm">
          {text}
        </p>
      ))}
      {table && <Table title={title} table={table} />}
    </div>
  );
}

function Table({ title, table: { columns, texts, rows, shares } }: { title: string; table: ReportTable }) {
  const m = useMessages();
  const side = (column: number) => (column < texts ? 'min-w-28 text-left' : 'text-right whitespace-nowrap');
  return (
    <Wide label={title}>
      <table className={`text-sm ${texts > 0 ? 'min-w-full' : ''}`}>
        <thead>
          <tr className="border-b">
            {columns.map((column, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns may have the same name and never move
              <th key={i} scope="col" className={`py-1.5 pr-4 font-normal text-soft last:pr-0 ${side(i)}`}>
                {column}
              </th>
            ))}
            {shares && (
              <th scope="col" className="w-1/3 min-w-24 py-1.5 pl-4">
                <span className="sr-only">{m.workshop.report.share}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows never move
            <tr key={row} className="border-b last:border-b-0">
              {cells.map((cell, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells never move
                <td key={i} className={`py-1.5 pr-4 align-top last:pr-0 ${side(i)}`}>
                  {cell}
                </td>
              ))}
              {shares && (
                <td className="py-1.5 pl-4 align-middle">
                  <ShareBar share={shares[row] ?? 0} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
