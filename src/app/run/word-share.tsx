/** How many words of the samples occur in the corpus: of the newest step, and as a line over the steps. */
import type { SamplePoint } from '../../worker/api.ts';
import { formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Sparkline } from '../parts/sparkline.tsx';
import { Term } from '../parts/term.tsx';

export function WordShare({ samples }: { samples: readonly SamplePoint[] }) {
  const m = useMessages();
  const language = useLanguage();
  const shares = wordShares(samples);
  const last = shares.at(-1);
  if (last === undefined) return null;
  return (
    <span className="flex items-center gap-2" data-testid="word-share">
      <Term id="realWords">{m.train.wordShare(formatShare(last, language))}</Term>
      <span className="w-20">
        <Sparkline values={shares} fromZero />
      </span>
    </span>
  );
}

/** Of every step whose samples have words, over all of its samples. */
export function wordShares(samples: readonly SamplePoint[]): number[] {
  const steps = new Map<number, { known: number; total: number }>();
  for (const { step, words } of samples) {
    if (!words || words.total === 0) continue;
    const { known, total } = steps.get(step) ?? { known: 0, total: 0 };
    steps.set(step, { known: known + words.known, total: total + words.total });
  }
  return [...steps.values()].map(({ known, total }) => known / total);
}
