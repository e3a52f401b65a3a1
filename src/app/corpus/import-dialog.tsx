/** Before anything is stored: what each file holds, how it would be read, its first documents. */
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { type PendingSource, readyToImport } from '../../state/corpus.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Sheet } from '../parts/dialogs.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { CleaningChoice } from './cleaning-choice.tsx';
import { LicenceField } from './licence-field.tsx';
import { bytesOf, SourceDetails } from './source-details.tsx';

export function ImportDialog() {
  const m = useMessages();
  const { corpus, jobs } = useStores();
  const { pending, selected, importing } = useStore(corpus.store);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'import'));
  const current = pending.find((one) => one.id === selected) ?? pending[0];
  const language = useLanguage();
  const ready = pending.filter(readyToImport);
  const sets = ready.filter(({ use }) => use === 'instructions').length;
  const staying = pending.filter((one) => !readyToImport(one) && (one.preview || one.error)).length;
  const [, navigate] = useLocation();

  async function importAll(): Promise<void> {
    const recordsOnly = pending.every(({ use }) => use === 'instructions');
    await corpus.importAll();
    if (recordsOnly && corpus.store.getState().pending.length === 0) navigate('/instruct');
  }

  return (
    <Sheet
      open={pending.length > 0}
      onOpenChange={(open) => !open && corpus.dismissAll()}
      title={m.corpus.dialog.title}
      lead={m.corpus.dialog.lead}
      width="max-w-4xl"
      footer={
        importing && job ? (
          <div className="w-full">
            <JobProgress job={job} />
          </div>
        ) : (
          <>
            {staying > 0 && ready.length > 0 && (
              <p className="mr-auto text-sm text-soft">
                {m.corpus.dialog.stay(formatNumber(staying, language), staying)}
              </p>
            )}
            <Button onClick={() => corpus.dismissAll()} disabled={importing}>
              {m.cancel}
            </Button>
            <Button
              look="primary"
              data-testid="import-confirm"
              disabled={importing}
              unavailable={ready.length === 0 ? m.corpus.dialog.noneReady : null}
              onClick={() => void importAll()}
            >
              {importing ? m.corpus.dialog.importing : m.corpus.dialog.confirm(ready.length - sets, sets)}
            </Button>
          </>
        )
      }
    >
      {pending.some(({ use, preview }) => preview && use === 'corpus') && <CleaningChoice disabled={importing} />}
      <LicenceOfAll files={pending.filter(({ use }) => use === 'corpus')} disabled={importing} />
      <div className={pending.length > 1 ? 'grid gap-6 md:grid-cols-[200px_minmax(0,1fr)]' : ''}>
        {pending.length > 1 && <FileList files={pending} current={current?.id ?? null} />}
        {current && <SourceDetails key={current.id} entry={current} />}
      </div>
    </Sheet>
  );
}

/** Of one file, its own details have it. */
function LicenceOfAll({ files, disabled }: { files: readonly PendingSource[]; disabled: boolean }) {
  const m = useMessages();
  const { corpus } = useStores();
  const [first] = files;
  if (!first || files.length === 1) return null;
  return (
    <div className="mb-5 max-w-80">
      <LicenceField
        label={m.corpus.licence.ofAll}
        licence={files.every(({ licence }) => licence === first.licence) ? first.licence : undefined}
        disabled={disabled}
        onChange={corpus.setLicenceOfAll}
        testId="licence-of-all"
      />
    </div>
  );
}

function FileList({ files, current }: { files: readonly PendingSource[]; current: string | null }) {
  const m = useMessages();
  const language = useLanguage();
  const { corpus } = useStores();
  return (
    <ul aria-label={m.corpus.dialog.files} className="flex flex-col">
      {files.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            aria-pressed={one.id === current}
            className={`w-full rounded-md px-2 py-1.5 text-left text-sm ${one.id === current ? 'bg-sunken font-medium' : 'hover:bg-sunken'}`}
            onClick={() => corpus.select(one.id)}
          >
            <span className="block truncate">{one.source.name}</span>
            <span className="block text-soft text-xs">
              {one.error
                ? m.corpus.dialog.unreadable
                : one.use === 'instructions'
                  ? m.corpus.dialog.isSet
                  : formatBytes(bytesOf(one.source), language)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
