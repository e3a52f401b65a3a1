/**
 * Works through a stored translation. What has been answered is in the database, with what it has cost, before more is asked
 * for: a tab that is closed loses the answers that are on their way, and nothing else.
 */
import { addUsage } from '../../data/translation/cost.ts';
import type { Source } from '../../data/translation/record.ts';
import { planOf } from '../../remote/endpoint.ts';
import type { Translator } from '../../remote/service.ts';
import { type Settled, translateAll } from '../../remote/translate-all.ts';
import { getItem, type Outcome, pendingItems, settleItems } from '../../storage/jobs.ts';
import type { JobItemRecord, JobRecord } from '../../storage/records.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { toErrorRecord } from '../stored.ts';
import { aloneWith } from './alone.ts';
import { type Translated, toTranslation, translated } from './translated.ts';

/**
 * @param given the items to work on, settled ones too; those that are pending where they are left out
 * @throws `cancelled` once the answers on their way are stored; `job-elsewhere`; why the service cannot be asked
 */
export async function workThroughTranslation(
  hub: Hub,
  job: JobRecord,
  translator: Translator,
  given?: readonly JobItemRecord[],
): Promise<void> {
  const { options, usage: before } = toTranslation(job);
  await aloneWith(job.id, () =>
    hub.job(job.id, 'translate', '', async ({ signal, progress }) => {
      const items = given ?? (await pendingItems(hub.database, job.id));
      const byRow = new Map(items.map((item) => [(item.input as Source).id, item]));
      const sources = items.map(({ input }) => input as Source);
      let used = before;
      progress(job.done + job.failed, job.items, 'records');
      await translateAll(sources, translator, planOf(options.endpoint), signal, async (settled, usage) => {
        used = addUsage(used, usage);
        const outcomes: { index: number; outcome: Outcome }[] = [];
        for (const one of settled) {
          const index = byRow.get(one.id)?.index;
          if (index === undefined) continue;
          // As it is now: it may have been corrected by hand while it was asked for.
          const item = await getItem(hub.database, job.id, index);
          outcomes.push({ index, outcome: outcomeOf(one, item, options) });
        }
        const changed = await settleItems(hub.database, job.id, outcomes, used);
        progress(changed.done + changed.failed, changed.items, 'records');
        hub.emit({ type: 'translation-changed', translation: toTranslation(changed) });
      });
    }),
  );
}

function outcomeOf(settled: Settled, item: JobItemRecord, direction: api.Direction): Outcome {
  const before = item.state === 'done' ? (item.result as Translated) : null;
  if ('texts' in settled) {
    const earlier = before ? [...before.earlier, before.texts] : [];
    return {
      state: 'done',
      result: { ...translated((item.input as Source).texts, settled.texts, direction), earlier },
    };
  }
  // What is there is not lost to an answer that cannot be used.
  if (before) return { state: 'done', result: before };
  const { error } = settled;
  return { state: 'failed', error: error === null ? null : toErrorRecord(error, 'unexpected') };
}
