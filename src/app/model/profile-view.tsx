/** Where the time of a step goes: its kernels, the longest first, with their share of it and of what the device can do. */
import { Timer } from 'lucide-react';
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import { measuredKey } from '../../state/model.ts';
import type { ModelChoice, ProfileReport, ProfileRow } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatFigures, formatMilliseconds, formatNumber, formatShare } from '../format.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Readout, Readouts, Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';

/** Rows that are shown at first: what is below them takes little time. */
const ROWS_AT_FIRST = 12;

const passColours: Record<ProfileRow['pass'], string> = {
  forward: 'var(--dye-sky)',
  backward: 'var(--dye-indigo)',
  update: 'var(--dye-saffron)',
};

export function ProfileView({ draft }: { draft: ModelChoice }) {
  const m = useMessages();
  const { model, profile, preferences, jobs } = useStores();
  const { reports, measuring, error } = useStore(profile.store);
  const isPlanned = useStore(model.store, (state) => state.plan !== null);
  const isTiming = useStore(model.store, (state) => state.measuring);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'profile'));
  const budgetGiB = useStore(preferences, (state) => state.budgetGiB);
  const report = reports[measuredKey(draft, budgetGiB)] ?? null;
  const clock = useClockText(report);
  return (
    <Section testId="profile" title={m.model.profile.title} aside={clock}>
      {error && <ErrorNote error={error} />}
      {report ? <Report report={report} /> : <p className="max-w-prose text-soft">{m.model.profile.lead}</p>}
      {job ? (
        <JobProgress job={job} />
      ) : (
        <div>
          <Button
            data-testid="profile-start"
            disabled={measuring || isTiming || !isPlanned}
            onClick={() => void profile.measure()}
          >
            <Timer className="size-4" aria-hidden="true" />
            {report ? m.model.measureAgain : m.model.profile.measure}
          </Button>
        </div>
      )}
    </Section>
  );
}

/** What the times were measured with. */
function useClockText(report: ProfileReport | null): string {
  const m = useMessages().model.profile;
  const language = useLanguage();
  if (!report) return m.notMeasured;
  const byWall = report.rows.filter(({ clock }) => clock === 'wall').length;
  if (byWall === 0) return m.byTimestamps;
  if (byWall === report.rows.length) return m.byWall;
  return m.byBoth(formatNumber(byWall, language), formatNumber(report.rows.length, language));
}

function Report({ report }: { report: ProfileReport }) {
  const m = useMessages();
  const language = useLanguage();
  const [isWhole, setWhole] = useState(false);
  const tableId = useId();
  const rows = isWhole ? report.rows : report.rows.slice(0, ROWS_AT_FIRST);
  const longest = report.rows[0]?.share ?? 1;
  return (
    <>
      <Readouts>
        <Readout
          label={<Term id="step">{m.model.profile.step}</Term>}
          value={formatMilliseconds(report.stepMilliseconds, language)}
        />
        <Readout label={m.model.profile.predicted} value={formatMilliseconds(report.predictedMilliseconds, language)} />
        <Readout label={m.model.profile.parts} value={formatMilliseconds(report.partsMilliseconds, language)} />
        <Readout
          label={<Term id="roof">{m.model.profile.arithmeticRoof}</Term>}
          value={giga(report.roof.flopsPerSecond, language)}
          unit="GFLOP/s"
        />
        <Readout
          label={<Term id="roof">{m.model.profile.memoryRoof}</Term>}
          value={giga(report.roof.bytesPerSecond, language)}
          unit="GB/s"
        />
      </Readouts>
      <table id={tableId} className="w-full text-sm">
        <caption className="sr-only">{m.model.profile.title}</caption>
        <TableHead />
        <tbody>
          {rows.map((row) => (
            // Rows of the same pass, kernel and sizes differ in the bytes that they bind.
            <TableRow
              key={`${row.pass} ${row.kernel} ${row.sizes} ${row.bytesPerSecond}`}
              row={row}
              longest={longest}
            />
          ))}
        </tbody>
      </table>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {report.rows.length > ROWS_AT_FIRST && (
          <Button
            size="small"
            look="quiet"
            aria-expanded={isWhole}
            aria-controls={tableId}
            onClick={() => setWhole(!isWhole)}
          >
            {isWhole ? m.model.profile.fewer : m.model.profile.all(formatNumber(report.rows.length, language))}
          </Button>
        )}
        <p className="text-sm text-soft">{m.model.profile.counted}</p>
      </div>
    </>
  );
}

const number = 'whitespace-nowrap py-1.5 pl-4 text-right';
const head = `${number} font-normal text-soft`;

function TableHead() {
  const m = useMessages().model.profile;
  return (
    <thead>
      <tr className="border-b">
        <th scope="col" className="py-1.5 text-left font-normal text-soft">
          <Term id="kernel">{m.kernel}</Term>
        </th>
        <th scope="col" className="py-1.5 pl-4 text-left font-normal text-soft max-md:hidden">
          {m.pass}
        </th>
        <th scope="col" className={head}>
          {m.perStep}
        </th>
        <th scope="col" colSpan={2} className="py-1.5 pl-4 text-left font-normal text-soft">
          {m.share}
        </th>
        <th scope="col" className={`${head} max-lg:hidden`}>
          GFLOP/s
        </th>
        <th scope="col" className={`${head} max-lg:hidden`}>
          GB/s
        </th>
        <th scope="col" className={`${head} max-sm:hidden`}>
          <Term id="roof">{m.ofRoof}</Term>
        </th>
        <th scope="col" className={`${head} max-xl:hidden`}>
          {m.predictedOverMeasured}
        </th>
      </tr>
    </thead>
  );
}

function TableRow({ row, longest }: { row: ProfileRow; longest: number }) {
  const m = useMessages().model.profile;
  const language = useLanguage();
  const { arithmetic, memory } = row.shareOfRoof;
  const nearest = arithmetic >= memory ? 'arithmetic' : 'memory';
  const colour = passColours[row.pass];
  return (
    <tr className="border-b last:border-b-0">
      <th scope="row" className="py-1.5 text-left font-normal">
        <span className="font-mono text-xs">{row.kernel}</span>{' '}
        <span className="text-soft">
          {row.sizes && `${row.sizes} · `}
          {formatNumber(row.count, language)}×<span className="md:hidden"> · {m.passes[row.pass]}</span>
        </span>
      </th>
      <td className="whitespace-nowrap py-1.5 pl-4 max-md:hidden">
        <span className="mr-2 inline-block size-2.5 rounded-xs" style={{ background: colour }} />
        {m.passes[row.pass]}
      </td>
      <td className={number}>{formatNumber(row.milliseconds, language, 2)}</td>
      <td className="w-1/5 py-1.5 pl-4 max-sm:hidden">
        <div
          className="h-2.5 rounded-xs"
          style={{ width: `${(row.share / longest) * 100}%`, background: colour }}
          aria-hidden="true"
        />
      </td>
      <td className={number}>{formatShare(row.share, language, 1)}</td>
      <td className={`${number} max-lg:hidden`}>{giga(row.flopsPerSecond, language)}</td>
      <td className={`${number} max-lg:hidden`}>{giga(row.bytesPerSecond, language)}</td>
      <td className={`${number} max-sm:hidden`}>
        {formatShare(row.shareOfRoof[nearest], language)} <span className="text-soft">{m.roofs[nearest]}</span>
      </td>
      <td className={`${number} max-xl:hidden`}>{formatShare(row.predictedOverMeasured, language)}</td>
    </tr>
  );
}

const giga = (perSecond: number, language: Language) => formatFigures(perSecond / 1e9, language, 2);
