/** Every setting of a run; the ones that matter first, the rest one press away. */
import type { TrainingSettings } from '../../worker/api.ts';
import { useMessages } from '../messages/messages.ts';
import { NumberField, TextField } from '../parts/fields.tsx';

export function SettingsFields(props: {
  settings: TrainingSettings;
  disabled: boolean;
  onChange: (settings: TrainingSettings) => void;
}) {
  const { settings, disabled, onChange } = props;
  const m = useMessages();
  const f = m.train.fields;
  const set = (part: Partial<TrainingSettings>) => onChange({ ...settings, ...part });
  const grid = 'grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3';
  return (
    <div className="flex flex-col gap-4">
      <div className={grid}>
        <NumberField
          label={f.steps}
          term="step"
          value={settings.steps}
          min={1}
          max={10_000_000}
          disabled={disabled}
          testId="settings-steps"
          onChange={(steps) => set({ steps })}
        />
        <NumberField
          label={f.learningRate}
          term="learningRate"
          value={settings.learningRate}
          min={0}
          max={1}
          step={1e-4}
          disabled={disabled}
          onChange={(learningRate) => set({ learningRate })}
        />
        <NumberField
          label={f.warmupSteps}
          term="warmup"
          value={settings.warmupSteps}
          min={0}
          max={10_000_000}
          disabled={disabled}
          onChange={(warmupSteps) => set({ warmupSteps })}
        />
        <NumberField
          label={f.evalEvery}
          term="heldOut"
          unit={m.train.stepsUnit}
          value={settings.evalEvery}
          min={0}
          max={10_000_000}
          disabled={disabled}
          testId="settings-eval"
          onChange={(evalEvery) => set({ evalEvery })}
        />
        <NumberField
          label={f.sampleEvery}
          unit={m.train.stepsUnit}
          value={settings.sampleEvery}
          min={0}
          max={10_000_000}
          disabled={disabled}
          onChange={(sampleEvery) => set({ sampleEvery })}
        />
        <NumberField
          label={f.saveEvery}
          term="checkpoint"
          unit={m.train.stepsUnit}
          value={settings.saveEvery}
          min={0}
          max={10_000_000}
          disabled={disabled}
          testId="settings-save"
          onChange={(saveEvery) => set({ saveEvery })}
        />
      </div>
      <details>
        <summary className="w-fit text-sm text-soft hover:text-ink">{m.train.advanced}</summary>
        <div className={`mt-4 ${grid}`}>
          <NumberField
            label={f.minLearningRate}
            term="learningRate"
            value={settings.minLearningRate}
            min={0}
            max={1}
            step={1e-5}
            disabled={disabled}
            onChange={(minLearningRate) => set({ minLearningRate })}
          />
          <NumberField
            label={f.weightDecay}
            term="weightDecay"
            value={settings.weightDecay}
            min={0}
            max={1}
            step={0.01}
            disabled={disabled}
            onChange={(weightDecay) => set({ weightDecay })}
          />
          <NumberField
            label={f.clip}
            term="clip"
            value={settings.clip}
            min={0}
            max={1000}
            step={0.1}
            disabled={disabled}
            onChange={(clip) => set({ clip })}
          />
          <NumberField
            label={f.beta1}
            term="beta"
            value={settings.beta1}
            min={0}
            max={0.9999}
            step={0.01}
            disabled={disabled}
            onChange={(beta1) => set({ beta1 })}
          />
          <NumberField
            label={f.beta2}
            term="beta"
            value={settings.beta2}
            min={0}
            max={0.99999}
            step={0.005}
            disabled={disabled}
            onChange={(beta2) => set({ beta2 })}
          />
          <NumberField
            label={f.seed}
            term="seed"
            value={settings.seed}
            min={0}
            max={4_294_967_295}
            disabled={disabled}
            onChange={(seed) => set({ seed })}
          />
          <div className="col-span-2">
            <TextField
              label={f.samplePrompt}
              value={settings.samplePrompt}
              disabled={disabled}
              onChange={(samplePrompt) => set({ samplePrompt })}
            />
          </div>
        </div>
      </details>
    </div>
  );
}
