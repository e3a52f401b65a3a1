/** One line per source file, oldest first as the worker lists them, that opens to what is known of it. Deleting asks. */
import { ChevronRight, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SourceRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatDate, formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { Explained } from '../parts/term.tsx';
import { SourceFacts } from './source-facts.tsx';

export function SourcesTable({ sources }: { sources: readonly SourceRecord[] }) {
  const m = useMessages();
  const language = useLanguage();
  const { corpus } = useStores();
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState<SourceRecord | null>(null);
  const isCopied = useStudio(({ snapshot }) =>
    snapshot?.corpus.references.some(({ from }) => from.kind === 'source' && from.source === asking?.id),
  );
  const number = (value: number) => formatNumber(value, language);
  const head = 'py-2 pl-4 text-right font-normal text-soft whitespace-nowrap';
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
            <th scope="col" className={`${head} max-md:hidden`}>
              {m.corpus.table.size}
            </th>
            <th scope="col" className={head}>
              {m.corpus.table.documents}
            </th>
            <th scope="col" className={`${head} max-sm:hidden`}>
              {m.corpus.table.kept}
            </th>
            <th scope="col" className={`${head} max-sm:hidden`}>
              <Explained text={m.corpus.table.nearHint}>{m.corpus.table.near}</Explained>
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
          {sources.map((source) => (
            <SourceRows
              key={source.id}
              source={source}
              isOpen={source.id === chosen}
              onToggle={() => setChosen(source.id === chosen ? null : source.id)}
              onDelete={() => setAsking(source)}
            />
          ))}
        </tbody>
      </table>
      <Ask
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={m.corpus.removeTitle(asking?.fileName ?? '')}
        lead={[
          m.corpus.removeLead(number(asking?.read.documents ?? 0)),
          ...(isCopied ? [m.references.copyStays] : []),
        ].join(' ')}
        action={m.corpus.removeDo}
        onConfirm={async () => {
          if (asking) await corpus.deleteSource(asking.id);
        }}
      />
    </>
  );
}

const COLUMNS = 8;

function SourceRows(props: { source: SourceRecord; isOpen: boolean; onToggle: () => void; onDelete: () => void }) {
  const { source, isOpen, onToggle, onDelete } = props;
  const m = useMessages();
  const language = useLanguage();
  const { state, read, documents } = source;
  const { badRows } = source.counts;
  const number = (value: number) => formatNumber(value, language);
  const near = source.steps.find(({ id }) => id === 'near-duplicates');
  const cell = 'py-2 pl-4 text-right align-top whitespace-nowrap';
  return (
    <>
      <tr className={isOpen ? 'bg-sunken' : 'border-b'}>
        <th scope="row" className="w-1/2 max-w-0 py-1 text-left font-normal sm:w-1/3">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-label={m.corpus.table.show(source.fileName)}
            className={`flex w-full items-center gap-1 rounded-sm py-1 pr-2 text-left hover:underline ${isOpen ? 'font-medium' : ''}`}
            onClick={onToggle}
          >
            <ChevronRight
              className={`size-4 shrink-0 text-soft transition-transform ${isOpen ? 'rotate-90' : ''}`}
              aria-hidden="true"
            />
            <span className="truncate">{source.fileName}</span>
          </button>
          {state !== 'clean' && <span className="block pl-5 text-ember-ink text-xs">{m.cleaning.states[state]}</span>}
          {badRows > 0 && (
            <span className="block pl-5 text-soft text-xs">{m.input.leftOut.rows(number(badRows), badRows)}</span>
          )}
        </th>
        <td className={`${cell} text-soft max-md:hidden`}>{formatDate(source.addedAt, language)}</td>
        <td className={`${cell} max-md:hidden`}>{formatBytes(source.bytes, language)}</td>
        <td className={cell}>{m.cleaning.source.fromTo(number(read.documents), number(documents))}</td>
        <td className={`${cell} max-sm:hidden`}>{formatBytes(source.keptBytes, language)}</td>
        <td className={`${cell} max-sm:hidden`}>
          {near && near.documentsIn > 0 ? formatShare(near.removed / near.documentsIn, language, 1) : '–'}
        </td>
        <td className={`${cell} max-lg:hidden`}>{number(source.counts.badSequences)}</td>
        <td className="py-1 pl-2 text-right align-top">
          <IconButton data-testid="source-delete" label={m.corpus.table.remove(source.fileName)} onClick={onDelete}>
            <Trash2 className="size-4" aria-hidden="true" />
          </IconButton>
        </td>
      </tr>
      {isOpen && (
        <tr className="border-b bg-sunken">
          <td colSpan={COLUMNS}>
            <SourceFacts source={source} />
          </td>
        </tr>
      )}
    </>
  );
}
