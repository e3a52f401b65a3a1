/** Before a run starts: whether what it will store has room, and whether it will be kept. Nothing where all is well. */
import { HardDrive } from 'lucide-react';
import { roomFor } from '../../state/room.ts';
import type { RunNeeds } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { PersistAsk } from './persist-ask.tsx';

export function NeedsNote({ needs }: { needs: RunNeeds }) {
  const m = useMessages();
  const { storeroom } = useStores();
  const storage = useStudio((state) => state.storage);
  const roomText = useRoomText(needs);
  if (!storage || (roomText === null && storage.persisted && !storage.isPrivate)) return null;
  return (
    <div data-testid="storage-needs" className="flex gap-3 rounded-lg bg-sunken px-4 py-3 text-sm">
      <HardDrive className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-3">
        {roomText !== null && <p>{roomText}</p>}
        {roomText !== null && <Button onClick={() => void storeroom.open()}>{m.storeroom.open}</Button>}
        {storage.isPrivate && <p>{m.storeroom.needs.isPrivate}</p>}
        {!storage.persisted && <PersistAsk>{m.storeroom.needs.notPersisted}</PersistAsk>}
      </div>
    </div>
  );
}

/** What is wrong with the room; null where there is enough. */
function useRoomText(needs: RunNeeds): string | null {
  const m = useMessages();
  const language = useLanguage();
  const storage = useStudio((state) => state.storage);
  if (!storage) return null;
  const [needed, free] = [needs.neededBytes, storage.freeBytes].map((bytes) => formatBytes(bytes, language)) as [
    string,
    string,
  ];
  const room = roomFor(needs, storage);
  switch (room) {
    case 'enough':
      return null;
    case 'tight':
      return m.storeroom.needs.tight(needed, free);
    case 'none':
      return m.storeroom.needs.none(needed, free);
    case 'unknown':
      return m.storeroom.needs.unknown(needed);
    default:
      return room satisfies never;
  }
}

/** Why a run cannot start for want of room; null where it can, as far as is known. */
export function useNoRoom(needs: RunNeeds | null): string | null {
  const m = useMessages();
  const language = useLanguage();
  const storage = useStudio((state) => state.storage);
  if (!needs || !storage || roomFor(needs, storage) !== 'none') return null;
  return m.storeroom.needs.none(formatBytes(needs.neededBytes, language), formatBytes(storage.freeBytes, language));
}
