/** What to translate, into which language, by which service; what it will cost; and the start. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { ENDPOINT_KINDS, originOf } from '../../data/translation/endpoint.ts';
import { OFFERED_LANGUAGES } from '../../data/translation/record.ts';
import { hasBrowserTranslator } from '../../state/browser-translator.ts';
import { mayAsk } from '../../state/hosts.ts';
import { optionsOf, type TranslationDraft } from '../../state/translation.ts';
import type { Id, InstructionSetRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { SelectField } from '../parts/fields.tsx';
import { HostPermission } from '../parts/host-permission.tsx';
import { amountText, costText } from '../service/amounts.ts';
import { KeyField } from '../service/key-field.tsx';
import { fieldColumns, RequestFields, ServiceFields, unreadyToAsk } from '../service/service-fields.tsx';

export function TranslationSetup({ sets }: { sets: readonly InstructionSetRecord[] }) {
  const m = useMessages();
  const { translation } = useStores();
  const { draft, working, starting } = useStore(translation.store);
  const set = sets.find(({ id }) => id === draft.set) ?? sets[0];
  const isBrowser = draft.kind === 'browser';
  const origin = isBrowser ? null : originOf(draft.address);
  const kinds = ENDPOINT_KINDS.filter((kind) => kind !== 'browser' || isBrowser || hasBrowserTranslator());
  const languages = OFFERED_LANGUAGES.map((value) => ({
    value: value as string,
    label: m.translation.languages[value],
  }));
  const field = (name: keyof TranslationDraft) => (value: number | string) => translation.change({ [name]: value });
  const unready =
    draft.kind !== 'browser'
      ? unreadyToAsk(draft, draft.kind, m)
      : hasBrowserTranslator()
        ? null
        : m.translation.needsTranslator;

  if (!set) return null;
  return (
    <div className="flex flex-col gap-4 border-b pb-5" data-testid="translation-setup">
      <div className={fieldColumns}>
        <SelectField
          label={m.translation.set}
          value={set.id}
          options={sets.map(({ id, fileName }) => ({ value: id, label: fileName }))}
          onChange={field('set')}
        />
        <SelectField label={m.translation.from} value={draft.from} options={languages} onChange={field('from')} />
        <SelectField label={m.translation.to} value={draft.to} options={languages} onChange={field('to')} />
        <SelectField
          label={m.translation.kind}
          value={draft.kind}
          options={kinds.map((value) => ({ value, label: m.translation.kinds[value] }))}
          onChange={field('kind')}
        />
        {draft.kind !== 'browser' && (
          <ServiceFields draft={draft} kind={draft.kind} testId="translation" onChange={translation.change} />
        )}
      </div>
      {!isBrowser && (
        <RequestFields
          draft={draft}
          fields={[
            { name: 'recordsPerRequest', label: m.translation.recordsPerRequest, min: 1, max: 100 },
            { name: 'lanes', label: m.translation.lanes, min: 1, max: 64 },
          ]}
          testId="translation"
          onChange={(name, value) => translation.change({ [name]: value })}
        />
      )}
      {origin !== null && <HostPermission origins={[origin]} place="translation" leaves={m.service.leaves} />}
      {origin !== null && mayAsk(origin) && <KeyField origin={origin} testId="translation" />}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button
          data-testid="translation-start"
          unavailable={unready}
          disabled={starting || working.length > 0}
          onClick={() => void translation.start(set.id)}
        >
          {m.translation.start}
        </Button>
        <Estimate set={set.id} draft={draft} />
      </div>
    </div>
  );
}

/** Again whenever anything changes that it depends on. */
function Estimate({ set, draft }: { set: Id; draft: TranslationDraft }) {
  const m = useMessages();
  const language = useLanguage();
  const { translation } = useStores();
  const estimate = useStore(translation.store, (state) => state.estimate);
  useEffect(() => void translation.estimate(optionsOf(set, draft)), [translation, set, draft]);
  if (!estimate) return null;
  const { records, usage, cost } = estimate;
  const number = (value: number) => formatNumber(value, language);
  const parts = [
    m.translation.estimate(number(records), number(usage.requests), amountText(usage, draft, language)),
    costText(cost, language),
  ];
  return (
    <p className="text-sm" data-testid="translation-estimate">
      {parts.filter(Boolean).join('; ')}. <span className="text-soft">{m.service.rough}</span>
    </p>
  );
}
