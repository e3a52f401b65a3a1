/** Named shapes to start from. Changing any number afterwards makes it the person's own. */
import { useStore } from 'zustand';
import { presetChoice } from '../../state/model.ts';
import type { ModelChoice } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { presetName } from '../messages/preset-name.ts';
import { AdviceLines } from './advice-view.tsx';

export function Presets({ draft }: { draft: ModelChoice }) {
  const m = useMessages();
  const language = useLanguage();
  const { model } = useStores();
  const presets = useStore(model.store, (state) => state.presets);
  const vocabSize = useStudio((state) => state.snapshot?.tokenizer?.vocabSize ?? null);
  const number = (value: number) => formatNumber(value, language);
  return (
    <fieldset>
      <legend className="mb-2 text-sm text-soft">{m.model.presets}</legend>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {presets.map((preset) => (
          <label
            key={preset.id}
            className="flex cursor-pointer flex-col gap-0.5 rounded-lg border px-4 py-3 hover:bg-sunken has-checked:border-ink has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-ember-ink has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name="preset"
              className="sr-only"
              checked={draft.preset === preset.id}
              onChange={() => model.takePreset(preset.id)}
            />
            <span className="font-medium">{presetName(preset.id, m)}</span>
            <span className="text-sm text-soft">
              {m.model.presetShape(
                number(preset.choice.config.layers),
                number(preset.choice.config.hiddenSize),
                number(preset.choice.config.contextLength),
              )}
            </span>
            <span className="text-sm text-soft">{m.model.presetNotes[preset.id] ?? ''}</span>
            <AdviceLines advised={{ choice: presetChoice(preset, vocabSize), steps: preset.training.steps }} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
