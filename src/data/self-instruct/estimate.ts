/** What writing tasks will cost, before the start. */
import { tokensIn, type Usage } from '../translation/cost.ts';
import { MOST_SHOWN, type Task } from './task-pool.ts';
import { taskLine, taskMessages } from './task-prompt.ts';

/** As if each task were as long as the seeds are on average, and none were dropped. */
export function estimatedTaskUsage(
  seeds: readonly Task[],
  { count, tasksPerRequest, language }: { count: number; tasksPerRequest: number; language: string },
): Usage {
  const requests = Math.ceil(count / tasksPerRequest);
  const [rules] = taskMessages([], tasksPerRequest, language);
  const units = seeds.reduce((sum, seed) => sum + taskLine(seed).length, 0) / Math.max(1, seeds.length);
  const shown = Math.min(seeds.length, MOST_SHOWN);
  return {
    requests,
    inputTokens: requests * (tokensIn(rules?.content.length ?? 0, 'en') + tokensIn(shown * units, language)),
    outputTokens: tokensIn(count * units, language),
    characters: 0,
  };
}
