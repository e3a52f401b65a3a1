/** The texts that are chosen for a step: listed, taken from files or from the project, removed again. Removing asks. */
import { Plus, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import { chosenFor } from '../../state/references.ts';
import type { ProjectSnapshot, ReferenceOrigin, ReferenceRecord, ReferenceUse } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { SelectField } from '../parts/fields.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { FileButton } from './file-button.tsx';

export function ReferenceTexts({ use, disabled }: { use: ReferenceUse; disabled: boolean }) {
  const m = useMessages();
  const { jobs, references } = useStores();
  const chosen = chosenFor(
    use,
    useStudio((state) => state.snapshot?.corpus),
  );
  const { adding, error } = useStore(references.store);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'reference'));
  const [asking, setAsking] = useState<ReferenceRecord | null>(null);
  const heading = useId();
  const top = useRef<HTMLHeadingElement>(null);
  const isBusy = disabled || adding !== null;
  return (
    <section aria-labelledby={heading} className="flex flex-col gap-3" data-testid={`references-${use}`}>
      <div>
        <h4 id={heading} ref={top} tabIndex={-1} className="font-medium text-sm">
          {m.references.titles[use]}
        </h4>
        <p className="max-w-[90ch] text-soft text-sm">{m.references.leads[use]}</p>
      </div>
      {chosen.length > 0 && (
        <ul className="flex flex-col border-t">
          {chosen.map((one) => (
            <li key={one.id} className="flex items-start gap-2 border-b py-1.5">
              <Chosen reference={one} />
              <IconButton label={m.references.remove(one.name)} disabled={isBusy} onClick={() => setAsking(one)}>
                <X className="size-4" aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        <FileButton
          look="plain"
          label={`${m.references.addFiles}: ${m.references.titles[use]}`}
          disabled={isBusy}
          testId={`references-${use}-files`}
          onFiles={(files) => void references.addFiles(use, files)}
        >
          <Plus className="size-4" aria-hidden="true" />
          {m.references.addFiles}
        </FileButton>
        <FromProject use={use} disabled={isBusy} />
      </div>
      {adding === use && job && <JobProgress job={job} />}
      {error?.use === use && <ErrorNote error={error.error} />}
      <Ask
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={m.references.removeTitle(asking?.name ?? '')}
        lead={m.references.removeLead}
        action={m.references.removeDo}
        returnTo={top}
        onConfirm={async () => {
          if (asking) await references.remove(asking);
        }}
      />
    </section>
  );
}

function Chosen({ reference }: { reference: ReferenceRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const { name, from, texts, bytes, readBytes, shortTexts, badRows, skippedFiles } = reference;
  const number = (value: number) => formatNumber(value, language);
  const size = (value: number) => formatBytes(value, language);
  const isThere = useStudio(
    ({ snapshot }) =>
      from.kind === 'files' ||
      (from.kind === 'source'
        ? snapshot?.corpus.sources.some(({ id }) => id === from.source)
        : snapshot?.instructionSets.some(({ id }) => id === from.set)),
  );
  const facts = [
    m.references.texts(number(texts), texts),
    bytes < readBytes ? m.references.partOf(size(bytes), size(readBytes)) : size(bytes),
    ...(from.kind === 'files' ? [] : [m.references.copied[from.kind]]),
    ...(from.kind === 'instructions' && from.part === 'held-out' ? [m.references.heldOutPart] : []),
    ...(isThere ? [] : [m.references.gone]),
  ];
  return (
    <div className="min-w-0 flex-1 text-sm">
      <div className="truncate" title={name}>
        {name}
      </div>
      <p className="text-soft text-xs">{facts.join(' · ')}</p>
      {badRows > 0 && <p className="text-xs">{m.references.badRows(number(badRows), badRows)}</p>}
      {skippedFiles > 0 && <p className="text-xs">{m.references.skippedFiles(number(skippedFiles), skippedFiles)}</p>}
      {shortTexts > 0 && <p className="text-xs">{m.references.short(number(shortTexts), shortTexts)}</p>}
    </div>
  );
}

/** What of the project can be chosen for it: nothing is shown where there is nothing. */
function FromProject({ use, disabled }: { use: ReferenceUse; disabled: boolean }) {
  const m = useMessages();
  const { references } = useStores();
  const snapshot = useStudio((state) => state.snapshot);
  const [picked, setPicked] = useState('');
  const options = originsOf(use, snapshot).map(({ name, origin }) => ({
    value: JSON.stringify(origin),
    label: origin.kind === 'instructions' ? m.references.part(name, origin.part) : name,
    name,
    origin,
  }));
  const chosen = options.find(({ value }) => value === picked);
  if (options.length === 0) return null;
  return (
    <div className="flex min-w-0 flex-1 basis-72 items-end gap-2">
      <div className="min-w-0 max-w-96 flex-1">
        <SelectField
          label={m.references.fromProject[use]}
          value={chosen?.value ?? ''}
          placeholder={m.references.pick}
          options={options}
          disabled={disabled}
          onChange={setPicked}
          testId={`references-${use}-project`}
        />
      </div>
      <Button
        disabled={disabled || !chosen}
        onClick={() => {
          if (chosen) void references.add(use, chosen.name, chosen.origin);
        }}
      >
        {m.references.add}
      </Button>
    </div>
  );
}

type ProjectOrigin = Exclude<ReferenceOrigin, { kind: 'files' }>;

function originsOf(use: ReferenceUse, snapshot: ProjectSnapshot | null): { name: string; origin: ProjectOrigin }[] {
  if (use === 'trusted')
    return (snapshot?.corpus.sources ?? []).map(({ id, fileName }) => ({
      name: fileName,
      origin: { kind: 'source', source: id },
    }));
  return (snapshot?.instructionSets ?? []).flatMap(({ id, fileName }) =>
    (['all', 'held-out'] as const).map((part) => ({
      name: fileName,
      origin: { kind: 'instructions' as const, set: id, part },
    })),
  );
}
