/** New tasks from those of the project's sets: the jobs there are, and the form for another one. */
import { Sparkles } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { originOf } from '../../data/translation/endpoint.ts';
import { mayAsk } from '../../state/hosts.ts';
import type { InstructionSetRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { ComingBack } from '../parts/host-permission.tsx';
import { Section } from '../parts/layout.tsx';
import { KeyField } from '../service/key-field.tsx';
import { SelfInstructItem } from './self-instruct-item.tsx';
import { SelfInstructSetup } from './self-instruct-setup.tsx';

const noSets: InstructionSetRecord[] = [];

export function SelfInstructSection() {
  const m = useMessages();
  const { selfInstruct } = useStores();
  const { records, error, draft } = useStore(selfInstruct.store);
  const project = useStudio((state) => state.snapshot?.project.id ?? null);
  const sets = useStudio((state) => state.snapshot?.instructionSets ?? noSets);
  // What was being set up before the page was loaded anew is still there.
  const [isOpen, setOpen] = useState(draft.address !== '');

  useEffect(() => {
    if (project !== null) void selfInstruct.load();
  }, [selfInstruct, project]);

  if (sets.length === 0 && records.length === 0) return null;
  const inForm = isOpen ? originOf(draft.address) : null;
  // Of those that may still be asked something.
  const origins = records
    .filter(({ done, options }) => done < options.count)
    .map(({ options }) => originOf(options.address))
    .filter((origin) => origin !== null && origin !== inForm && mayAsk(origin));
  return (
    <Section
      title={m.selfInstruct.title}
      testId="self-instruct"
      aside={
        sets.length > 0 && (
          <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <Sparkles className="size-4" aria-hidden="true" />
            {m.selfInstruct.begin}
          </Button>
        )
      }
    >
      {records.length === 0 && !isOpen && <p className="text-soft">{m.selfInstruct.lead}</p>}
      <ComingBack place="self-instruct" />
      {error && <ErrorNote error={error} />}
      {isOpen && sets.length > 0 && <SelfInstructSetup sets={sets} />}
      {[...new Set(origins)].map(
        (origin) => origin !== null && <KeyField key={origin} origin={origin} testId="self-instruct" />,
      )}
      {records.length > 0 && (
        <ul className="flex flex-col">
          {records.map((one) => (
            <SelfInstructItem key={one.id} record={one} />
          ))}
        </ul>
      )}
    </Section>
  );
}
