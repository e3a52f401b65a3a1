/** One stored thing: what it is called, what it takes, and, when it is to go, what goes with it. */
import { useId, useState } from 'react';
import type { OcaqError } from '../../errors.ts';
import { asOcaqError } from '../../state/connection.ts';
import type { Id, ProjectStorage, StoredItem } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatNumber } from '../format.ts';
import type { Language, Messages } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { runTitle } from '../run/run-title.ts';

export function StoredRow({ project, item }: { project: ProjectStorage; item: StoredItem }) {
  const m = useMessages();
  const language = useLanguage();
  const [asking, setAsking] = useState(false);
  const name = nameOf(item, project, language);
  return (
    <li className="flex flex-col gap-2 border-b py-2 last:border-b-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-52">
          <p className="truncate">{name}</p>
          <p className="text-soft text-sm">
            {[formatBytes(item.bytes, language), ...remarks(item, language)].join(' · ')}
          </p>
        </div>
        {item.keptFor === null && !asking && (
          <Button size="small" aria-label={m.storeroom.letGoOf(name)} onClick={() => setAsking(true)}>
            {m.storeroom.letGo}
          </Button>
        )}
      </div>
      {asking && <Question project={project} item={item} onEnd={() => setAsking(false)} />}
    </li>
  );
}

function Question({ project, item, onEnd }: { project: ProjectStorage; item: StoredItem; onEnd: () => void }) {
  const m = useMessages();
  const { storeroom } = useStores();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<OcaqError | null>(null);
  const id = useId();

  async function letGo(): Promise<void> {
    setBusy(true);
    setFailed(null);
    try {
      await storeroom.letGo(project.project.id, item);
      onEnd();
    } catch (thrown) {
      setFailed(asOcaqError(thrown));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="flex flex-col gap-3 rounded-md bg-sunken p-3 text-sm">
      <p id={id}>{lossOf(item, project, m)}</p>
      {failed && <ErrorNote error={failed} />}
      <div className="flex flex-wrap gap-2">
        <Button
          look="danger"
          disabled={busy}
          autoFocus
          aria-describedby={id}
          data-testid="let-go"
          onClick={() => void letGo()}
        >
          {m.storeroom.letGoDo}
        </Button>
        <Button onClick={onEnd}>{m.cancel}</Button>
      </div>
    </div>
  );
}

const titleOf = (id: Id, { runs }: ProjectStorage, m: Messages): string =>
  runTitle(runs.find((run) => run.id === id) ?? { id, name: '' }, m);

function nameOf(item: StoredItem, project: ProjectStorage, language: Language): string {
  const { storeroom: m } = language.messages;
  const { checkpoint } = item;
  if (checkpoint)
    return m.checkpoint(titleOf(checkpoint.run, project, language.messages), formatNumber(checkpoint.step, language));
  if (item.kind === 'run') return titleOf(item.id, project, language.messages);
  return item.name || m.unnamed;
}

function remarks({ checkpoint, keptFor }: StoredItem, language: Language): string[] {
  const { storeroom: m } = language.messages;
  const loss = checkpoint?.heldOutLoss ?? null;
  return [
    ...(loss === null ? [] : [m.heldOut(formatNumber(loss, language, 3))]),
    ...(checkpoint?.isBest ? [m.best] : []),
    ...(keptFor === null ? [] : [m.kept[keptFor]]),
  ];
}

/** What goes with it, and what can then no longer be done. */
function lossOf(item: StoredItem, project: ProjectStorage, m: Messages): string {
  const { kind, checkpoint, resumed } = item;
  const runs = resumed.map((id) => titleOf(id, project, m)).join(', ');
  const unresumed = kind === 'tokens' ? m.storeroom.notResumedIfChanged(runs) : m.storeroom.notResumed(runs);
  return [lostWith(), ...(runs === '' ? [] : [unresumed])].join(' ');

  function lostWith(): string {
    if (kind === 'tokenizer') return m.storeroom.kept.models;
    if (kind !== 'checkpoint') return m.storeroom.lost[kind];
    const run = checkpoint ? titleOf(checkpoint.run, project, m) : '';
    return checkpoint?.isOnly ? m.storeroom.lostOnlyCheckpoint(run) : m.storeroom.lostCheckpoint(run);
  }
}
