/** One translation: how far it is, what it has cost, and what can be done with it. */
import { useStore } from 'zustand';
import { originOf } from '../../data/translation/endpoint.ts';
import { OFFERED_LANGUAGES } from '../../data/translation/record.ts';
import type { TranslationRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { amountText, costText } from '../service/amounts.ts';
import { ServiceJob } from '../service/service-job.tsx';
import { TranslatedRows } from './translated-rows.tsx';

export function TranslationItem({ record }: { record: TranslationRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const { translation } = useStores();
  const { working, failures, shown } = useStore(translation.store);
  const { id, source, options, records, done, failed, usage, cost } = record;
  const number = (value: number) => formatNumber(value, language);
  const known = OFFERED_LANGUAGES.find((tag) => tag === options.to);
  return (
    <ServiceJob
      testId="translation"
      title={`${source} → ${known ? m.translation.languages[known] : options.to}`}
      label={m.translation.title}
      figures={[
        m.translation.progress(number(done), number(records)),
        failed > 0 ? m.translation.failed(number(failed)) : '',
        amountText(usage, options.endpoint, language),
        costText(cost, language),
      ]}
      settled={done + failed}
      items={records}
      hasResults={done > 0}
      isWorking={working.includes(id)}
      failure={failures[id] ?? null}
      origin={originOf(options.endpoint.address)}
      leaves={m.service.leaves}
      removal={{
        label: m.translation.remove(source),
        title: m.translation.removeTitle(source),
        lead: m.translation.removeLead,
        action: m.translation.removeDo,
      }}
      isShown={shown === id}
      onShow={(isShown) => void translation.show(isShown ? id : null)}
      onResume={() => translation.resume(id)}
      onPause={() => void translation.pause(id)}
      onSave={() => translation.save(id)}
      onExport={() => translation.export(id)}
      onDelete={() => translation.delete(id)}
    >
      <TranslatedRows options={options} />
    </ServiceJob>
  );
}
