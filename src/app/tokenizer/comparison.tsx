/** Tokenizers side by side on texts of the corpus: those of the project, and any tokenizer.json that is added. */
import { X } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import type { ComparedTokenizer } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Explained } from '../parts/term.tsx';
import { Wide } from '../parts/wide.tsx';
import { TokenExamples } from './token-examples.tsx';

export function Comparison() {
  const m = useMessages();
  const language = useLanguage();
  const { comparison, jobs } = useStores();
  const { report, comparing, error } = useStore(comparison.store);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'compare'));
  const documents = useStudio((state) => state.snapshot?.corpus.documents ?? 0);
  if (documents === 0) return null;
  const bytes = report && formatBytes(report.bytes, language);
  const texts =
    bytes && (report.isHeldOut ? m.tokenizer.compare.onHeldOut(bytes) : m.tokenizer.compare.onCorpus(bytes));
  return (
    <Section title={m.tokenizer.compare.title} aside={texts} testId="tokenizer-comparison">
      <div className="flex flex-wrap items-center gap-3">
        <Button disabled={comparing} onClick={() => void comparison.compare()}>
          {m.tokenizer.compare.start}
        </Button>
        <FileAdder disabled={comparing} />
        <p className="text-soft text-sm">{m.tokenizer.compare.lead}</p>
      </div>
      {error && <ErrorNote error={error} />}
      {job && <JobProgress job={job} />}
      {report && texts && <Figures tokenizers={report.tokenizers} texts={texts} disabled={comparing} />}
    </Section>
  );
}

function FileAdder({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { comparison } = useStores();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look="quiet" disabled={disabled} onClick={() => input.current?.click()}>
        {m.tokenizer.compare.add}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept=".json,application/json"
        className="hidden"
        aria-label={m.tokenizer.compare.add}
        tabIndex={-1}
        data-testid="comparison-files"
        onChange={(event) => {
          void comparison.addFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </>
  );
}

/** @param texts what they were measured on, in words */
function Figures(props: { tokenizers: readonly ComparedTokenizer[]; texts: string; disabled: boolean }) {
  const { tokenizers, texts, disabled } = props;
  const m = useMessages();
  const language = useLanguage();
  const { comparison } = useStores();
  const current = useStudio((state) => state.snapshot?.tokenizer?.id ?? null);
  const c = m.tokenizer.compare;
  const cell = 'py-1.5 pl-4 text-right';
  const head = `${cell} whitespace-nowrap font-normal text-soft`;
  const best = Math.min(...tokenizers.map(({ fertility }) => fertility));
  return (
    <Wide label={c.title}>
      <table className="w-full min-w-[44rem] text-sm">
        <thead>
          <tr className="border-b">
            <th scope="col" className="py-1.5 text-left font-normal text-soft">
              {c.tokenizer}
            </th>
            <th scope="col" className={head}>
              {m.tokenizer.tokensInVocabulary}
            </th>
            <th scope="col" className={head}>
              <Explained text={c.fertilityHint(texts)}>{m.tokenizer.fertility}</Explained>
            </th>
            <th scope="col" className={head}>
              {m.tokenizer.bytesPerToken}
            </th>
            <th scope="col" className={head}>
              <Explained text={c.fallbackHint}>{c.fallback}</Explained>
            </th>
            <th scope="col" className={head}>
              <Explained text={c.unusedHint}>{c.unused}</Explained>
            </th>
            <th scope="col" className={head}>
              <Explained text={c.suffixesHint}>{c.suffixes}</Explained>
            </th>
            <th scope="col" className="w-8">
              <span className="sr-only">{m.more}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokenizers.map((one) => (
            <tr key={one.id ?? one.name} className="border-b align-top">
              <th scope="row" className="min-w-48 py-1.5 text-left font-normal">
                <span className={one.id === current ? 'font-medium' : ''}>{one.name}</span>
                {one.id === current && <span className="text-soft"> · {c.current}</span>}
                {one.rule && <span className="block text-soft text-xs">{c.rules[one.rule]}</span>}
                <TokenExamples figures={one} />
              </th>
              <td className={cell}>{formatNumber(one.vocabSize, language)}</td>
              <td className={`${cell} ${one.fertility === best ? 'font-medium' : ''}`}>
                {formatNumber(one.fertility, language, 2)}
              </td>
              <td className={cell}>{formatNumber(one.bytesPerToken, language, 2)}</td>
              <td className={cell}>{formatShare(one.fallbackShare, language)}</td>
              <td className={cell}>{formatNumber(one.neverUsed.count, language)}</td>
              <td className={cell}>
                {one.suffixes.examples.length === 0 ? (
                  <span className="text-soft">{c.noSuffixes}</span>
                ) : (
                  formatShare(one.suffixes.wholeShare, language)
                )}
              </td>
              <td className="text-right">
                {one.id === null && (
                  <IconButton
                    label={c.remove(one.name)}
                    disabled={disabled}
                    onClick={() => void comparison.removeFile(one.name)}
                  >
                    <X className="size-4" aria-hidden="true" />
                  </IconButton>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
