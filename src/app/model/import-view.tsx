/** Models of other people: a folder picked or dropped becomes a checkpoint of the project. */
import { FolderInput, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import { preferredOfRun } from '../../state/preferred-checkpoint.ts';
import type { ImportedModel } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatCount, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { checkpointName } from '../parts/checkpoint-name.ts';
import { Ask } from '../parts/dialogs.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { HubView } from './hub-view.tsx';
import { pickedFolder } from './picked-folder.ts';

const noImports: ImportedModel[] = [];

export function ImportView() {
  const m = useMessages();
  const { importing, hubImport, jobs } = useStores();
  const { importing: isBusy, error } = useStore(importing.store);
  const isHubBusy = useStore(hubImport.store, ({ busy }) => busy !== null);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'import'));
  const imports = useStudio((state) => state.snapshot?.imports ?? noImports);
  return (
    <Section title={m.model.imports.title} testId="imports">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <p className="min-w-0 flex-1 basis-72 text-soft text-sm">{m.model.imports.lead}</p>
        <FolderButton disabled={isBusy || isHubBusy} />
      </div>
      {isBusy && job && <JobProgress job={job} />}
      {error && <ErrorNote error={error} title={m.model.imports.failed} />}
      <HubView disabled={isBusy} />
      {imports.length > 0 && (
        <ul className="flex flex-col divide-y">
          {imports.map((one) => (
            <ImportRow key={one.run} model={one} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function FolderButton({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { importing } = useStores();
  const input = useRef<HTMLInputElement | null>(null);
  return (
    <>
      <input
        ref={(element) => {
          input.current = element;
          element?.setAttribute('webkitdirectory', ''); // React has no property for it
        }}
        type="file"
        data-testid="import-folder"
        aria-label={m.model.imports.pick}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const folder = pickedFolder([...(event.target.files ?? [])]);
          if (folder) void importing.add(folder);
          event.target.value = ''; // the same folder may be chosen again
        }}
      />
      <Button disabled={disabled} onClick={() => input.current?.click()}>
        <FolderInput className="size-4" aria-hidden="true" />
        {m.model.imports.pick}
      </Button>
    </>
  );
}

function ImportRow({ model }: { model: ImportedModel }) {
  const m = useMessages();
  const language = useLanguage();
  const { importing, instruct, chat } = useStores();
  const [asking, setAsking] = useState(false);
  const { name, parameters, layers, hiddenSize, contextLength, tokens, begin, adapter, hasChatTemplate } = model;
  const { imports, checkpoints } = useStudio((state) => state.snapshot) ?? { imports: noImports, checkpoints: [] };
  const base = checkpoints.find(({ id }) => id === adapter?.base);
  const own = preferredOfRun(checkpoints, model.run)?.id ?? null;
  const number = (value: number): string => formatNumber(value, language);
  const shape = m.model.presetShape(number(layers), number(hiddenSize), number(contextLength));
  return (
    <li data-testid="import-row" className="flex flex-wrap items-center gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate font-medium">{name}</p>
        <p className="text-soft text-sm">
          {adapter && base
            ? m.model.imports.adapter(number(adapter.rank), checkpointName(base, imports, m, language))
            : m.model.imports.facts(formatCount(parameters, language), shape, number(tokens))}
          {begin !== '' && <> {m.model.imports.begin(begin)}</>}
          {hasChatTemplate && <> {m.model.imports.chatTemplate}</>}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <ButtonLink to="/instruct" onClick={() => instruct.change({ base: own, seq: null, setup: true })}>
          {m.screens.instruct}
        </ButtonLink>
        <ButtonLink to="/chat" onClick={() => chat.change({ checkpoint: own })}>
          {m.screens.chat}
        </ButtonLink>
        <Button look="quiet" aria-label={m.model.imports.remove(name)} onClick={() => setAsking(true)}>
          <Trash2 className="size-4" aria-hidden="true" />
        </Button>
      </div>
      <Ask
        open={asking}
        onOpenChange={setAsking}
        title={m.model.imports.remove(name)}
        lead={m.model.imports.removeLead}
        action={m.model.imports.removeAction}
        onConfirm={async () => {
          await importing.remove(model.run);
          setAsking(false);
        }}
      />
    </li>
  );
}
