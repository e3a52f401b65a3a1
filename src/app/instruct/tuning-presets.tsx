/** Published recipes of tuning, each taken by a click; what it sets can be changed afterwards. */
import { useStore } from 'zustand';
import { presetChanges, rowsCut, type TuningPresetId, tuningPresetIds } from '../../state/tuning-presets.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';

/** @param context of the base */
export function TuningPresets({ context, disabled }: { context: number; disabled: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { instruct, methods } = useStores();
  const edits = useStore(instruct.store, (state) => state.edits);
  const cutNote = (id: TuningPresetId): string =>
    rowsCut(id, context) === null ? '' : m.method.rowsCut(formatNumber(context, language));
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm text-soft">{m.model.presets}</legend>
      <ul className="grid grid-cols-[max-content_1fr] gap-x-3 gap-y-1.5">
        {tuningPresetIds.map((id) => (
          <li key={id} className="col-span-2 grid grid-cols-subgrid items-baseline">
            <Button
              size="small"
              disabled={disabled}
              onClick={() => {
                const changes = presetChanges(id, context, edits);
                methods.change(changes.method);
                instruct.change(changes.instruct);
              }}
            >
              {id}
            </Button>
            <span className="text-sm text-soft">
              {m.method.presetNotes[id]} {cutNote(id)}
            </span>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
