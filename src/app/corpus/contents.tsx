/** What is on the page of the corpus, which is long: a list that leads to each section. */
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
    <nav aria-label={m.corpus.contents} className="-my-2" data-testid="contents">
      <ul className="flex flex-wrap gap-x-3">
        {sections.map((section) => (
          <li key={section}>
            <button
              type="button"
              className="min-h-7 text-sm text-soft underline decoration-line underline-offset-[3px] hover:text-ink hover:decoration-ink"
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
