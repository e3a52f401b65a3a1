/** How the worker behind the page fares, where there is something to say: that it is silent, gone, there again, or stays away. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { Resumed } from '../../state/recovery.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { errorText } from '../messages/errors.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Halt } from '../parts/dialogs.tsx';
import { runTitle } from '../run/run-title.ts';

export function WorkerNote() {
  const language = useLanguage();
  const m = language.messages;
  const { recovery } = useStores();
  const { worker, report } = useStore(recovery.store);
  switch (worker.state) {
    case 'silent':
      return (
        <Note state="silent" title={m.worker.silent} lead={m.worker.silentLead}>
          <Button onClick={recovery.restart}>{m.worker.restart}</Button>
        </Note>
      );
    case 'restarting':
      return <Note state="restarting" title={m.worker.restarting} lead={m.worker.restartingLead} />;
    case 'ended':
      return (
        <Halt open title={m.worker.ended} lead={errorText(worker.why, language)}>
          <Button onClick={() => location.reload()}>{m.reload}</Button>
          <Button look="primary" onClick={recovery.restart}>
            {m.worker.restart}
          </Button>
        </Halt>
      );
    case 'working':
      return (
        report && (
          <Note
            state="restarted"
            title={m.worker.restarted}
            lead={report.resumed ? resumedText(report.resumed, language) : m.worker.restartedLead}
          >
            <Button onClick={recovery.putAway}>{m.dismiss}</Button>
          </Note>
        )
      );
    default:
      return worker satisfies never;
  }
}

function resumedText({ run, from, again }: Resumed, language: Language): string {
  const m = language.messages;
  const number = (value: number) => formatNumber(value, language);
  const title = runTitle(run, m);
  const resumed = from > 0 ? m.worker.resumed(title, number(from)) : m.worker.begunAgain(title);
  return again > 0 ? `${resumed} ${m.worker.again(number(again), again)}` : resumed;
}

function Note({ state, title, lead, children }: { state: string; title: string; lead: string; children?: ReactNode }) {
  return (
    <div
      role="alert"
      data-testid="worker-note"
      data-state={state}
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-sunken px-4 py-3 lg:px-8"
    >
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-semibold">{title}</p>
        <p className="text-soft">{lead}</p>
      </div>
      {children}
    </div>
  );
}
