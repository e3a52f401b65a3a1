/** A chat template in the place of the model's own, or for a model that has none: written here, or brought as a file. */
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { LinesField } from '../parts/fields.tsx';

export function ChatTemplateField({ hasOwn, disabled }: { hasOwn: boolean; disabled: boolean }) {
  const { instruct } = useStores();
  const m = useMessages();
  const jinja = useStore(instruct.store, (state) => state.jinja);
  return (
    <details open={!hasOwn || jinja !== null} className="text-sm" data-testid="chat-template">
      <summary className="w-fit">{hasOwn ? m.instruct.otherTemplate : m.instruct.jinja}</summary>
      <Editor key={jinja} jinja={jinja ?? ''} hasOwn={hasOwn} disabled={disabled} />
    </details>
  );
}

function Editor({ jinja, hasOwn, disabled }: { jinja: string; hasOwn: boolean; disabled: boolean }) {
  const { instruct } = useStores();
  const m = useMessages();
  const [draft, setDraft] = useState(jinja);
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="mt-2 flex flex-col gap-2">
      <LinesField
        label={m.instruct.jinja}
        value={draft}
        hint={m.instruct.jinjaHint}
        disabled={disabled}
        testId="chat-template-text"
        onChange={setDraft}
      />
      <input
        ref={input}
        type="file"
        accept=".jinja,.j2,.txt,.json"
        data-testid="chat-template-file"
        aria-label={m.instruct.templateFile}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void instruct.addTemplate(file);
          event.target.value = '';
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          disabled={disabled || draft === jinja || draft.trim() === ''}
          data-testid="chat-template-use"
          onClick={() => instruct.change({ jinja: draft })}
        >
          {m.instruct.useTemplate}
        </Button>
        <Button size="small" disabled={disabled} onClick={() => input.current?.click()}>
          {m.instruct.templateFile}
        </Button>
        {hasOwn && jinja !== '' && (
          <Button size="small" look="quiet" disabled={disabled} onClick={() => instruct.change({ jinja: null })}>
            {m.instruct.ownTemplate}
          </Button>
        )}
      </div>
    </div>
  );
}
