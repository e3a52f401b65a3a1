/** One line per source file, oldest first as the worker lists them; choosing one shows its cleaning. Deleting asks. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SourceRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatDate, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { Explained } from '../parts/term.tsx';

export function SourcesTable(props: {
  sources: readonly SourceRecord[];
  chosen: string | null;
  onChoose: (id: string) => void;
}) {
  const { sources, chosen, onChoose } = props;
  const m = useMessages();
  const language = useLanguage();
  const { corpus } = useStores();
  const [asking, setAsking] = useState<SourceRecord | null>(null);
  const number = (value: number) => formatNumber(value, language);
  const cell = 'py-2 pl-4 text-right';
  const head = 'py-2 pl-4 text-right font-normal text-soft';
  return (
    <>
      <table className="w-full text-sm">
        <caption className="sr-only">{m.corpus.sources}</caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className="py-2 pl-2 text-left font-normal text-soft">
              {m.corpus.table.file}
            </th>
            <th scope="col" className={`${head} max-md:hidden`}>
              {m.corpus.table.added}
            </th>
            <th scope="col" className={`${head} max-sm:hidden`}>
              {m.corpus.table.size}
            </th>
            <th scope="col" className={`${head} max-sm:hidden`}>
              {m.corpus.table.kept}
            </th>
            <th scope="col" className={head}>
              {m.corpus.table.documents}
            </th>
            <th scope="col" className={`${head} max-sm:hidden`}>
              {m.corpus.table.removed}
            </th>
            <th scope="col" className={`${head} max-lg:hidden`}>
              <Explained text={m.corpus.table.badHint}>{m.corpus.table.bad}</Explained>
            </th>
            <th scope="col" className="w-8">
              <span className="sr-only">{m.more}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sources.map((source) => {
            const removed = source.steps.reduce((sum, step) => sum + step.removed, 0);
            const here = source.id === chosen;
            return (
              <tr key={source.id} className={`border-b ${here ? 'bg-sunken' : ''}`}>
                <th scope="row" className="w-3/5 max-w-0 py-1 text-left font-normal sm:w-2/5">
                  <button
                    type="button"
                    aria-pressed={here}
                    aria-label={m.corpus.table.show(source.fileName)}
                    className={`w-full truncate rounded-sm px-2 py-1.5 text-left hover:underline ${here ? 'font-medium' : ''}`}
                    onClick={() => onChoose(source.id)}
                  >
                    {source.fileName}
                  </button>
                </th>
                <td className={`${cell} text-soft max-md:hidden`}>{formatDate(source.addedAt, language)}</td>
                <td className={`${cell} max-sm:hidden`}>{formatBytes(source.bytes, language)}</td>
                <td className={`${cell} max-sm:hidden`}>{formatBytes(source.keptBytes, language)}</td>
                <td className={cell}>{number(source.documents)}</td>
                <td className={`${cell} max-sm:hidden`}>{number(removed)}</td>
                <td className={`${cell} max-lg:hidden`}>{number(source.counts.badSequences)}</td>
                <td className="py-1 pl-2 text-right">
                  <IconButton
                    data-testid="source-delete"
                    label={m.corpus.table.remove(source.fileName)}
                    onClick={() => setAsking(source)}
                  >
                    <Trash2 className="size-4" aria-hidden="true" />
                  </IconButton>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Ask
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={m.corpus.removeTitle(asking?.fileName ?? '')}
        lead={m.corpus.removeLead(number(asking?.documents ?? 0))}
        action={m.corpus.removeDo}
        onConfirm={async () => {
          if (asking) await corpus.deleteSource(asking.id);
        }}
      />
    </>
  );
}
