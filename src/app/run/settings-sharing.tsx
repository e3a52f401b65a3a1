/** Settings on their way: saved as a file, copied as a link, loaded, and the question before they are taken. */
import { useRef } from 'react';
import { useStore } from 'zustand';
import type { Difference } from '../../state/run-difference.ts';
import { type SharedSettings, settingsCode, settingsFile, sharedSettings } from '../../state/settings-file.ts';
import { changesOf } from '../../state/sharing.ts';
import type { ModelChoice, RunRecord, TrainingSettings } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { useCopy } from '../parts/copy.ts';
import { Sheet } from '../parts/dialogs.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { saveFile } from '../parts/save-file.ts';
import { ChangeTable } from './change-table.tsx';

/** Of the address, before the code. */
export const settingsPath = '/train/settings/';

/** Keys that save settings and copy their link. */
export function ShareSettings({ choice, settings }: { choice: ModelChoice; settings: TrainingSettings }) {
  const m = useMessages();
  const { outcome, copy } = useCopy();
  const shared = sharedSettings({ choice, settings });
  const code = settingsCode(shared);
  const link = `${location.origin}${location.pathname}#${settingsPath}${code}`;
  const copied = outcome?.isDone ? m.onward.sharing.copied : m.notCopied;
  return (
    <>
      <Button
        size="small"
        look="quiet"
        data-testid="settings-save-file"
        onClick={() => saveFile(new Blob([settingsFile(shared)], { type: 'application/json' }), 'ocaq-settings.json')}
      >
        {m.onward.sharing.file}
      </Button>
      <Button size="small" look="quiet" data-testid="settings-copy" onClick={() => void copy(link)}>
        <span aria-live="polite">{outcome?.text === link ? copied : m.onward.sharing.copy}</span>
      </Button>
    </>
  );
}

export function LoadSettings() {
  const m = useMessages();
  const { sharing } = useStores();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        data-testid="settings-input"
        aria-label={m.onward.sharing.load}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void sharing.offerFile(file);
          event.target.value = ''; // the same file may be chosen again
        }}
      />
      <Button size="small" look="quiet" onClick={() => input.current?.click()}>
        {m.onward.sharing.load}
      </Button>
    </>
  );
}

/** What a run was set to, for the form, a file or a link. */
export function RunSettings({ run }: { run: RunRecord }) {
  const m = useMessages();
  const { sharing } = useStores();
  return (
    <div className="flex flex-col items-start gap-4">
      <p>{m.onward.sharing.lead}</p>
      <div className="flex flex-wrap gap-2">
        <Button data-testid="settings-use" onClick={() => sharing.offerRun(run)}>
          {m.onward.sharing.use}
        </Button>
        <ShareSettings choice={run.choice} settings={run.settings} />
      </div>
    </div>
  );
}

/** Shows what would change, and asks. @param onTaken called when the settings are in the form */
export function OfferedSettings({ onTaken }: { onTaken: () => void }) {
  const m = useMessages();
  const { sharing, training } = useStores();
  const { offered, taking, error } = useStore(sharing.store);
  const own = useStore(training.store, (state) => state.settings);
  const snapshot = useStudio((state) => state.snapshot);
  const changes = offered && snapshot ? changesOf(offered, snapshot, own) : null;
  const hasTokenizer = snapshot?.tokenizer != null;
  const { title, unreadable, take, needsTokenizer } = m.onward.sharing;
  return (
    <Sheet
      open={offered !== null || error !== null}
      onOpenChange={(open) => !open && sharing.drop()}
      title={offered ? title : unreadable}
      width="max-w-xl"
      footer={
        <>
          <Button onClick={sharing.drop}>{offered ? m.cancel : m.close}</Button>
          {offered && (
            <Button
              look="primary"
              data-testid="settings-take"
              disabled={taking}
              unavailable={hasTokenizer ? null : needsTokenizer}
              onClick={() => void sharing.take().then((taken) => taken && onTaken())}
            >
              {take}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4" data-testid="settings-offered">
        {error && <ErrorNote error={error} />}
        {offered && !hasTokenizer && <p>{needsTokenizer}</p>}
        {offered && <Changes offered={offered} changes={changes} />}
      </div>
    </Sheet>
  );
}

function Changes({ offered, changes }: { offered: SharedSettings; changes: readonly Difference[] | null }) {
  const m = useMessages();
  const language = useLanguage();
  const { sharing } = m.onward;
  const number = (value: number) => formatNumber(value, language);
  if (changes === null) {
    const { layers, hiddenSize } = offered.choice.config;
    const shape = sharing.shape(number(layers), number(hiddenSize));
    return <p>{sharing.whole(shape, number(offered.settings.steps))}</p>;
  }
  if (changes.length === 0) return <p>{sharing.same}</p>;
  return <ChangeTable caption={sharing.changes} changes={changes} />;
}
