/** Resuming a run as it was, or with another learning rate. */
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { RunRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { NumberField } from '../parts/fields.tsx';

const largestRate = 1;

/** What a run learns at by now, at its peak. */
export const rateOf = ({ settings, rateScale }: RunRecord): number => settings.learningRate * rateScale;

export function RateField(props: { label: string; value: number; onChange: (value: number) => void }) {
  const { training } = useStores();
  const busy = useStore(training.store, (state) => state.busy);
  return (
    <div className="w-56 max-w-full">
      <NumberField
        {...props}
        max={largestRate}
        step={1e-4}
        term="learningRate"
        disabled={busy !== null}
        testId="resume-rate"
      />
    </div>
  );
}

export function Resume({ run }: { run: RunRecord }) {
  const m = useMessages();
  const { training } = useStores();
  const busy = useStore(training.store, (state) => state.busy);
  const asItIs = rateOf(run);
  const [rate, setRate] = useState(asItIs);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <RateField label={m.train.resumeAt} value={rate} onChange={setRate} />
      <Button
        look="primary"
        disabled={busy !== null}
        data-testid="train-resume"
        onClick={() => void training.resume(run.id, rate === asItIs ? {} : { learningRate: rate })}
      >
        <Play className="size-3.5 fill-current" aria-hidden="true" />
        {busy === 'resume' ? m.train.resuming : m.train.resume}
      </Button>
    </div>
  );
}
