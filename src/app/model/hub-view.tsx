/** A model of the Hugging Face Hub: which, what it is and takes, and its import. Nobody is asked before the person says so. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { isModelId } from '../../data/hub.ts';
import { originOf } from '../../data/translation/endpoint.ts';
import { mayAsk } from '../../state/hosts.ts';
import { originsOf } from '../../state/hub-import.ts';
import { jobOfKind } from '../../state/jobs.ts';
import type { HubModelReport } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatCount, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { TextField } from '../parts/fields.tsx';
import { ComingBack, HostPermission, hostNames } from '../parts/host-permission.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { SecretField } from '../parts/secret-field.tsx';

const columns = 'grid grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] items-start gap-x-6 gap-y-3';

export function HubView({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { hubImport } = useStores();
  const { draft, error } = useStore(hubImport.store);
  // What was typed before the page was loaded anew is still there.
  const [isOpen, setOpen] = useState(draft.id !== '');
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="hub">
      <summary className="w-fit text-sm">{m.hub.title}</summary>
      <div className="mt-3 flex flex-col gap-4">
        <ComingBack place="hub" />
        <HubFields />
        <HubActions disabled={disabled} />
        <HubProgress />
        {error && <ErrorNote error={error} title={m.hub.failed} />}
      </div>
    </details>
  );
}

function HubFields() {
  const m = useMessages();
  const { hubImport } = useStores();
  const { draft, tokens } = useStore(hubImport.store);
  const origins = originsOf(draft);
  const origin = originOf(draft.address);
  return (
    <>
      <div className={columns}>
        <TextField
          label={m.hub.id}
          hint={m.hub.idHint}
          placeholder="openai-community/gpt2"
          testId="hub-id"
          value={draft.id}
          onChange={(id) => hubImport.change({ id })}
        />
      </div>
      <details>
        <summary className="w-fit text-sm">{m.hub.more}</summary>
        <div className={`mt-3 ${columns}`}>
          <TextField
            label={m.hub.revision}
            hint={m.hub.revisionHint}
            placeholder="main"
            value={draft.revision}
            onChange={(revision) => hubImport.change({ revision })}
          />
          <TextField
            label={m.hub.address}
            testId="hub-address"
            value={draft.address}
            onChange={(address) => hubImport.change({ address })}
          />
          <TextField
            label={m.hub.files}
            hint={m.hub.filesHint}
            testId="hub-files"
            value={draft.files}
            onChange={(files) => hubImport.change({ files })}
          />
        </div>
      </details>
      {origins && isModelId(draft.id.trim()) && <HostPermission origins={origins} place="hub" leaves={m.hub.leaves} />}
      {origin !== null && mayAsk(origin) && (
        <SecretField
          label={m.hub.token(new URL(origin).host)}
          testId="hub-token"
          value={tokens[origin] ?? ''}
          onChange={(token) => hubImport.setToken(origin, token)}
        />
      )}
    </>
  );
}

function HubActions({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { hubImport } = useStores();
  const { draft, busy, report } = useStore(hubImport.store);
  const origins = originsOf(draft);
  const unready = !isModelId(draft.id.trim())
    ? m.hub.needsId
    : !origins
      ? m.hub.needsAddress
      : origins.every(mayAsk)
        ? null
        : m.hosts.notAllowed(hostNames(origins));
  const isTooLarge = report?.freeBytes != null && report.freeBytes < report.storedBytes;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Button
        data-testid="hub-inspect"
        unavailable={unready}
        disabled={disabled || busy !== null}
        onClick={() => void hubImport.inspect()}
      >
        {m.hub.inspect}
      </Button>
      {report && (
        <>
          <Button
            data-testid="hub-add"
            unavailable={isTooLarge ? m.hub.noRoom : unready}
            disabled={disabled || busy !== null}
            onClick={() => void hubImport.add()}
          >
            {m.hub.add}
          </Button>
          <Facts report={report} />
        </>
      )}
    </div>
  );
}

function Facts({ report }: { report: HubModelReport }) {
  const m = useMessages();
  const language = useLanguage();
  const { family, parameters, layers, hiddenSize, contextLength, tokens, downloadBytes, storedBytes, freeBytes } =
    report;
  const number = (value: number): string => formatNumber(value, language);
  const bytes = (value: number): string => formatBytes(value, language);
  const shape = m.model.presetShape(number(layers), number(hiddenSize), number(contextLength));
  const takes = m.hub.takes(bytes(downloadBytes), bytes(storedBytes));
  return (
    <p className="text-sm" data-testid="hub-report">
      {family}: {m.model.imports.facts(formatCount(parameters, language), shape, number(tokens))}{' '}
      {freeBytes === null ? `${takes}.` : `${takes}; ${m.hub.free(bytes(freeBytes))}`}
    </p>
  );
}

/** The look at a model while it lasts, and an import that waits for the network. */
function HubProgress() {
  const m = useMessages();
  const { hubImport, jobs } = useStores();
  const interrupted = useStore(hubImport.store, (state) => state.interrupted);
  const inspecting = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'inspect'));
  return (
    <>
      {inspecting && <JobProgress job={inspecting} />}
      {interrupted && (
        <div className="flex flex-col gap-3">
          <ErrorNote error={interrupted.error} title={m.hub.waits} />
          <div className="flex gap-2">
            <Button data-testid="hub-resume" onClick={() => void hubImport.resume()}>
              {m.hub.resume}
            </Button>
            <Button look="quiet" onClick={() => void jobs.cancel(interrupted.jobId)}>
              {m.cancel}
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
