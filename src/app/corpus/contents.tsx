/** What is on the page of the corpus, which is long: a list that stays in view and leads to each section. */
import { useMessages } from '../messages/messages.ts';
import { showHeading } from '../parts/show-heading.ts';
import { type CorpusSection, HEADINGS } from './sections.ts';

export function Contents({ sections }: { sections: readonly CorpusSection[] }) {
  const m = useMessages();
  const titles: Record<CorpusSection, string> = {
    sources: m.corpus.sources,
    cleaning: m.cleaning.title,
    stages: m.cleaning.stages.title,
    clusters: m.workshop.clusters.title,
    mixture: m.workshop.mixture.title,
    report: m.workshop.report.title,
    documents: m.corpus.reading.title,
  };
  return (
    <nav aria-label={m.corpus.contents} className="sticky top-0 z-10 -my-3 border-b bg-paper" data-testid="contents">
      <ul className="scroll-quiet scroll-shaded-sideways flex gap-x-1 overflow-x-auto py-1.5">
        {sections.map((section) => (
          <li key={section}>
            <button
              type="button"
              className="whitespace-nowrap rounded-md px-2 py-1 text-sm text-soft hover:bg-sunken hover:text-ink"
              onClick={() => showHeading(HEADINGS[section])}
            >
              {titles[section]}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
