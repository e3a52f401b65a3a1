/** Where the next prompt is written. */
import { ArrowUp, Square } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { templateOf } from '../../state/chat.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { useAnswering } from './answering.ts';

export function Composer() {
  const m = useMessages();
  const { chat } = useStores();
  const { live, template } = useStore(chat.store);
  const answering = useAnswering();
  const [text, setText] = useState('');
  const [first] = answering;
  const isContinued = first !== undefined && templateOf(template, first) === null;

  function send(): void {
    if (text.trim() === '' || live || !first) return;
    setText('');
    void chat.send(text, answering);
  }

  return (
    <form
      className="sticky bottom-10 flex flex-col gap-1 bg-paper pt-1 pb-4 lg:bottom-0"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-2 rounded-lg border border-line bg-raised p-2 focus-within:border-ink">
        <textarea
          data-testid="chat-input"
          aria-label={m.chat.input}
          placeholder={isContinued ? m.chat.placeholderPlain : m.chat.placeholder}
          rows={2}
          className="max-h-48 min-h-11 flex-1 resize-none bg-transparent px-2 py-1 outline-none [field-sizing:content]"
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        {live ? (
          <Button data-testid="chat-stop" onClick={() => void chat.stop()}>
            <Square className="size-3 fill-current" aria-hidden="true" />
            {m.chat.stop}
          </Button>
        ) : (
          <Button type="submit" look="primary" data-testid="chat-send" disabled={text.trim() === ''}>
            <ArrowUp className="size-4" aria-hidden="true" />
            {m.chat.send}
          </Button>
        )}
      </div>
      <p className="px-2 text-soft text-xs max-sm:hidden">{m.chat.enterHint}</p>
    </form>
  );
}
