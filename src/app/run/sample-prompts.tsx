/** The prompts that a run continues, one a line; changed while it goes on, they count from the next sample on. */
import { useState } from 'react';
import type { RunRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { LinesField } from '../parts/fields.tsx';

export function SamplePrompts({ run }: { run: RunRecord }) {
  const m = useMessages();
  const { training } = useStores();
  const [text, setText] = useState(run.samplePrompt);
  return (
    <details className="border-b pb-3" data-testid="sample-prompts">
      <summary className="w-fit text-sm text-soft">{m.train.changePrompts}</summary>
      <form
        className="mt-2 flex flex-col items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void training.annotate(run.id, { samplePrompt: text });
        }}
      >
        <LinesField label={m.train.fields.samplePrompt} value={text} onChange={setText} hint={m.train.promptsHint} />
        <Button size="small" type="submit" disabled={text === run.samplePrompt}>
          {m.train.savePrompts}
        </Button>
      </form>
    </details>
  );
}
