/** An export to the Hugging Face Hub: where to, as whom, what exactly leaves the computer, and what came of it. */
import { Check, ExternalLink } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { isModelId } from '../../data/hub.ts';
import { originOf } from '../../data/translation/endpoint.ts';
import type { ErrorCode } from '../../error-codes.ts';
import { askedAt, mayAsk } from '../../state/hosts.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { type PushDraft, pushOrigins } from '../../state/pushing.ts';
import type { ExportResult } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatNumber } from '../format.ts';
import { errorText } from '../messages/errors.ts';
import type { Messages } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ChoiceRow } from '../parts/choice-row.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { CheckField, TextField } from '../parts/fields.tsx';
import { ComingBack, HostPermission, hostNames } from '../parts/host-permission.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { SecretField } from '../parts/secret-field.tsx';

/** @param exported what would be exported now, once it is; null before */
export function PushView({ exported }: { exported: ExportResult | null }) {
  const m = useMessages();
  const { pushing } = useStores();
  const { draft } = useStore(pushing.store);
  // What was typed before the page was loaded anew is still there.
  const [isOpen, setOpen] = useState(askedAt === 'push' || draft.id !== '');
  useEffect(() => () => pushing.forgetToken(), [pushing]);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="push">
      <summary className="w-fit font-medium">{m.push.title}</summary>
      <div className="mt-3 flex flex-col gap-4">
        <ComingBack place="push" />
        <p className="text-soft">{m.push.lead}</p>
        <PushFields exported={exported} />
        <PushActions exported={exported} />
        {exported && <PushResult exported={exported} />}
      </div>
    </details>
  );
}

function PushFields({ exported }: { exported: ExportResult | null }) {
  const m = useMessages();
  const { pushing } = useStores();
  const { draft, token, pushing: isPushing } = useStore(pushing.store);
  const origins = pushOrigins(draft);
  const origin = originOf(draft.address);
  const mayAskAll = origins?.every(mayAsk) === true;
  return (
    <>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] items-start gap-x-6 gap-y-3">
        <TextField
          label={m.push.id}
          hint={m.push.idHint}
          placeholder="owner/name"
          testId="push-id"
          value={draft.id}
          disabled={isPushing}
          onChange={(id) => pushing.change({ id })}
        />
        <ChoiceRow
          legend={m.push.visibility}
          options={[
            { value: false, label: m.push.visibilities.private },
            { value: true, label: m.push.visibilities.public },
          ]}
          value={draft.isPublic}
          disabled={isPushing}
          onChange={(isPublic) => pushing.change({ isPublic })}
        />
      </div>
      <Addresses draft={draft} disabled={isPushing} />
      {origins && isModelId(draft.id.trim()) && (
        <HostPermission origins={origins} place="push" leaves={m.push.leaves} />
      )}
      {exported && origins && !mayAskAll && <p className="text-soft text-sm">{m.push.exportAgain}</p>}
      {origin !== null && mayAskAll && (
        <SecretField
          label={m.push.token(new URL(origin).host)}
          hint={m.push.tokenHint}
          testId="push-token"
          value={token}
          disabled={isPushing}
          onChange={(typed) => pushing.setToken(typed)}
        />
      )}
    </>
  );
}

function Addresses({ draft, disabled }: { draft: PushDraft; disabled: boolean }) {
  const m = useMessages();
  const { pushing } = useStores();
  return (
    <details>
      <summary className="w-fit text-sm">{m.push.more}</summary>
      <div className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] items-start gap-x-6 gap-y-3">
        <TextField
          label={m.push.address}
          testId="push-address"
          value={draft.address}
          disabled={disabled}
          onChange={(address) => pushing.change({ address })}
        />
        <TextField
          label={m.push.uploads}
          hint={m.push.uploadsHint}
          testId="push-uploads"
          value={draft.uploads}
          disabled={disabled}
          onChange={(uploads) => pushing.change({ uploads })}
        />
      </div>
    </details>
  );
}

/** Faults after which pressing again may lead on from where it ended. */
const PASSING: readonly ErrorCode[] = ['hub-unreachable', 'hub-busy', 'hub-expired'];

/** What leaves, the button, and how far it is. */
function PushActions({ exported }: { exported: ExportResult | null }) {
  const m = useMessages();
  const { pushing, jobs } = useStores();
  const { draft, token, mayReplace, error, pushing: isPushing, result } = useStore(pushing.store);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'push'));
  const unready = unreadiness(m, draft, token, exported);
  const id = draft.id.trim();
  const isDone = exported !== null && result?.file === exported.file;
  const mayBeAsked = mayReplace || error?.code === 'hub-would-replace';
  return (
    <>
      {exported && isModelId(id) && <Sends exported={exported} draft={draft} />}
      {error && <ErrorNote error={error} title={PASSING.includes(error.code) ? m.push.cut : m.push.failed} />}
      {mayBeAsked && (
        <CheckField
          label={m.push.mayReplace}
          checked={mayReplace}
          disabled={isPushing}
          testId="push-replace"
          onChange={(may) => pushing.setMayReplace(may)}
        />
      )}
      {job ? (
        <JobProgress job={job} />
      ) : (
        <div>
          <Button
            data-testid="push-start"
            className="h-auto! min-h-8 max-w-full whitespace-normal! wrap-anywhere py-1"
            unavailable={unready}
            disabled={isPushing}
            onClick={() => exported && void pushing.start(exported)}
          >
            {isDone || error ? m.push.again : isModelId(id) ? m.push.start(id) : m.push.startPlain}
          </Button>
        </div>
      )}
      {exported && isPushing && <FilesOnTheirWay exported={exported} />}
    </>
  );
}

function unreadiness(m: Messages, draft: PushDraft, token: string, exported: ExportResult | null): string | null {
  const origins = pushOrigins(draft);
  if (!isModelId(draft.id.trim())) return m.push.needsId;
  if (!origins) return m.push.needsAddress;
  if (!origins.every(mayAsk)) return m.hosts.notAllowed(hostNames(origins));
  if (!exported) return m.push.needsExport;
  return token.trim() === '' ? m.push.needsToken : null;
}

const bytesOf = ({ files }: ExportResult): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

function Sends({ exported, draft }: { exported: ExportResult; draft: PushDraft }) {
  const m = useMessages();
  const language = useLanguage();
  const { files } = exported;
  const origins = pushOrigins(draft);
  if (!origins) return null;
  const count = formatNumber(files.length, language);
  return (
    <p className="wrap-anywhere" data-testid="push-sends">
      {m.push.sends(count, formatBytes(bytesOf(exported), language), draft.id.trim())}{' '}
      {m.push.sendsTo(hostNames(origins))} {draft.isPublic ? m.push.sendsPublic : m.push.sendsPrivate}
      {files.some(({ name }) => name.endsWith('/heldout.jsonl')) && ` ${m.push.withHeldOut}`}
    </p>
  );
}

function FilesOnTheirWay({ exported }: { exported: ExportResult }) {
  const m = useMessages();
  const language = useLanguage();
  const { pushing } = useStores();
  const { sent, pausing } = useStore(pushing.store);
  const state = (bytes: number, size: number): string => {
    if (bytes >= size) return m.push.arrived;
    return bytes === 0 ? m.push.waits : m.push.onItsWay(formatBytes(bytes, language), formatBytes(size, language));
  };
  return (
    <div className="flex flex-col gap-2 text-sm">
      <ul aria-label={m.push.files} className="flex flex-col gap-1" data-testid="push-files">
        {exported.files.map(({ name, bytes }) => {
          const base = name.split('/').at(-1) ?? name;
          return (
            <li key={name} className="flex flex-wrap justify-between gap-x-4">
              <span className="wrap-anywhere font-mono">{base}</span>
              <span className="text-soft">{state(sent[base] ?? 0, bytes)}</span>
            </li>
          );
        })}
      </ul>
      {pausing && (
        <p role="status" data-testid="push-pausing">
          {errorText(pausing.error, language)} {m.push.pausing(formatNumber(pausing.seconds, language))}
        </p>
      )}
    </div>
  );
}

function PushResult({ exported }: { exported: ExportResult }) {
  const m = useMessages();
  const language = useLanguage();
  const { pushing } = useStores();
  const { draft, result } = useStore(pushing.store);
  if (result?.file !== exported.file) return null;
  const { url, isPrivate, bytesSent } = result.push;
  return (
    <div className="flex flex-col items-start gap-2" role="status" data-testid="push-done">
      <p className="flex gap-2">
        <Check className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
        {m.push.done(formatBytes(bytesSent, language), formatBytes(bytesOf(exported), language))}
      </p>
      {draft.isPublic && isPrivate && <p>{m.push.staysPrivate}</p>}
      <a
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        className="wrap-anywhere inline-flex items-center gap-1.5 underline"
        data-testid="push-link"
      >
        {url}
        <ExternalLink className="size-3.5 shrink-0" aria-hidden="true" />
        <span className="sr-only">{m.push.open}</span>
      </a>
    </div>
  );
}
