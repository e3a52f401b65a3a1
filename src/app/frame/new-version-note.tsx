/** A line that offers the newer version of the studio which has been fetched; not while anything is under way that a reload would end. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';

export function NewVersionNote() {
  const m = useMessages();
  const { newVersion, jobs } = useStores();
  const waiting = useStore(newVersion.store, (state) => state.waiting);
  const isTraining = useStudio(
    (state) => state.training !== null || (state.snapshot?.runs.some((run) => run.elsewhere) ?? false),
  );
  const isWorking = useStore(jobs.store, (state) => Object.keys(state.jobs).length > 0);
  const [dismissed, setDismissed] = useState(false);
  if (!waiting || dismissed) return null;
  const busy = isTraining || isWorking;
  return (
    <div
      role="status"
      data-testid="new-version"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2 text-sm lg:px-8"
    >
      <p className="min-w-0 flex-1 basis-60">{busy ? m.newVersion.later : m.newVersion.there}</p>
      <Button size="small" look="quiet" onClick={() => setDismissed(true)}>
        {m.newVersion.notNow}
      </Button>
      <Button size="small" unavailable={busy ? m.newVersion.busy : null} onClick={() => newVersion.take()}>
        {m.newVersion.take}
      </Button>
    </div>
  );
}
