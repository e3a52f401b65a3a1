/** Translations of the project's instruction sets: those there are, and the form for another one. */
import { Languages } from 'lucide-react';
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
import { TranslationItem } from './translation-item.tsx';
import { TranslationSetup } from './translation-setup.tsx';

const noSets: InstructionSetRecord[] = [];

export function TranslationSection() {
  const m = useMessages();
  const { translation } = useStores();
  const { records: translations, error, draft, shown } = useStore(translation.store);
  const project = useStudio((state) => state.snapshot?.project.id ?? null);
  const sets = useStudio((state) => state.snapshot?.instructionSets ?? noSets);
  // What was being set up before the page was loaded anew is still there.
  const [isOpen, setOpen] = useState(draft.address !== '');

  useEffect(() => {
    if (project !== null) void translation.load();
  }, [translation, project]);

  if (sets.length === 0 && translations.length === 0) return null;
  const inForm = isOpen ? originOf(draft.address) : null;
  // Of those that may still be asked something.
  const origins = translations
    .filter(({ id, records, done }) => done < records || id === shown)
    .map(({ options }) => originOf(options.endpoint.address))
    .filter((origin) => origin !== null && origin !== inForm && mayAsk(origin));
  return (
    <Section
      title={m.translation.title}
      testId="translation"
      aside={
        sets.length > 0 && (
          <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <Languages className="size-4" aria-hidden="true" />
            {m.translation.begin}
          </Button>
        )
      }
    >
      {translations.length === 0 && !isOpen && <p className="text-soft">{m.translation.lead}</p>}
      <ComingBack place="translation" />
      {error && <ErrorNote error={error} />}
      {isOpen && sets.length > 0 && <TranslationSetup sets={sets} />}
      {[...new Set(origins)].map(
        (origin) => origin !== null && <KeyField key={origin} origin={origin} testId="translation" />,
      )}
      {translations.length > 0 && (
        <ul className="flex flex-col">
          {translations.map((one) => (
            <TranslationItem key={one.id} record={one} />
          ))}
        </ul>
      )}
    </Section>
  );
}
