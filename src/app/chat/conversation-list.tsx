/** The conversations of the project that are kept, the last changed first. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ConversationSummary } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatDate } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { Section } from '../parts/layout.tsx';

export function ConversationList() {
  const m = useMessages();
  const language = useLanguage();
  const { chat } = useStores();
  const { saved, conversation, live } = useStore(chat.store);
  const [asking, setAsking] = useState<ConversationSummary | null>(null);
  if (saved.length === 0) return null;
  return (
    <Section title={m.chat.conversations}>
      <ul className="scroll-quiet flex max-h-80 flex-col overflow-y-auto" data-testid="chat-conversations">
        {saved.map((one) => (
          <li key={one.id} className="flex items-center gap-1 border-b last:border-b-0">
            <button
              type="button"
              className="min-w-0 flex-1 py-1.5 text-left disabled:cursor-default aria-[current]:font-semibold"
              aria-current={one.id === conversation.id || undefined}
              disabled={live !== null}
              onClick={() => void chat.open(one.id)}
            >
              <span className="block truncate">{one.title}</span>
              <span className="block font-normal text-soft text-xs">{formatDate(one.updatedAt, language)}</span>
            </button>
            <IconButton label={m.chat.remove(one.title)} disabled={live !== null} onClick={() => setAsking(one)}>
              <Trash2 className="size-4" aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      <Ask
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={m.chat.removeTitle(asking?.title ?? '')}
        lead={m.chat.removeLead}
        action={m.chat.removeDo}
        onConfirm={async () => {
          if (asking) await chat.remove(asking.id);
        }}
      />
    </Section>
  );
}
