/** The empty workbench: one press goes through the whole journey with the sample, or the person brings their own text or project. */
import { FileUp, Flame } from 'lucide-react';
import { useStore } from 'zustand';
import { SHOWN_EXTENSIONS } from '../../data/readers/table.ts';
import { journeySteps } from '../../state/journey.ts';
import { useStores, useStudio } from '../context.ts';
import { pickProject } from '../frame/file-picker.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ImportHint } from '../parts/import-hint.tsx';
import { Ornament, StarNode } from '../parts/mark.tsx';
import { AddFilesButton } from './file-button.tsx';

export function FirstVisit() {
  const m = useMessages();
  const { journey, projectFiles } = useStores();
  const busy = useStore(journey.store, (state) => state.phase === 'running' || state.phase === 'stopping');
  const usable = useStudio((state) => state.device?.state === 'ready');
  return (
    <div className="grid items-start gap-x-16 gap-y-10 pt-4 lg:grid-cols-[minmax(0,1fr)_260px]">
      <div className="flex flex-col gap-10">
        <div className="max-w-2xl">
          <h1 className="font-semibold text-2xl tracking-tight">{m.corpus.first.title}</h1>
          <p className="mt-3 text-soft">{m.corpus.first.lead}</p>
        </div>

        {usable && (
          <section className="flex flex-col gap-4 border-t pt-5">
            <div className="max-w-2xl">
              <h2 className="font-semibold text-lg">{m.corpus.first.sampleTitle}</h2>
              <p className="mt-1 text-soft">{m.corpus.first.sampleLead}</p>
            </div>
            <ol className="flex flex-wrap items-center gap-x-2 gap-y-2 text-sm">
              {journeySteps.map((step, index) => (
                <li key={step} className="flex items-center gap-2">
                  {index > 0 && <span className="h-px w-4 bg-line" aria-hidden="true" />}
                  <StarNode state="empty" />
                  {m.journey.steps[step]}
                </li>
              ))}
            </ol>
            <div>
              <Button
                look="primary"
                size="large"
                data-testid="journey-start"
                disabled={busy}
                onClick={() => void journey.start(m.project.sample)}
              >
                <Flame className="size-4.5" aria-hidden="true" />
                {m.corpus.first.start}
              </Button>
            </div>
          </section>
        )}

        <section className="flex flex-wrap items-center gap-x-6 gap-y-3 border-t pt-5">
          <div className="min-w-0 flex-1 basis-60">
            <h2 className="font-semibold">{m.corpus.first.ownTitle}</h2>
            <p className="text-soft">
              {m.corpus.first.ownLead} {SHOWN_EXTENSIONS}
            </p>
          </div>
          <div className="flex flex-wrap gap-2">
            <AddFilesButton />
            <Button
              look="quiet"
              data-testid="first-open-project"
              onClick={() => pickProject((file) => void projectFiles.open(file))}
            >
              <FileUp className="size-4" aria-hidden="true" />
              {m.project.file.open}
            </Button>
          </div>
          {usable && <ImportHint />}
        </section>
      </div>
      <Ornament className="hidden w-full lg:block" />
    </div>
  );
}
