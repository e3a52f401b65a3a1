/** Opens a comparison of stages and takes the person to it. */
import type { Comparison, Stages } from '../../state/stages.ts';

export const STAGES_HEADING = 'stages-heading';

export function showStages(stages: Stages, comparison: Comparison): void {
  void stages.open(comparison);
  const heading = document.getElementById(STAGES_HEADING);
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}
