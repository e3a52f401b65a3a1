/** Which set shows how tasks look, how many are wanted, and by which service; what it will cost; and the start. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { originOf } from '../../data/translation/endpoint.ts';
import { OFFERED_LANGUAGES } from '../../data/translation/record.ts';
import { mayAsk } from '../../state/hosts.ts';
import { type SelfInstructDraft, selfInstructOptions } from '../../state/self-instruct.ts';
import type { Id, InstructionSetRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { NumberField, SelectField } from '../parts/fields.tsx';
import { HostPermission } from '../parts/host-permission.tsx';
import { amountText, costText } from '../service/amounts.ts';
import { KeyField } from '../service/key-field.tsx';
import { fieldColumns, RequestFields, ServiceFields, unreadyToAsk } from '../service/service-fields.tsx';

export function SelfInstructSetup({ sets }: { sets: readonly InstructionSetRecord[] }) {
  const m = useMessages();
  const { selfInstruct } = useStores();
  const { draft, working, starting } = useStore(selfInstruct.store);
  const set = sets.find(({ id }) => id === draft.set) ?? sets[0];
  const origin = originOf(draft.address);
  if (!set) return null;
  return (
    <div className="flex flex-col gap-4 border-b pb-5" data-testid="self-instruct-setup">
      <div className={fieldColumns}>
        <SelectField
          label={m.selfInstruct.set}
          value={set.id}
          options={sets.map(({ id, fileName }) => ({ value: id, label: fileName }))}
          onChange={(id) => selfInstruct.change({ set: id })}
        />
        <SelectField
          label={m.selfInstruct.language}
          value={draft.language}
          options={OFFERED_LANGUAGES.map((value) => ({
            value: value as string,
            label: m.translation.languages[value],
          }))}
          onChange={(language) => selfInstruct.change({ language })}
        />
        <NumberField
          label={m.selfInstruct.count}
          testId="self-instruct-count"
          value={draft.count}
          min={1}
          max={1e5}
          onChange={(count) => selfInstruct.change({ count })}
        />
        <ServiceFields draft={draft} kind="openai" testId="self-instruct" onChange={selfInstruct.change} />
      </div>
      <RequestFields
        draft={draft}
        fields={[{ name: 'tasksPerRequest', label: m.selfInstruct.tasksPerRequest, min: 1, max: 50 }]}
        testId="self-instruct"
        onChange={(name, value) => selfInstruct.change({ [name]: value })}
      />
      {origin !== null && <HostPermission origins={[origin]} place="self-instruct" leaves={m.selfInstruct.leaves} />}
      {origin !== null && mayAsk(origin) && <KeyField origin={origin} testId="self-instruct" />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          data-testid="self-instruct-start"
          unavailable={unreadyToAsk(draft, 'openai', m)}
          disabled={starting || working.length > 0}
          onClick={() => void selfInstruct.start(set.id)}
        >
          {m.selfInstruct.start}
        </Button>
        <Estimate set={set.id} draft={draft} />
      </div>
    </div>
  );
}

/** Again whenever anything changes that it depends on. */
function Estimate({ set, draft }: { set: Id; draft: SelfInstructDraft }) {
  const m = useMessages();
  const language = useLanguage();
  const { selfInstruct } = useStores();
  const estimate = useStore(selfInstruct.store, (state) => state.estimate);
  useEffect(() => void selfInstruct.estimate(selfInstructOptions(set, draft)), [selfInstruct, set, draft]);
  if (!estimate) return null;
  const { usage, cost } = estimate;
  const number = (value: number) => formatNumber(value, language);
  const amount = amountText(usage, { kind: 'openai' }, language);
  const parts = [
    m.selfInstruct.estimate(number(draft.count), number(usage.requests), amount),
    costText(cost, language),
  ];
  return (
    <p className="text-sm" data-testid="self-instruct-estimate">
      {parts.filter(Boolean).join('; ')}. <span className="text-soft">{m.selfInstruct.rough}</span>
    </p>
  );
}
