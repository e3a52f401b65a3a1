/** The peak learning rate by short runs of the project's own model on its own text: their losses, and the rate that they propose. */
import { Telescope } from 'lucide-react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import { choiceKey } from '../../state/model.ts';
import type { ModelChoice, RateSweep } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatFigures, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Section } from '../parts/layout.tsx';
import { LineChart } from '../parts/line-chart.tsx';
import { JobProgress } from '../parts/progress.tsx';

/** A rate that is so many times larger or smaller than the proposed one is far off. */
const FAR = 3;

export function RateFinder({ choice, blocked }: { choice: ModelChoice; blocked: string | null }) {
  const m = useMessages().train.rates;
  const { rates, jobs, training } = useStores();
  const { found, trying, error } = useStore(rates.store);
  const busy = useStore(training.store, (state) => state.busy);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'rates'));
  const sweep = found?.model === choiceKey(choice) ? found.sweep : null;
  return (
    <Section testId="rates" title={m.title}>
      {sweep ? <Found sweep={sweep} /> : <p className="max-w-prose text-soft">{m.lead}</p>}
      {error && <ErrorNote error={error} />}
      {job ? (
        <JobProgress job={job} />
      ) : (
        <div>
          <Button
            data-testid="rates-find"
            disabled={trying || busy !== null}
            unavailable={blocked}
            onClick={() => void rates.find(choice)}
          >
            <Telescope className="size-4" aria-hidden="true" />
            {sweep ? m.again : m.find}
          </Button>
        </div>
      )}
    </Section>
  );
}

function Found({ sweep: { trials, proposed, isAtEdge } }: { sweep: RateSweep }) {
  const m = useMessages().train.rates;
  const language = useLanguage();
  const { rates, training } = useStores();
  const chosen = useStore(training.store, (state) => state.settings?.learningRate ?? null);
  const rate = (value: number) => formatFigures(value, language, 2);
  if (proposed === null) return <p className="max-w-prose">{m.none}</p>;
  const isFar = chosen !== null && Math.max(chosen / proposed, proposed / chosen) > FAR;
  return (
    <>
      <RateCurve trials={trials} />
      <p className="max-w-prose" aria-live="polite" data-testid="rates-found">
        {m.found(rate(proposed))} {isAtEdge && m.edge} {isFar && m.far(rate(chosen))}
      </p>
      {chosen !== proposed && (
        <div>
          <Button look="primary" data-testid="rates-take" onClick={() => rates.take(proposed)}>
            {m.take(rate(proposed))}
          </Button>
        </div>
      )}
    </>
  );
}

function RateCurve({ trials }: Pick<RateSweep, 'trials'>) {
  const m = useMessages().train.rates;
  const language = useLanguage();
  const points = trials.flatMap(({ learningRate, loss }) => (loss === null ? [] : [{ x: learningRate, value: loss }]));
  const format = (x: number) => formatFigures(x, language, 2);
  const spoken = points.map(({ x, value }) => `${format(x)}: ${formatNumber(value, language, 2)}`).join('; ');
  const range = { from: points[0]?.x ?? 0, to: points.at(-1)?.x ?? 1 };
  return (
    <figure className="flex max-w-xl flex-col gap-1">
      <figcaption className="text-sm text-soft">{m.loss}</figcaption>
      <div className="h-52">
        <LineChart
          series={[{ id: 'loss', label: m.loss, points, style: { stroke: 'var(--ember)', width: 2, dots: true } }]}
          references={[]}
          band={null}
          mark={null}
          axis={{ range, log: true, format, place: (x) => m.at(format(x)) }}
          log={false}
          tip={null}
          label={m.label(spoken)}
        />
      </div>
    </figure>
  );
}
