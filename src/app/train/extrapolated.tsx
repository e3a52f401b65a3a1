/** Where the proposed rates of a model rest on no measurement of its kind: in what, and how to make sure. */
import { useStore } from 'zustand';
import { extrapolations } from '../../defaults.ts';
import type { ModelChoice, TrainingSettings } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';

/** Nothing for a preset whose authors published their rates. */
export function Extrapolated({ choice, optimizer }: { choice: ModelChoice; optimizer: TrainingSettings['optimizer'] }) {
  const { extrapolated } = useMessages().train;
  const language = useLanguage();
  const { model } = useStores();
  const presets = useStore(model.store, (state) => state.presets);
  if (presets.find(({ id }) => id === choice.preset)?.isPublished) return null;
  const { config, batch, seq, accumulate } = choice;
  const beyond = extrapolations(optimizer, { width: config.hiddenSize, tokensPerStep: batch * seq * accumulate });
  if (beyond.length === 0) return null;
  const number = (value: number) => formatNumber(value, language);
  const parts = beyond.map(({ of, value, from, to }) => extrapolated[of](number(value), number(from), number(to)));
  return (
    <p className="max-w-prose text-soft" data-testid="rates-extrapolated">
      {extrapolated.lead(parts.join('; '))}
    </p>
  );
}
