/** All runs of one kind, newest first: look at one, or delete it. Deleting asks. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { RunRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatDate, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { Section } from '../parts/layout.tsx';
import { useRunStatus } from './run-head.tsx';
import { runKind, runTitle } from './run-title.ts';

export function RunList({
  runs,
  shown,
  onShow,
}: {
  runs: readonly RunRecord[];
  shown: string | null;
  onShow: (id: string) => void;
}) {
  const m = useMessages();
  const { training } = useStores();
  const [asking, setAsking] = useState<RunRecord | null>(null);
  const head = 'py-2 pl-4 text-right font-normal text-soft wrap-normal';
  return (
    <Section title={m.train.runs}>
      {runs.length === 0 ? (
        <p className="text-soft">{m.train.noRuns}</p>
      ) : (
        <table className="w-full text-sm">
          <caption className="sr-only">{m.train.runs}</caption>
          <thead>
            <tr className="border-b">
              <th scope="col" className="py-2 pl-2 text-left font-normal text-soft">
                {m.train.runTable.name}
              </th>
              <th scope="col" className={`${head} max-sm:hidden`}>
                {m.train.runTable.status}
              </th>
              <th scope="col" className={head}>
                {m.train.runTable.step}
              </th>
              <th scope="col" className={head}>
                {m.train.runTable.heldOut}
              </th>
              <th scope="col" className={`${head} max-md:hidden`}>
                {m.train.runTable.started}
              </th>
              <th scope="col" className="w-8">
                <span className="sr-only">{m.more}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <Row
                key={run.id}
                run={run}
                here={run.id === shown}
                onShow={() => onShow(run.id)}
                onDelete={() => setAsking(run)}
              />
            ))}
          </tbody>
        </table>
      )}
      <Ask
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={m.train.removeTitle(asking ? runTitle(asking, m) : '')}
        lead={m.train.removeLead}
        action={m.train.removeDo}
        onConfirm={async () => {
          if (asking) await training.deleteRun(asking.id);
        }}
      />
    </Section>
  );
}

function Row(props: { run: RunRecord; here: boolean; onShow: () => void; onDelete: () => void }) {
  const { run, here, onShow, onDelete } = props;
  const m = useMessages();
  const language = useLanguage();
  const status = useRunStatus(run);
  const cell = 'py-2 pl-4 text-right';
  return (
    <tr className={`border-b last:border-b-0 ${here ? 'bg-sunken' : ''}`}>
      <th scope="row" className="w-2/5 max-w-0 py-1 text-left font-normal sm:w-1/3">
        <button
          type="button"
          aria-pressed={here}
          className={`w-full truncate rounded-sm px-2 py-1.5 text-left hover:underline ${here ? 'font-medium' : ''}`}
          onClick={onShow}
        >
          {runTitle(run, m)}
          <span className="block whitespace-normal font-normal text-soft text-xs">{runKind(run, m)}</span>
        </button>
      </th>
      <td className={`${cell} max-sm:hidden`}>{m.runStatus[status]}</td>
      <td className={`${cell} whitespace-nowrap`}>
        {formatNumber(run.step, language)} / {formatNumber(run.settings.steps, language)}
      </td>
      <td className={`${cell} text-teal`}>
        {run.heldOutLoss === null ? '–' : formatNumber(run.heldOutLoss, language, 3)}
      </td>
      <td className={`${cell} text-soft max-md:hidden`}>{formatDate(run.startedAt, language)}</td>
      <td className="py-1 pl-2 text-right">
        <IconButton
          label={m.train.runTable.remove(runTitle(run, m))}
          disabled={status === 'running'}
          onClick={onDelete}
        >
          <Trash2 className="size-4" aria-hidden="true" />
        </IconButton>
      </td>
    </tr>
  );
}
