/** What reading a source left out: files and rows that could not be used and why, parts that are no text, documents cut or empty. */
import type { ReactNode } from 'react';
import { type LeftOutKind, type ReadCounts, sumsOfLeftOut } from '../../data/readers/reader.ts';
import type { SourceRecord } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { SkippedFiles } from './skipped-files.tsx';

export function LeftOut({ source: { counts, skipped, skippedCount } }: { source: SourceRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  const { badRows, badSequences, cutDocuments, emptyDocuments } = counts;
  const words = m.input.leftOut;
  const sums = sumsOfLeftOut(counts);
  const lines = [
    ...(emptyDocuments > 0 ? [words.empty(number(emptyDocuments), emptyDocuments)] : []),
    ...(cutDocuments > 0 ? [words.cut(number(cutDocuments), cutDocuments)] : []),
    ...(badSequences > 0 ? [words.badSequences(number(badSequences), badSequences)] : []),
  ];
  if (skippedCount === 0 && badRows === 0 && sums.length === 0 && lines.length === 0) return words.none;
  return (
    <ul className="flex flex-col gap-0.5">
      {skippedCount > 0 && (
        <li>
          <SkippedFiles files={skipped} count={skippedCount} />
        </li>
      )}
      {badRows > 0 && (
        <li>
          <BadRows counts={counts} />
        </li>
      )}
      {sums.map(({ kind, amount }) => (
        <li key={kind}>
          <Parts counts={counts} kind={kind} amount={amount} />
        </li>
      ))}
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** How many by each reason, where the text is instead, and the first of them. */
function BadRows({ counts }: { counts: ReadCounts }) {
  const m = useMessages();
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  const words = m.input.leftOut;
  const { badRows, badRowReasons, badRowExamples, otherFields } = counts;
  return (
    <Opened title={words.rows(number(badRows), badRows)}>
      {Object.entries(badRowReasons).map(([reason, count]) => (
        <li key={reason}>{words.reason(number(count), m.input.rows[reason] ?? reason)}</li>
      ))}
      {Object.entries(otherFields).map(([field, count]) => (
        <li key={`field ${field}`}>{words.otherField(number(count), field)}</li>
      ))}
      {badRowExamples.map((bad) => (
        <li key={`${bad.file ?? ''} ${bad.row}`} className="mt-1">
          {bad.file && `${bad.file}: `}
          {words.row(number(bad.row), m.input.rows[bad.reason] ?? bad.reason)}
          {bad.excerpt && <q className="block truncate font-mono">{bad.excerpt}</q>}
        </li>
      ))}
    </Opened>
  );
}

function Parts({ counts, kind, amount }: { counts: ReadCounts; kind: LeftOutKind; amount: number }) {
  const m = useMessages();
  const language = useLanguage();
  const title = m.input.leftOut.kinds[kind](formatNumber(amount, language), amount);
  const named = counts.leftOut.filter((one) => one.kind === kind && one.name !== '');
  if (named.length === 0) return title;
  return (
    <Opened title={title}>
      {named
        .toSorted((a, b) => b.amount - a.amount)
        .map(({ name, amount: of }) => (
          <li key={name}>
            {name}: {formatNumber(of, language)}
          </li>
        ))}
    </Opened>
  );
}

function Opened({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details>
      <summary className="w-fit">{title}</summary>
      <ul className="wrap-anywhere mt-1 flex max-h-64 flex-col gap-0.5 overflow-y-auto text-soft text-xs">
        {children}
      </ul>
    </details>
  );
}
