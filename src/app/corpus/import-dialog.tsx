/** Before anything is stored: what each file holds, how it would be read, its first documents. */
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { READERS, readerOf } from '../../data/readers/table.ts';
import { type PendingFile, readyToImport } from '../../state/corpus.ts';
import { jobOfKind } from '../../state/jobs.ts';
import type { DocumentSplit, ImportOptions } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatBytes } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Sheet } from '../parts/dialogs.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { CheckField, SelectField } from '../parts/fields.tsx';
import { withPlaces } from '../parts/places.ts';
import { Bar, JobProgress } from '../parts/progress.tsx';
import { CleaningChoice } from './cleaning-choice.tsx';

export function ImportDialog() {
  const m = useMessages();
  const { corpus, jobs } = useStores();
  const { pending, selected, importing } = useStore(corpus.store);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'import'));
  const current = pending.find((one) => one.id === selected) ?? pending[0];
  const ready = pending.filter(readyToImport).length;
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
            <Button onClick={() => corpus.dismissAll()} disabled={importing}>
              {m.cancel}
            </Button>
            <Button
              look="primary"
              data-testid="import-confirm"
              disabled={importing}
              unavailable={ready === 0 ? m.corpus.dialog.noneReady : null}
              onClick={() => void importAll()}
            >
              {importing ? m.corpus.dialog.importing : m.corpus.dialog.confirm(ready)}
            </Button>
          </>
        )
      }
    >
      {pending.some(({ use, options }) => options && use === 'corpus') && <CleaningChoice disabled={importing} />}
      <div className={pending.length > 1 ? 'grid gap-6 md:grid-cols-[200px_minmax(0,1fr)]' : ''}>
        {pending.length > 1 && <FileList files={pending} current={current?.id ?? null} />}
        {current && <FileDetails key={current.id} entry={current} />}
      </div>
    </Sheet>
  );
}

function FileList({ files, current }: { files: readonly PendingFile[]; current: string | null }) {
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
            <span className="block truncate">{one.file.name}</span>
            <span className="block text-soft text-xs">
              {one.error ? m.corpus.dialog.unreadable : formatBytes(one.file.size, language)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function FileDetails({ entry }: { entry: PendingFile }) {
  const m = useMessages();
  const language = useLanguage();
  const { corpus } = useStores();
  const { preview, options } = entry;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="min-w-0 truncate font-semibold">{entry.file.name}</h3>
        <span className="text-soft text-sm">{formatBytes(entry.file.size, language)}</span>
        <Button className="ml-auto" size="small" look="quiet" onClick={() => corpus.dismiss(entry.id)}>
          {m.corpus.dialog.leaveOut}
        </Button>
      </div>
      {entry.error && <ErrorNote error={entry.error} />}
      {!preview && !entry.error && (
        <div role="status" className="flex flex-col gap-2 text-soft">
          {m.corpus.dialog.reading}
          <Bar share={null} label={m.corpus.dialog.reading} />
        </div>
      )}
      {preview?.kind === 'instructions' && (
        <div className="flex flex-col gap-2 rounded-lg bg-sunken px-4 py-3">
          <p className="font-medium">{m.corpus.dialog.instructions}</p>
          <p className="text-soft">{m.corpus.dialog.instructionsLead}</p>
          <CheckField
            label={m.corpus.dialog.anyway}
            checked={entry.use === 'corpus'}
            disabled={entry.importing}
            onChange={(isText) => corpus.setUse(entry.id, isText ? 'corpus' : 'instructions')}
          />
        </div>
      )}
      {preview && options && (
        <>
          {entry.use === 'corpus' && <Options entry={entry} options={options} />}
          <div>
            <h4 className="mb-2 text-sm text-soft">{m.corpus.dialog.first}</h4>
            {preview.sample.length === 0 && <p>{m.corpus.dialog.empty}</p>}
            <ol className="flex flex-col gap-2">
              {withPlaces(preview.sample).map(({ place, item: document }) => (
                <li key={place} className="whitespace-pre-wrap border-line border-l-2 pl-3 text-sm">
                  {document}
                </li>
              ))}
            </ol>
          </div>
        </>
      )}
    </div>
  );
}

function Options({ entry, options }: { entry: PendingFile; options: ImportOptions }) {
  const m = useMessages();
  const { corpus } = useStores();
  const { preview } = entry;
  const example = preview?.fields.find((field) => field.name === options.field)?.example;
  const { asks } = readerOf(options.format);
  const set = (change: Partial<ImportOptions>) => corpus.setOptions(entry.id, change);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <SelectField
        label={m.corpus.dialog.format}
        value={options.format}
        disabled={entry.importing}
        options={READERS.map(({ id }) => ({ value: id, label: m.corpus.dialog.formats[id] }))}
        onChange={(format) => set({ format })}
      />
      {asks === 'field' && (
        <SelectField
          label={m.corpus.dialog.field}
          value={options.field ?? ''}
          placeholder={m.corpus.dialog.noField}
          disabled={entry.importing}
          options={(preview?.fields ?? []).map((field) => ({
            value: field.name,
            label: `${field.name} (${field.kind})`,
          }))}
          onChange={(field) => set({ field })}
          {...(example ? { hint: `${m.corpus.dialog.example} “${example.slice(0, 120)}”` } : {})}
        />
      )}
      {asks === 'split' && (
        <SelectField
          label={m.corpus.dialog.split}
          value={options.split}
          disabled={entry.importing}
          options={(['auto', 'blank-line', 'line', 'file'] satisfies DocumentSplit[]).map((value) => ({
            value,
            label: m.corpus.dialog.splits[value],
          }))}
          onChange={(split) => set({ split })}
        />
      )}
    </div>
  );
}
