/** What is in the corpus, document by document: search in all of it, pages, and one document open to be read. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { needleOf } from '../../data/search.ts';
import { documentsPerPage } from '../../state/reading.ts';
import type { FoundDocument, SourceRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { ErrorNote } from '../parts/error-note.tsx';
import { SelectField, TextField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';
import { DocumentSheet } from './document-sheet.tsx';
import { Marked } from './marked.tsx';
import { Pager } from './pager.tsx';
import { HEADINGS } from './sections.ts';

const searchDelayMilliseconds = 300;
const ALL = '';

const contentOf = ({ id, state, documents, keptBytes }: SourceRecord): string =>
  `${id} ${state} ${documents} ${keptBytes}`;

export function Documents() {
  const m = useMessages();
  const { jobs, reading } = useStores();
  const { page, shownText, job: jobId, error } = useStore(reading.store);
  const job = useStore(jobs.store, (state) => (jobId === null ? null : (state.jobs[jobId] ?? null)));
  // What is there changes with its sources, and with how they were cleaned.
  const sources = useStudio(({ snapshot }) => snapshot?.corpus.sources.map(contentOf).join(' ') ?? '');

  useEffect(() => {
    if (sources !== '') void reading.load();
  }, [reading, sources]);

  return (
    <Section
      title={<Term id="document">{m.corpus.reading.title}</Term>}
      testId="documents"
      heading={HEADINGS.documents}
    >
      <Query />
      {/* A search that takes less than a second shows nothing but what it found. */}
      {job?.secondsLeft != null && <JobProgress job={job} />}
      {error && <ErrorNote error={error} />}
      {page && page.documents.length === 0 && (
        <p role="status">
          {needleOf(shownText) === null ? m.corpus.reading.none : m.corpus.reading.notFound(shownText)}
        </p>
      )}
      {page && page.documents.length > 0 && (
        <ol className="flex flex-col">
          {page.documents.map((found) => (
            <li key={`${found.place.source} ${found.place.number}`} className="border-b last:border-b-0">
              <Found found={found} text={shownText} />
            </li>
          ))}
        </ol>
      )}
      <Pages />
      <DocumentSheet />
    </Section>
  );
}

function Query() {
  const m = useMessages();
  const { reading } = useStores();
  const source = useStore(reading.store, (state) => state.source);
  const sources = useStudio((state) => state.snapshot?.corpus.sources);
  return (
    <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      <SearchField />
      {sources && sources.length > 1 && (
        <SelectField
          label={m.corpus.reading.source}
          value={source ?? ALL}
          options={[
            { value: ALL, label: m.corpus.reading.allSources },
            ...sources.map(({ id, fileName }) => ({ value: id, label: fileName })),
          ]}
          onChange={(id) => void reading.choose(id === ALL ? null : id)}
        />
      )}
    </div>
  );
}

/** Looks for what is typed once the person pauses. */
function SearchField() {
  const m = useMessages();
  const { reading } = useStores();
  const typed = useStore(reading.store, (state) => state.text);
  const shownText = useStore(reading.store, (state) => state.shownText);
  useEffect(() => {
    if (typed === shownText) return;
    const timer = setTimeout(() => void reading.search(typed), searchDelayMilliseconds);
    return () => clearTimeout(timer);
  }, [reading, typed, shownText]);
  return (
    <TextField
      label={m.corpus.reading.search}
      value={typed}
      testId="documents-search"
      onChange={(text) => reading.store.setState({ text })}
    />
  );
}

function Found({ found, text }: { found: FoundDocument; text: string }) {
  const m = useMessages();
  const language = useLanguage();
  const { reading } = useStores();
  const number = (value: number) => formatNumber(value, language);
  return (
    <button
      type="button"
      className="group flex w-full flex-col gap-0.5 rounded-sm px-1 py-2.5 text-left hover:bg-sunken"
      onClick={() => void reading.read(found)}
    >
      <span className="line-clamp-2 group-hover:underline">
        <Marked text={found.excerpt} typed={text} />
      </span>
      <span className="wrap-anywhere text-soft text-xs">
        {m.corpus.reading.place(found.fileName, number(found.place.number + 1))},{' '}
        {m.corpus.reading.length(number(found.length), found.length)}
        {found.heldOut && <span className="text-teal">, {m.corpus.reading.heldOut}</span>}
      </span>
    </button>
  );
}

function Pages() {
  const m = useMessages();
  const language = useLanguage();
  const { reading } = useStores();
  const { page, starts, job } = useStore(reading.store);
  if (!page) return null;
  const before = (starts.length - 1) * documentsPerPage;
  const number = (value: number) => formatNumber(value, language);
  return (
    <Pager
      range={m.corpus.reading.range(number(before + 1), number(before + page.documents.length))}
      isFirst={starts.length === 1}
      isLast={page.next === null}
      busy={job !== null}
      onPrevious={() => void reading.previous()}
      onNext={() => void reading.next()}
    />
  );
}
