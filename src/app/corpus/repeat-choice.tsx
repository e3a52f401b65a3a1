/** Whether documents are repeated by the sizes of their clusters, and what that adds to what is learned. */
import { mixtureOf, repeatedAmount } from '../../state/mixture.ts';
import type { ClusterPage, ProjectSnapshot } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatCount, formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { CheckField } from '../parts/fields.tsx';

/** @param repeats null: they are not known yet, and the choice is not offered before they are */
export function RepeatChoice({ repeats }: { repeats: ClusterPage['repeats'] | null }) {
  const m = useMessages();
  const { clusters } = useStores();
  const snapshot = useStudio((state) => state.snapshot);
  if (!snapshot || (repeats === null && !snapshot.corpus.byClusterSize)) return null;
  const words = m.workshop.clusters;
  return (
    <div className="flex flex-col gap-1">
      <CheckField
        label={words.repeat}
        checked={snapshot.corpus.byClusterSize}
        onChange={(on) => void clusters.repeat(on)}
        hint={words.repeatHint}
      />
      {repeats && <Adds snapshot={snapshot} repeats={repeats} />}
    </div>
  );
}

function Adds({ snapshot, repeats }: { snapshot: ProjectSnapshot; repeats: ClusterPage['repeats'] }) {
  const { workshop } = useMessages();
  const language = useLanguage();
  const { amount: once, unit } = mixtureOf(snapshot);
  const { documents, amount } = repeatedAmount(snapshot, repeats);
  const words = workshop.clusters;
  const size = unit === 'bytes' ? formatBytes(amount, language) : workshop.tokens(formatCount(amount, language));
  return (
    <p role="status" className="pl-6 text-sm" data-testid="repeat-adds">
      {documents === 0
        ? words.repeatNothing
        : words.repeatAdds(
            formatNumber(documents, language),
            workshop.mixture.about(size),
            formatShare(amount / once, language, 1),
          )}
    </p>
  );
}
