/** Every number of the model. Dependent ones move together: width keeps whole heads, rows keep within the context. */
import { useStore } from 'zustand';
import type { ModelChoice } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { CheckField, NumberField, SelectField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';

/** The largest divisor of `heads` that is at most `wanted`: key and value heads must share evenly. */
function sharedHeads(heads: number, wanted: number): number {
  let shared = Math.min(heads, wanted);
  while (heads % shared !== 0) shared--;
  return shared;
}

export function ModelFields({ draft, vocabFixed }: { draft: ModelChoice; vocabFixed: boolean }) {
  const m = useMessages();
  const { model } = useStores();
  const disabled = useStore(model.store, (state) => state.measuring || state.choosing);
  const { config } = draft;
  const f = m.model.fields;
  const grid = 'grid grid-cols-2 gap-x-6 gap-y-4';
  return (
    <div className="flex flex-col gap-8">
      <Section title={m.model.shape} aside={vocabFixed && f.vocabFixed}>
        <div className={grid}>
          <NumberField
            label={f.layers}
            term="layer"
            value={config.layers}
            min={1}
            max={512}
            disabled={disabled}
            onChange={(layers) => model.changeConfig({ layers })}
          />
          <NumberField
            label={f.width}
            term="width"
            value={config.hiddenSize}
            min={8}
            max={32_768}
            step={32}
            disabled={disabled}
            onChange={(hiddenSize) =>
              model.changeConfig({
                hiddenSize,
                ...(hiddenSize % config.heads === 0 ? { headSize: hiddenSize / config.heads } : {}),
              })
            }
          />
          <NumberField
            label={f.heads}
            term="heads"
            value={config.heads}
            min={1}
            max={1024}
            disabled={disabled}
            onChange={(heads) =>
              model.changeConfig({
                heads,
                kvHeads: config.kvHeads === config.heads ? heads : sharedHeads(heads, config.kvHeads),
                ...(config.hiddenSize % heads === 0 ? { headSize: config.hiddenSize / heads } : {}),
              })
            }
          />
          <NumberField
            label={f.kvHeads}
            term="kvHeads"
            value={config.kvHeads}
            min={1}
            max={config.heads}
            disabled={disabled}
            onChange={(kvHeads) => model.changeConfig({ kvHeads })}
          />
          <NumberField
            label={f.feedForward}
            term="feedForward"
            value={config.ffnSize}
            min={4}
            max={262_144}
            step={32}
            disabled={disabled}
            onChange={(ffnSize) => model.changeConfig({ ffnSize })}
          />
          <NumberField
            label={f.context}
            term="context"
            unit={m.units.tokens}
            value={config.contextLength}
            min={8}
            max={16_777_216}
            step={64}
            disabled={disabled}
            onChange={(contextLength) => {
              model.changeConfig({ contextLength });
              if (draft.seq > contextLength) model.change({ seq: contextLength });
            }}
          />
          <NumberField
            label={f.vocab}
            term="vocabulary"
            unit={m.units.tokens}
            value={config.vocabSize}
            min={256}
            max={1_048_576}
            disabled={disabled || vocabFixed}
            onChange={(vocabSize) => model.changeConfig({ vocabSize })}
          />
          {config.ropeTheta !== undefined && (
            <NumberField
              label={f.rope}
              term="rope"
              value={config.ropeTheta}
              min={1}
              max={1e9}
              step={1000}
              disabled={disabled}
              onChange={(ropeTheta) => model.changeConfig({ ropeTheta })}
            />
          )}
          <div className="col-span-2">
            <CheckField
              label={f.tied}
              term="tied"
              checked={config.tied}
              disabled={disabled}
              onChange={(tied) => model.changeConfig({ tied })}
            />
          </div>
        </div>
      </Section>
      <Section title={m.model.cut}>
        <div className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3">
          <NumberField
            label={f.seq}
            term="context"
            value={draft.seq}
            min={8}
            max={config.contextLength}
            step={64}
            disabled={disabled}
            onChange={(seq) => model.change({ seq })}
          />
          <NumberField
            label={f.batch}
            term="batch"
            value={draft.batch}
            min={1}
            max={4096}
            disabled={disabled}
            onChange={(batch) => model.change({ batch })}
          />
          <NumberField
            label={f.accumulate}
            term="accumulate"
            value={draft.accumulate}
            min={1}
            max={65_536}
            disabled={disabled}
            onChange={(accumulate) => model.change({ accumulate })}
          />
          <SelectField
            label={f.precision}
            term="precision"
            value={draft.precision}
            disabled={disabled}
            options={(['f32', 'f16'] as const).map((value) => ({ value, label: m.model.precisions[value] }))}
            onChange={(precision) => model.change({ precision })}
          />
        </div>
      </Section>
    </div>
  );
}
