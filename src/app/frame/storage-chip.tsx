/** How much is stored of what the browser allows, whether it has promised to keep it, and the way to what takes the room. */
import { HardDrive } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useStores, useStudio } from '../context.ts';
import { formatBytes } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { PersistAsk } from '../storage/persist-ask.tsx';
import { storageText } from '../storage/storage-text.ts';
import { chip } from './menu.ts';

export function StorageChip() {
  const m = useMessages();
  const language = useLanguage();
  const { storeroom } = useStores();
  const storage = useStudio((state) => state.storage);
  const [open, setOpen] = useState(false);
  if (!storage) return null;
  const used = formatBytes(storage.usedBytes, language);
  const share = storage.quotaBytes > 0 ? storage.usedBytes / storage.quotaBytes : 0;
  const text = storageText(storage, language);

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger data-testid="storage" className={chip} aria-label={`${m.storage.label}: ${text}`}>
        <HardDrive className="size-4 shrink-0" aria-hidden="true" />
        <span className="hidden md:inline">{used}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="z-50 w-80 max-w-[calc(100vw-24px)] rounded-lg border border-hairline bg-raised p-4 text-sm shadow-float"
          align="end"
          sideOffset={6}
          collisionPadding={12}
        >
          <h2 className="mb-2 font-semibold">{m.storage.label}</h2>
          <p>{text}</p>
          <div className="my-2 h-1 overflow-hidden rounded-full bg-hairline">
            <div className="h-full bg-ink" style={{ width: `${Math.min(100, Math.max(share * 100, 0.5))}%` }} />
          </div>
          <PersistAsk>{m.storage.notPersisted}</PersistAsk>
          {storage.isPrivate && <p className="mt-3 border-t pt-3">{m.storeroom.needs.isPrivate}</p>}
          <Button
            className="mt-3"
            data-testid="storeroom-open"
            onClick={() => {
              setOpen(false);
              void storeroom.open();
            }}
          >
            {m.storeroom.open}
          </Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
