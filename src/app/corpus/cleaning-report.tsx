/** What each cleaning step took out of one source or changed in it, as a sieve: how much went in, how much came out. */
import { ChevronRight } from 'lucide-react';
import type { CleaningStepReport, SourceRecord } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Section } from '../parts/layout.tsx';
import { Difference } from './difference.tsx';

export function CleaningReport({ source }: { source: SourceRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  return (
    <Section
      title={m.corpus.cleaning.title}
      aside={<span className="truncate">{m.corpus.cleaning.of(source.fileName)}</span>}
    >
      <ol className="flex flex-col">
        {source.steps.map((step) => (
          <li key={step.id} className="border-b last:border-b-0">
            <Step step={step} />
          </li>
        ))}
      </ol>
      {source.counts.badRows > 0 && (
        <details className="text-sm">
          <summary className="font-medium">
            {m.corpus.cleaning.badRows(number(source.counts.badRows), source.counts.badRows)}
          </summary>
          <ul className="mt-2 flex flex-col gap-1 text-soft">
            {source.counts.badRowExamples.map((bad) => (
              <li key={`${bad.file} ${bad.row}`}>
                {m.corpus.cleaning.badRow(number(bad.row), m.input.rows[bad.reason] ?? bad.reason)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}

function Step({ step }: { step: CleaningStepReport }) {
  const m = useMessages();
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  const words: Readonly<Record<string, readonly [name: string, what: string]>> = m.corpus.steps;
  const [name, what] = words[step.id] ?? [step.id, ''];
  const idle = step.removed === 0 && step.changed === 0;
  const kept = step.documentsIn > 0 ? step.documentsOut / step.documentsIn : 1;
  const head = (
    <div className="grid flex-1 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-6 gap-y-1 md:grid-cols-[minmax(0,1fr)_120px_180px]">
      <div className="min-w-0">
        <span className={idle ? 'text-soft' : 'font-medium'}>{name}</span>
        <span className="block text-sm text-soft">{what}</span>
      </div>
      {step.removed > 0 ? (
        <div className="hidden h-1 overflow-hidden rounded-full bg-hairline md:block" aria-hidden="true">
          <div className="h-full bg-soft" style={{ width: `${Math.min(kept * 100, 97)}%` }} />
        </div>
      ) : (
        <span className="hidden md:block" />
      )}
      <div className="text-right text-sm">
        <div className={idle ? 'text-soft' : ''}>
          {idle
            ? m.corpus.cleaning.untouched
            : [
                step.removed > 0 && m.corpus.cleaning.removed(number(step.removed)),
                step.changed > 0 && m.corpus.cleaning.changed(number(step.changed)),
              ]
                .filter(Boolean)
                .join(', ')}
        </div>
        {step.removed > 0 && (
          <div className="text-soft text-xs">
            {m.corpus.cleaning.documents(number(step.documentsIn), number(step.documentsOut))}
          </div>
        )}
      </div>
    </div>
  );
  if (step.examples.length === 0) return <div className="flex py-3 pl-6">{head}</div>;
  return (
    <details className="group">
      <summary className="flex list-none items-center gap-2 rounded-sm py-3 hover:bg-sunken [&::-webkit-details-marker]:hidden">
        <ChevronRight
          className="size-4 shrink-0 text-soft transition-transform group-open:rotate-90"
          aria-hidden="true"
        />
        {head}
      </summary>
      <ul aria-label={m.corpus.cleaning.examples} className="mb-4 ml-6 flex flex-col gap-3">
        {step.examples.map((example) => (
          <li key={`${example.before}\n${example.after}`}>
            <Difference before={example.before} after={example.after} />
          </li>
        ))}
      </ul>
    </details>
  );
}
