/** Opens a comparison of stages and takes the person to it. */
import type { Comparison, Stages } from '../../state/stages.ts';
import { showHeading } from '../parts/show-heading.ts';

export const STAGES_HEADING = 'corpus-stages';

export function showStages(stages: Stages, comparison: Comparison): void {
  void stages.open(comparison);
  showHeading(STAGES_HEADING);
}
