/** Named shapes to start from. Changing any number afterwards makes it the person's own. */
import { useStore } from 'zustand';
import type { ModelChoice } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { presetName } from '../messages/preset-name.ts';

export function Presets({ draft }: { draft: ModelChoice }) {
  const m = useMessages();
  const language = useLanguage();
  const { model } = useStores();
  const presets = useStore(model.store, (state) => state.presets);
  const number = (value: number) => formatNumber(value, language);
  return (
    <fieldset>
      <legend className="mb-2 text-sm text-soft">{m.model.presets}</legend>
      <div className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {presets.map(({ id, choice }) => (
          <label
            key={id}
            className="flex cursor-pointer flex-col gap-0.5 rounded-lg border px-4 py-3 hover:bg-sunken has-checked:border-ink has-checked:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-ember-ink has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name="preset"
              className="sr-only"
              checked={draft.preset === id}
              onChange={() => model.takePreset(id)}
            />
            <span className="font-medium">{presetName(id, m)}</span>
            <span className="text-sm text-soft">
              {m.model.presetShape(
                number(choice.config.layers),
                number(choice.config.hiddenSize),
                number(choice.config.contextLength),
              )}
            </span>
            <span className="text-sm text-soft">{m.model.presetNotes[id] ?? ''}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
