/**
 * A run on a laptop's battery: a warning before the battery ends it, and a checkpoint at the last moment. Chromium alone tells
 * of the battery; where nothing is told, nothing is said.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Studio } from './studio.ts';
import type { Training } from './training.ts';

export interface BatteryState {
  charging: boolean;
  /** 0 … 1. */
  level: number;
  /** Seconds until it is empty, as the browser guesses; infinite where it does not. */
  secondsLeft: number;
}

/** The browser's BatteryManager, which TypeScript does not know. */
export interface BatteryManager extends EventTarget {
  readonly charging: boolean;
  readonly level: number;
  readonly dischargingTime: number;
}

const LOW = 0.2;
/** Laptops go to sleep by themselves at about 5 %. */
const SAVE_AT = 0.07;

/** `ends`: it will be empty before the run is done, as far as both can be told; `low`: there is little left. */
export type BatteryWarning = 'ends' | 'low' | null;

/** @param runSeconds until the run is done; null: not known */
export function batteryWarning(battery: BatteryState | null, runSeconds: number | null): BatteryWarning {
  if (!battery || battery.charging) return null;
  if (battery.level < LOW) return 'low';
  return runSeconds !== null && battery.secondsLeft < runSeconds ? 'ends' : null;
}

export interface Battery {
  /** null: not told. */
  store: StoreApi<{ battery: BatteryState | null }>;
}

/** @param manager resolves to the browser's; undefined where it has none */
export function createBattery(
  studio: Studio,
  training: Pick<Training, 'saveNow'>,
  manager: Promise<BatteryManager | undefined>,
): Battery {
  const store = createStore<{ battery: BatteryState | null }>(() => ({ battery: null }));
  let isSaved = false;

  /** Once, until it is charged again. */
  function saveBeforeTheEnd({ charging, level }: BatteryState): void {
    const { training: run } = studio.store.getState();
    if (charging || level > SAVE_AT) isSaved = false;
    else if (run !== null && !isSaved) {
      isSaved = true;
      void training.saveNow(run);
    }
  }

  void manager.then(
    (found) => {
      if (!found) return;
      const read = () => {
        const battery = { charging: found.charging, level: found.level, secondsLeft: found.dischargingTime };
        store.setState({ battery });
        saveBeforeTheEnd(battery);
      };
      for (const change of ['chargingchange', 'levelchange', 'dischargingtimechange'])
        found.addEventListener(change, read);
      read();
    },
    () => undefined, // a policy forbids it: nothing is told
  );
  return { store };
}
