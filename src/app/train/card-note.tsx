/** Before a run starts on something slow: the processor, or its graphics where there may be a card besides. */
import { Cpu } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { secondsOfLargeRun } from '../../state/software-pace.ts';
import { useStores, useStudio } from '../context.ts';
import { formatDuration } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { CardSteps } from '../parts/card-steps.tsx';

export function CardNote() {
  const { card } = useMessages();
  const device = useStudio((state) => state.device);
  if (device?.state !== 'ready') return null;
  if (device.software)
    return (
      <Note title={card.software}>
        <SoftwarePace />
      </Note>
    );
  if (!device.mayBeSlower) return null;
  return (
    <Note title={card.slower}>
      <p>{card.slowerLead(device.name)}</p>
      <CardSteps />
    </Note>
  );
}

function SoftwarePace() {
  const { card } = useMessages();
  const language = useLanguage();
  const { coach } = useStores();
  const measured = useStore(coach.store, (state) => state.operationsPerSecond);
  useEffect(() => {
    void coach.recall();
  }, [coach]);
  return (
    <>
      <p>{card.softwarePace(formatDuration(secondsOfLargeRun(measured), language))}</p>
      <p className="text-soft">{measured === null ? card.byMagnitude : card.byMeasure}</p>
    </>
  );
}

function Note({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section data-testid="card-note" className="flex gap-3 rounded-lg bg-sunken px-4 py-3 text-sm">
      <Cpu className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <h2 className="font-semibold">{title}</h2>
        {children}
      </div>
    </section>
  );
}
