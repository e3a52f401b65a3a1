/** By what the model is tuned: every weight or adapters beside them, each with its memory, the precision, and the settings of adapters. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { type MethodKind, methodKinds, withTarget } from '../../state/method.ts';
import { budgetBytes } from '../../state/preferences.ts';
import type { ExampleTreatment, TrainingSettings } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { ChoiceRow } from '../parts/choice-row.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { CheckField, NumberField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { Term } from '../parts/term.tsx';
import { useChosen } from './chosen.ts';
import { TuningPresets } from './tuning-presets.tsx';

export function MethodFields({
  treatment: { packed, promptWeight, embeddingDropout },
  settings: { averageWeights },
  disabled,
}: {
  treatment: ExampleTreatment;
  settings: TrainingSettings;
  disabled: boolean;
}) {
  const m = useMessages();
  const language = useLanguage();
  const { methods, instruct, preferences } = useStores();
  const { kind, lora, precision, plans, error } = useStore(methods.store);
  const batch = useStore(instruct.store, (state) => state.batch);
  const accumulate = useStore(instruct.store, (state) => state.accumulate);
  const budget = useStore(preferences, budgetBytes);
  const { base, seq } = useChosen();
  const baseCheckpoint = base?.id ?? null;
  const ofBase = useStudio((state) => state.snapshot?.runs.find(({ id }) => id === base?.runId)?.choice.precision);
  const held = precision ?? ofBase ?? 'f32';
  useEffect(() => {
    if (baseCheckpoint === null || seq === null) return;
    const shape = { baseCheckpoint, seq, batch, accumulate, packed, promptWeight, embeddingDropout, averageWeights };
    void methods.plan({ ...shape, precision: precision ?? undefined }, lora, budget);
  }, [
    methods,
    baseCheckpoint,
    seq,
    batch,
    accumulate,
    packed,
    promptWeight,
    embeddingDropout,
    averageWeights,
    precision,
    lora,
    budget,
  ]);
  const labelOf = (of: MethodKind): string => {
    const plan = plans[of];
    return plan ? m.method.withMemory(m.method.kinds[of], formatBytes(plan.totalBytes, language)) : m.method.kinds[of];
  };
  const plan = plans[kind];
  return (
    <Section title={m.method.fields.method}>
      <div className="flex flex-col gap-3" data-testid="instruct-method">
        {base && <TuningPresets context={base.config.contextLength} disabled={disabled} />}
        <ChoiceRow
          legend={m.method.legend}
          options={methodKinds.map((value) => ({ value, label: labelOf(value) }))}
          value={kind}
          disabled={disabled}
          onChange={(next) => methods.change({ kind: next })}
        />
        <p className="text-sm text-soft">
          {m.method.leads[kind]}
          {plan && ` ${m.method.trained(formatNumber(plan.trained, language))}`}
        </p>
        <ChoiceRow
          legend={<Term id="precision">{m.model.fields.precision}</Term>}
          options={(['f32', 'f16'] as const).map((value) => ({ value, label: m.model.precisions[value] }))}
          value={held}
          disabled={disabled}
          onChange={(next) => methods.change({ precision: next })}
        />
        {plan && !plan.fits && <p className="text-sm">{m.method.overBudget}</p>}
        {error && <ErrorNote error={error} />}
        {kind !== 'full' && <LoraFields disabled={disabled} />}
      </div>
    </Section>
  );
}

function LoraFields({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const { methods } = useStores();
  const { lora, plans } = useStore(methods.store);
  const modules = plans.full?.modules ?? [];
  const { targets } = lora;
  return (
    <>
      <div className="grid grid-cols-2 gap-x-6 gap-y-4">
        <NumberField
          label={m.method.fields.rank}
          value={lora.rank}
          min={1}
          max={1024}
          disabled={disabled}
          testId="lora-rank"
          onChange={(rank) => methods.change({ lora: { ...lora, rank } })}
        />
        <NumberField
          label={m.method.fields.alpha}
          value={lora.alpha}
          min={0.1}
          max={4096}
          step={0.1}
          disabled={disabled}
          testId="lora-alpha"
          onChange={(alpha) => methods.change({ lora: { ...lora, alpha } })}
        />
        <NumberField
          label={m.method.fields.dropout}
          value={lora.dropout}
          min={0}
          max={0.9}
          step={0.05}
          disabled={disabled}
          onChange={(dropout) => methods.change({ lora: { ...lora, dropout } })}
        />
      </div>
      <ChoiceRow
        legend={m.method.fields.targets}
        options={[true, false].map((value) => ({ value, label: value ? m.method.allLinear : m.method.byName }))}
        value={targets === 'all-linear'}
        disabled={disabled || modules.length === 0}
        onChange={(all) => methods.change({ lora: { ...lora, targets: all ? 'all-linear' : modules } })}
      />
      {targets !== 'all-linear' && (
        <div className="flex flex-wrap gap-x-5 gap-y-1 font-mono">
          {modules.map((name) => (
            <CheckField
              key={name}
              label={name}
              checked={targets.includes(name)}
              disabled={disabled}
              onChange={(chosen) => methods.change({ lora: withTarget(lora, modules, name, chosen) })}
            />
          ))}
        </div>
      )}
      {targets.length === 0 && (
        <p role="alert" className="text-xs">
          {m.method.noTargets}
        </p>
      )}
      <CheckField
        label={m.method.fields.rsLora}
        hint={m.method.rsLoraHint}
        checked={lora.rsLora}
        disabled={disabled}
        onChange={(rsLora) => methods.change({ lora: { ...lora, rsLora } })}
      />
      <p className="text-sm text-soft">{m.method.rateHint}</p>
    </>
  );
}
