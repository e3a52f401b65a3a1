/** Several seeds of one recipe: asked for, waiting, and what they say together. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { type SeedComparison, seedLosses } from '../../state/seed-comparison.ts';
import type { RunRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { NumberField } from '../parts/fields.tsx';

const mostSeeds = 20;
const noRuns: RunRecord[] = [];

export function MoreSeedsForm({ run, blocked }: { run: RunRecord; blocked: string | null }) {
  const m = useMessages();
  const language = useLanguage();
  const { seedQueue, training } = useStores();
  const busy = useStore(training.store, (state) => state.busy);
  const [count, setCount] = useState(2);
  return (
    <div className="flex flex-col items-start gap-4">
      <div className="w-40">
        <NumberField
          label={m.onward.seeds.more}
          term="seed"
          value={count}
          min={1}
          max={mostSeeds}
          testId="seeds-count"
          onChange={setCount}
        />
      </div>
      <p>{m.onward.seeds.lead}</p>
      <Button
        data-testid="seeds-start"
        disabled={busy !== null}
        unavailable={blocked}
        onClick={() => void seedQueue.more(run, count)}
      >
        {busy === 'start' ? m.train.starting : m.onward.seeds.start(formatNumber(count, language))}
      </Button>
    </div>
  );
}

/** The seeds that follow a run, with the key that drops them; nothing where none do. */
export function WaitingSeeds({ run }: { run: RunRecord }) {
  const m = useMessages();
  const { seedQueue } = useStores();
  const queue = useStore(seedQueue.store);
  if (queue.run !== run.id || queue.waiting.length === 0) return null;
  return (
    <div data-testid="seeds-waiting" className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      <p className="text-soft">{m.onward.seeds.waiting(queue.waiting.join(', '))}</p>
      <Button size="small" look="quiet" onClick={seedQueue.cancel}>
        {m.onward.seeds.dropWaiting}
      </Button>
    </div>
  );
}

/** The mean of the finished seeds and its interval; nothing of one seed. */
export function SeedResult({ run }: { run: RunRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const runs = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const losses = seedLosses(run, runs);
  if (!losses?.interval) return null;
  const { mean, half } = losses.interval;
  const digits = digitsOf(half);
  return (
    <p data-testid="seed-result" className="font-medium text-teal">
      {m.onward.seeds.result(
        formatNumber(mean, language, digits),
        formatNumber(half, language, digits),
        formatNumber(losses.seeds, language),
      )}
    </p>
  );
}

/** So many decimals that the interval has one or two digits that count, at most four. */
const digitsOf = (half: number): number => Math.min(4, Math.max(2, Math.ceil(-Math.log10(Math.max(half, 1e-9))) + 1));

export function comparisonText({ difference, isNoise }: SeedComparison, other: string, language: Language): string {
  const { comparison } = language.messages.onward;
  const by = formatNumber(Math.abs(difference), language, 3);
  const said = difference < 0 ? comparison.lower(other, by) : comparison.higher(other, by);
  if (isNoise === null) return `${said} ${comparison.unknown}`;
  return `${said} ${isNoise ? comparison.noise : comparison.real}`;
}
