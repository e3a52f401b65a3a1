/**
 * Whether somebody still answers. Asked again and again, one question at a time; patience is counted in beats and not by the
 * clock, so that a machine that slept, or a hidden page whose timers are held back, is not taken for silence.
 */

export const BEAT_MS = 5000;
/** Half a minute: work that cannot hear meanwhile may take seconds. */
export const PATIENT_BEATS = 6;

/**
 * @param ask may reject: that is an answer to nobody, and whoever made it reject knows
 * @param onChange told when answers have failed to come, and when they come again
 * @returns ends it
 */
export function heartbeat(ask: () => Promise<unknown>, onChange: (isAnswering: boolean) => void): () => void {
  let isAsked = false;
  let waited = 0;

  function beat(): void {
    if (isAsked) {
      if (++waited === PATIENT_BEATS) onChange(false);
      return;
    }
    isAsked = true;
    ask().then(heard, () => undefined);
  }

  function heard(): void {
    const wasSilent = waited >= PATIENT_BEATS;
    isAsked = false;
    waited = 0;
    if (wasSilent) onChange(true);
  }

  const timer = setInterval(beat, BEAT_MS);
  return () => clearInterval(timer);
}
