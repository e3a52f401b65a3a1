/** The open conversation out of the studio: copied as text, saved as records that load as an instruction set. */
import { Check, Copy, Download } from 'lucide-react';
import { useStore } from 'zustand';
import { isAnswered } from '../../state/chat.ts';
import { isOpen } from '../../state/conversation.ts';
import { conversationRecords, conversationText, type NameOf } from '../../state/conversation-text.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { useCheckpointName } from '../parts/checkpoint-names.ts';
import { useCopy } from '../parts/copy.ts';
import { saveFile } from '../parts/save-file.ts';
import { LETTERS } from './verdict-row.tsx';

export function ConversationActions() {
  const m = useMessages();
  const { chat } = useStores();
  const conversation = useStore(chat.store, (state) => state.conversation);
  const answered = useStore(chat.store, isAnswered);
  const checkpointName = useCheckpointName();
  const { outcome, copy, forget } = useCopy();

  const nameOf: NameOf = (checkpoint, column, exchange) =>
    isOpen(exchange) ? m.chat.blind.answer(LETTERS[column] ?? '') : checkpointName(checkpoint);

  const text = (): string => conversationText(conversation, { you: m.chat.you, system: m.chat.system, model: nameOf });

  function save(): void {
    const records = conversationRecords(conversation, nameOf);
    saveFile(new Blob([JSON.stringify(records, null, 2)], { type: 'application/json' }), 'ocaq-conversation.json');
  }

  const label = outcome === null ? m.chat.copyAll : outcome.isDone ? m.chat.copied : m.notCopied;
  return (
    <>
      <IconButton
        label={label}
        disabled={!answered}
        data-testid="chat-copy-all"
        onClick={() => void copy(text())}
        onBlur={forget}
      >
        {outcome?.isDone ? (
          <Check className="size-4 text-teal" aria-hidden="true" />
        ) : (
          <Copy className="size-4" aria-hidden="true" />
        )}
      </IconButton>
      <IconButton label={m.chat.exportAll} disabled={!answered} data-testid="chat-export-all" onClick={save}>
        <Download className="size-4" aria-hidden="true" />
      </IconButton>
      <span role="status" className="sr-only">
        {outcome !== null && label}
      </span>
    </>
  );
}
