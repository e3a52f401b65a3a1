/** One job that writes tasks: how far it is, what was dropped, what it has cost, and what can be done with it. */
import { useStore } from 'zustand';
import type { Rejection } from '../../data/self-instruct/task-pool.ts';
import { originOf } from '../../data/translation/endpoint.ts';
import type { SelfInstructRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { amountText, costText } from '../service/amounts.ts';
import { ServiceJob } from '../service/service-job.tsx';
import { WrittenTasks } from './written-tasks.tsx';

export function SelfInstructItem({ record }: { record: SelfInstructRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const { selfInstruct } = useStores();
  const { working, failures, shown } = useStore(selfInstruct.store);
  const { id, source, target, options, done, rejected, usage, cost } = record;
  const number = (value: number) => formatNumber(value, language);
  const dropped = Object.entries(rejected) as [Rejection, number][];
  return (
    <ServiceJob
      testId="self-instruct"
      title={target}
      label={m.selfInstruct.title}
      figures={[
        m.selfInstruct.progress(number(done), number(options.count)),
        ...dropped.map(([reason, count]) => m.selfInstruct.rejected[reason](number(count))),
        amountText(usage, { kind: 'openai' }, language),
        costText(cost, language),
      ]}
      settled={done}
      items={options.count}
      hasResults={done > 0}
      isWorking={working.includes(id)}
      failure={failures[id] ?? null}
      origin={originOf(options.address)}
      leaves={m.selfInstruct.leaves}
      removal={{
        label: m.selfInstruct.remove(source),
        title: m.selfInstruct.removeTitle(source),
        lead: m.selfInstruct.removeLead,
        action: m.selfInstruct.removeDo,
      }}
      isShown={shown === id}
      onShow={(isShown) => void selfInstruct.show(isShown ? id : null)}
      onResume={() => selfInstruct.resume(id)}
      onPause={() => void selfInstruct.pause(id)}
      onSave={() => selfInstruct.save(id)}
      onExport={() => selfInstruct.export(id)}
      onDelete={() => selfInstruct.delete(id)}
    >
      <WrittenTasks language={options.language} />
    </ServiceJob>
  );
}
