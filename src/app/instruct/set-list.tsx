/** The instruction sets of the project, and where one is added. */
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { ACCEPTED_ROW_FILES } from '../../data/rows/table.ts';
import type { InstructionSetRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { Section } from '../parts/layout.tsx';
import { chosenSets, useChosen } from './chosen.ts';
import { SetRow } from './set-row.tsx';

const noSets: InstructionSetRecord[] = [];

export function SetList() {
  const m = useMessages();
  const { instruct } = useStores();
  const sets = useStudio((state) => state.snapshot?.instructionSets ?? noSets);
  const { importing } = useStore(instruct.store);
  const chosen = chosenSets(useChosen());
  const [asking, setAsking] = useState<InstructionSetRecord | null>(null);
  const input = useRef<HTMLInputElement>(null);
  return (
    <Section
      title={m.instruct.sets}
      aside={
        <>
          <input
            ref={input}
            type="file"
            multiple
            accept={ACCEPTED_ROW_FILES}
            data-testid="instruct-input"
            aria-label={m.instruct.addSet}
            tabIndex={-1}
            className="sr-only"
            onChange={(event) => {
              void instruct.addFiles([...(event.target.files ?? [])]);
              event.target.value = '';
            }}
          />
          <Button
            size="small"
            look={sets.length === 0 ? 'primary' : 'plain'}
            data-testid="instruct-add"
            disabled={importing}
            onClick={() => input.current?.click()}
          >
            <Plus className="size-4" aria-hidden="true" />
            {m.instruct.addSet}
          </Button>
        </>
      }
    >
      {sets.length === 0 && (
        <p className="text-soft">
          {m.instruct.needsSet} {m.instruct.addHint}.
        </p>
      )}
      <ul className="flex flex-col">
        {sets.map((one) => (
          <SetRow key={one.id} set={one} chosen={chosen} onDelete={() => setAsking(one)} />
        ))}
      </ul>
      {chosen.length > 1 && <p className="text-soft text-sm">{m.instruct.weightHint}</p>}
      <Ask
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={m.instruct.removeTitle(asking?.fileName ?? '')}
        lead={m.instruct.removeLead}
        action={m.instruct.removeDo}
        onConfirm={async () => {
          if (asking) await instruct.deleteSet(asking.id);
        }}
      />
    </Section>
  );
}
