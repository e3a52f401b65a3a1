/** While a run is under way: whether the battery lasts, and keeping the computer awake. */
import { BatteryLow } from 'lucide-react';
import { useStore } from 'zustand';
import { batteryWarning } from '../../state/battery.ts';
import { useStores } from '../context.ts';
import { formatDuration, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { CheckField } from '../parts/fields.tsx';

/** @param secondsLeft of the run; null: not known yet */
export function PowerNote({ secondsLeft }: { secondsLeft: number | null }) {
  return (
    <div className="flex flex-col gap-3">
      <BatteryNote secondsLeft={secondsLeft} />
      <KeepAwake />
    </div>
  );
}

function BatteryNote({ secondsLeft }: { secondsLeft: number | null }) {
  const { power } = useMessages();
  const language = useLanguage();
  const battery = useStore(useStores().battery.store, (state) => state.battery);
  const warning = batteryWarning(battery, secondsLeft);
  if (!battery || warning === null) return null;
  return (
    <div role="alert" data-testid="battery" className="flex gap-3 rounded-lg bg-sunken px-4 py-3 text-sm">
      <BatteryLow className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        {warning === 'low' || secondsLeft === null
          ? power.low(formatShare(battery.level, language))
          : power.ends(formatDuration(battery.secondsLeft, language), formatDuration(secondsLeft, language))}
      </p>
    </div>
  );
}

function KeepAwake() {
  const { power } = useMessages();
  const { preferences, wakeLock } = useStores();
  const keepAwake = useStore(preferences, (state) => state.keepAwake);
  const state = useStore(wakeLock.store, (store) => store.state);
  return (
    <div className="text-sm">
      <CheckField
        label={power.keepAwake}
        checked={keepAwake}
        testId="keep-awake"
        hint={keepAwake && state !== 'idle' ? power.states[state] : power.keepAwakeHint}
        onChange={(next) => preferences.setState({ keepAwake: next })}
      />
    </div>
  );
}
