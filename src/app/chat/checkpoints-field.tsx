/** Which checkpoint answers, which ones beside it on the same prompt, and whether two of them are named before they are judged. */
import { X } from 'lucide-react';
import { useStore } from 'zustand';
import type { CheckpointRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { CheckpointField } from '../parts/checkpoint-field.tsx';
import { useCheckpointName } from '../parts/checkpoint-names.ts';
import { CheckField } from '../parts/fields.tsx';
import { MOST_ANSWERS, useAnswering } from './answering.ts';

const noCheckpoints: CheckpointRecord[] = [];

export function CheckpointsField() {
  const { chat: c } = useMessages();
  const { chat } = useStores();
  const { live, isBlind } = useStore(chat.store);
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints ?? noCheckpoints);
  const nameOf = useCheckpointName();
  const answering = useAnswering();
  const [first, ...beside] = answering;
  const others = checkpoints.filter((one) => !answering.includes(one));
  const busy = live !== null;
  const compare = (ids: string[]) => chat.change({ compared: ids });
  const besideIds = beside.map(({ id }) => id);
  return (
    <>
      <CheckpointField
        label={c.checkpoint}
        checkpoints={checkpoints}
        value={first?.id ?? null}
        disabled={busy}
        onChange={(id) => chat.change({ checkpoint: id })}
      />
      {beside.length > 0 && (
        <ul aria-label={c.beside} className="flex flex-col gap-1 text-sm" data-testid="chat-beside">
          {beside.map(({ id }) => (
            <li key={id} className="flex items-center gap-1 rounded-md bg-sunken py-0.5 pr-0.5 pl-2">
              <span className="min-w-0 flex-1">{nameOf(id)}</span>
              <IconButton
                label={c.besideRemove(nameOf(id))}
                disabled={busy}
                onClick={() => compare(besideIds.filter((one) => one !== id))}
              >
                <X className="size-3.5" aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && answering.length < MOST_ANSWERS && (
        <CheckpointField
          label={c.compareWith}
          checkpoints={others}
          value={null}
          none={c.compareNone}
          testId="chat-compare"
          disabled={busy}
          onChange={(id) => compare([...besideIds, id])}
        />
      )}
      {checkpoints.length > 1 && (
        <CheckField
          label={c.blind.choice}
          hint={beside.length === 1 ? c.blind.lead : c.blind.needsTwo}
          checked={isBlind && beside.length < 2}
          disabled={busy || beside.length > 1}
          testId="chat-blind"
          onChange={(checked) => chat.change({ isBlind: checked })}
        />
      )}
    </>
  );
}
