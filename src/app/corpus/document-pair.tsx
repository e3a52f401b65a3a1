/** Two documents of a cluster side by side: what no common run of words covers is marked in both. */
import { useStore } from 'zustand';
import { sharedRuns, type TextPart } from '../../data/cleaning/shared-runs.ts';
import { useStores } from '../context.ts';
import { formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Sheet } from '../parts/dialogs.tsx';
import { withPlaces } from '../parts/places.ts';

export function DocumentPairSheet() {
  const m = useMessages();
  const language = useLanguage();
  const { clusters } = useStores();
  const { open, pair } = useStore(clusters.store);
  if (!open || !pair) return null;
  const words = m.workshop.clusters;
  const { a, b } = sharedRuns(pair.texts.kept, pair.texts.other);
  const columns = [
    { document: open.cluster.kept, parts: a, isKept: true },
    { document: pair.member, parts: b, isKept: false },
  ];
  return (
    <Sheet
      open
      onOpenChange={() => clusters.closePair()}
      title={words.pair}
      lead={words.pairLead(formatShare(pair.member.similarity, language))}
      width="max-w-5xl"
    >
      <div className="grid gap-x-6 gap-y-5 md:grid-cols-2" data-testid="document-pair">
        {columns.map(({ document, parts, isKept }) => {
          const name = words.place(document.fileName, formatNumber(document.place.number + 1, language));
          return (
            <section key={name} aria-label={name} className="flex min-w-0 flex-col gap-1">
              <h3 className="text-sm text-soft">{isKept ? `${name} (${words.kept})` : name}</h3>
              <Parts parts={parts} />
            </section>
          );
        })}
      </div>
    </Sheet>
  );
}

const Parts = ({ parts }: { parts: readonly TextPart[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keyboard
  <p tabIndex={0} className="wrap-anywhere whitespace-pre-wrap text-sm">
    {withPlaces(parts).map(({ item: { text, isShared }, place }) =>
      isShared ? (
        <span key={place}>{text}</span>
      ) : (
        <mark key={place} className="rounded-sm bg-marker text-ink">
          {text}
        </mark>
      ),
    )}
  </p>
);
