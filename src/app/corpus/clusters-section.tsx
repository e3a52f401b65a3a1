/** Clusters of duplicates: the largest first, each opens to its documents; and whether documents are repeated by them. */
import { ChevronRight } from 'lucide-react';
import { useStore } from 'zustand';
import { CLUSTERS_PER_PAGE, MEMBERS_PER_PAGE } from '../../state/clusters.ts';
import type { ClusterDocument, ClusterMember, ClusterPage, DocumentCluster } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { DocumentPairSheet } from './document-pair.tsx';
import { Pager } from './pager.tsx';
import { RepeatChoice } from './repeat-choice.tsx';
import { HEADINGS } from './sections.ts';
import { visible } from './visible.ts';

/** Of a cluster that is closed; of more, how many there are is said. */
const NAMED_SOURCES = 3;

export function ClustersSection() {
  const m = useMessages();
  const { clusters, jobs } = useStores();
  const { page, job: jobId, error } = useStore(clusters.store);
  const job = useStore(jobs.store, (state) => (jobId === null ? null : (state.jobs[jobId] ?? null)));
  return (
    <Section title={m.workshop.clusters.title} testId="clusters" heading={HEADINGS.clusters}>
      {error && <ErrorNote error={error} />}
      {page ? (
        <Page page={page} busy={jobId !== null} />
      ) : job ? (
        <JobProgress job={job} />
      ) : (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <p className="min-w-0 flex-1 basis-60 text-sm text-soft">{m.workshop.clusters.lead}</p>
          <Button size="small" onClick={() => void clusters.load(0)} data-testid="clusters-find">
            {m.workshop.clusters.find}
          </Button>
        </div>
      )}
      <RepeatChoice repeats={page?.repeats ?? null} />
      <DocumentPairSheet />
    </Section>
  );
}

function Page({ page, busy }: { page: ClusterPage; busy: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { clusters } = useStores();
  const from = useStore(clusters.store, (state) => state.from);
  const words = m.workshop.clusters;
  const number = (value: number) => formatNumber(value, language);
  if (page.total === 0) return <p role="status">{words.none}</p>;
  const to = from + page.clusters.length;
  return (
    <>
      <p className="text-sm" role="status">
        {words.said(number(page.total), number(page.dropped))}
      </p>
      <ol className="flex flex-col" aria-busy={busy}>
        {page.clusters.map((cluster) => (
          <li key={`${cluster.kept.place.source} ${cluster.kept.place.number}`} className="border-b last:border-b-0">
            <Cluster cluster={cluster} />
          </li>
        ))}
      </ol>
      <Pager
        range={words.range(number(from + 1), number(to), number(page.total))}
        isFirst={from === 0}
        isLast={to >= page.total}
        busy={busy}
        onPrevious={() => void clusters.load(Math.max(0, from - CLUSTERS_PER_PAGE))}
        onNext={() => void clusters.load(to)}
      />
    </>
  );
}

function Cluster({ cluster }: { cluster: DocumentCluster }) {
  const m = useMessages();
  const language = useLanguage();
  const { clusters } = useStores();
  const open = useStore(clusters.store, (state) => state.open);
  const isOpen = open?.cluster === cluster;
  const words = m.workshop.clusters;
  const size = formatNumber(cluster.size, language);
  const unnamed = cluster.sources.length - NAMED_SOURCES;
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        className="flex w-full items-start gap-2 rounded-sm py-2 text-left text-sm hover:bg-sunken"
        onClick={() => (isOpen ? clusters.close() : void clusters.open(cluster))}
      >
        <ChevronRight
          className={`mt-0.5 size-4 shrink-0 text-soft transition-transform ${isOpen ? 'rotate-90' : ''}`}
          aria-hidden="true"
        />
        <span className="w-24 shrink-0 font-medium">{words.size(size)}</span>
        <span className="min-w-0 flex-1">
          <span className="line-clamp-2 text-soft">{visible(cluster.kept.begins)}</span>
          <span className="wrap-anywhere block text-xs">
            {words.sources(
              cluster.sources.slice(0, NAMED_SOURCES).join(', '),
              unnamed > 0 ? formatNumber(unnamed, language) : null,
            )}
          </span>
        </span>
      </button>
      {isOpen && <Members cluster={cluster} from={open.from} members={open.members} />}
    </>
  );
}

function Members(props: { cluster: DocumentCluster; from: number; members: readonly ClusterMember[] | null }) {
  const { cluster, from, members } = props;
  const m = useMessages();
  const language = useLanguage();
  const { clusters } = useStores();
  const busy = useStore(clusters.store, (state) => state.job !== null);
  const words = m.workshop.clusters;
  const number = (value: number) => formatNumber(value, language);
  const name = ({ fileName, place }: ClusterDocument) => words.place(fileName, number(place.number + 1));
  const dropped = cluster.size - 1;
  return (
    <div className="flex flex-col gap-2 pb-4 pl-6 text-sm" data-testid="cluster-members">
      <ul aria-busy={busy}>
        <li className="flex flex-wrap items-center gap-x-4 py-1">
          <span className="min-w-0 flex-1 basis-48">{name(cluster.kept)}</span>
          <span className="text-soft">{words.kept}</span>
        </li>
        {members?.map((member) => (
          <li
            key={`${member.place.source} ${member.place.number}`}
            className="flex flex-wrap items-center gap-x-4 py-1"
          >
            <span className="min-w-0 flex-1 basis-48">{name(member)}</span>
            <span className="text-soft">
              {member.similarity === 1 ? words.same : words.like(formatShare(member.similarity, language))}
            </span>
            <Button
              size="small"
              look="quiet"
              aria-label={words.compareWith(name(member))}
              onClick={() => void clusters.compare(member)}
              data-testid="cluster-compare"
            >
              {words.compare}
            </Button>
          </li>
        ))}
      </ul>
      {members && (
        <Pager
          range={words.range(number(from + 1), number(from + members.length), number(dropped))}
          isFirst={from === 0}
          isLast={from + MEMBERS_PER_PAGE >= dropped}
          busy={busy}
          onPrevious={() => void clusters.open(cluster, Math.max(0, from - MEMBERS_PER_PAGE))}
          onNext={() => void clusters.open(cluster, from + MEMBERS_PER_PAGE)}
        />
      )}
    </div>
  );
}
