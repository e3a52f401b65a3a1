/** A source between any two stages of its cleaning: which stages, which documents, and a page of what became of them. */
import { useStore } from 'zustand';
import { STAGE_DOCUMENTS_PER_PAGE, wholeComparison } from '../../state/stages.ts';
import type { SourceRecord, StageQuery } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { SelectField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Pager } from './pager.tsx';
import { HEADINGS } from './sections.ts';
import { StageDocumentView } from './stage-document.tsx';
import { useStepWords } from './step-words.ts';

export function StagesSection() {
  const m = useMessages();
  const { stages } = useStores();
  const comparison = useStore(stages.store, (state) => state.comparison);
  const sources = useStudio((state) => state.snapshot?.corpus.sources) ?? [];
  const cleaned = sources.filter(({ steps }) => steps.length > 0);
  const source = cleaned.find(({ id }) => id === comparison?.source);
  const [first] = cleaned;
  if (!first) return null;
  return (
    <Section title={m.cleaning.stages.title} testId="stages" heading={HEADINGS.stages}>
      {source ? (
        <>
          <Choice sources={cleaned} source={source} />
          <Found />
        </>
      ) : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 basis-60 text-sm text-soft">{m.cleaning.stages.lead}</p>
          <Button size="small" onClick={() => void stages.open(wholeComparison(first))} data-testid="stages-open">
            {m.cleaning.source.compare}
          </Button>
        </div>
      )}
    </Section>
  );
}

const ALL = '';

function Choice({ sources, source }: { sources: readonly SourceRecord[]; source: SourceRecord }) {
  const m = useMessages();
  const words = useStepWords();
  const { stages } = useStores();
  const comparison = useStore(stages.store, (state) => state.comparison);
  if (!comparison) return null;
  const [from, to] = comparison.stages;
  const stageNames = [
    m.cleaning.stages.asRead,
    ...source.steps.map(({ id }, i) => m.cleaning.stages.after(String(i + 1), words.name(id))),
  ].map((label, stage) => ({ value: String(stage), label }));
  const whats: readonly StageQuery['what'][] = ['both', 'removed', 'changed'];
  return (
    <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
      {sources.length > 1 && (
        <SelectField
          label={m.cleaning.stages.source}
          value={source.id}
          options={sources.map(({ id, fileName }) => ({ value: id, label: fileName }))}
          onChange={(id) => void stages.change({ source: id })}
        />
      )}
      <SelectField
        label={m.cleaning.stages.from}
        value={String(from)}
        options={stageNames.slice(0, -1)}
        onChange={(stage) => void stages.change({ stages: [Number(stage), to] })}
        testId="stages-from"
      />
      <SelectField
        label={m.cleaning.stages.to}
        value={String(to)}
        options={stageNames.slice(1)}
        onChange={(stage) => void stages.change({ stages: [from, Number(stage)] })}
        testId="stages-to"
      />
      <SelectField
        label={m.cleaning.stages.what}
        value={comparison.what}
        options={whats.map((what) => ({ value: what, label: m.cleaning.stages.whats[what] }))}
        onChange={(what) => void stages.change({ what })}
        testId="stages-what"
      />
      <RuleChoice source={source} />
    </div>
  );
}

/** The rules by which documents were removed between the stages; none: there is nothing to choose. */
function RuleChoice({ source }: { source: SourceRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const words = useStepWords();
  const { stages } = useStores();
  const comparison = useStore(stages.store, (state) => state.comparison);
  const counts = new Map<string, { label: string; count: number }>();
  for (const { id, rules } of source.steps.slice(...(comparison?.stages ?? [0, 0])))
    for (const [rule, count] of Object.entries(rules))
      counts.set(rule, { label: words.rule(id, rule), count: count + (counts.get(rule)?.count ?? 0) });
  if (!comparison || counts.size === 0) return null;
  return (
    <SelectField
      label={m.cleaning.stages.rule}
      value={comparison.rule ?? ALL}
      options={[
        { value: ALL, label: m.cleaning.stages.allRules },
        ...[...counts].map(([rule, { label, count }]) => ({
          value: rule,
          label: m.cleaning.stages.ruleCount(label, formatNumber(count, language)),
        })),
      ]}
      onChange={(rule) => void stages.change({ rule: rule === ALL ? null : rule })}
      testId="stages-rule"
    />
  );
}

function Found() {
  const m = useMessages();
  const language = useLanguage();
  const { jobs, stages } = useStores();
  const { page, starts, job: jobId, error } = useStore(stages.store);
  const job = useStore(jobs.store, (state) => (jobId === null ? null : (state.jobs[jobId] ?? null)));
  const before = (starts.length - 1) * STAGE_DOCUMENTS_PER_PAGE;
  const number = (value: number) => formatNumber(value, language);
  return (
    <>
      {/* A page that is there within a second shows nothing but itself. */}
      {job?.secondsLeft != null && <JobProgress job={job} />}
      {error && <ErrorNote error={error} />}
      {page?.documents.length === 0 && <p role="status">{m.cleaning.stages.none}</p>}
      {page && page.documents.length > 0 && (
        <ol className="flex flex-col" aria-busy={jobId !== null}>
          {page.documents.map((document) => (
            <li key={document.place.number} className="border-b py-3 last:border-b-0">
              <StageDocumentView document={document} />
            </li>
          ))}
        </ol>
      )}
      {page && (
        <Pager
          range={m.corpus.reading.range(number(before + 1), number(before + page.documents.length))}
          isFirst={starts.length === 1}
          isLast={page.next === null}
          busy={jobId !== null}
          onPrevious={() => void stages.previous()}
          onNext={() => void stages.next()}
        />
      )}
    </>
  );
}
