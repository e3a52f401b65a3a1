/** How much is stored of what the browser allows, and whether it has promised to keep it. */
import { HardDrive } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { OcaqError } from '../../errors.ts';
import { asOcaqError } from '../../state/connection.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { chip } from './menu.ts';

export function StorageChip() {
  const m = useMessages();
  const language = useLanguage();
  const { studio } = useStores();
  const storage = useStudio((state) => state.storage);
  const [answer, setAnswer] = useState<'refused' | OcaqError | null>(null);
  if (!storage) return null;
  const used = formatBytes(storage.usedBytes, language);
  const share = storage.quotaBytes > 0 ? storage.usedBytes / storage.quotaBytes : 0;
  const text = m.storage.used(used, formatBytes(storage.quotaBytes, language));

  async function ask(): Promise<void> {
    try {
      setAnswer((await studio.askToPersist()) ? null : 'refused');
    } catch (thrown) {
      setAnswer(asOcaqError(thrown));
    }
  }

  return (
    <Popover.Root onOpenChange={() => setAnswer(null)}>
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
          <p className="text-soft">{storage.persisted ? m.storage.persisted : m.storage.notPersisted}</p>
          {!storage.persisted && answer !== 'refused' && (
            <Button className="mt-3" onClick={() => void ask()}>
              {m.storage.ask}
            </Button>
          )}
          {answer === 'refused' && <p className="mt-3 border-t pt-3">{m.storage.refused}</p>}
          {answer !== null && answer !== 'refused' && (
            <div className="mt-3">
              <ErrorNote error={answer} />
            </div>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
