/** A result beside what it would be without the items that stand in texts the model learned from. */
import type { LeakReport } from '../data/tasks/leak-guard.ts';
import type { Leaked } from './results.ts';

/**
 * @param report of the items of the result's set; undefined: nobody looked for them
 * @param without the result of the items that are counted; null where there are none, or the measure keeps no scores of items
 */
export function withLeaks<Result extends object>(
  result: Result,
  report: LeakReport | undefined,
  without: (isCounted: (item: number) => boolean) => Result | null,
): Result & { readonly leaked?: Leaked<Result> } {
  if (!report) return result;
  const leaked = new Set(report.leaks.map(({ item }) => item));
  return { ...result, leaked: { ...report, without: leaked.size === 0 ? null : without((item) => !leaked.has(item)) } };
}
