/** Template, base, batch and settings of an instruction run, with the examples as the model will see them. */
import { Flame } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { changedFields, instructSettings, treatmentOf, tuningSteps } from '../../state/instruct.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { isUsable, methodOf, settingsBy } from '../../state/method.ts';
import { rowsOfPass, stepsOfPasses } from '../../state/tuning-rows.ts';
import type { CheckpointRecord, TemplateId, TrainingSettings } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { CheckpointField } from '../parts/checkpoint-field.tsx';
import { NumberField, SelectField } from '../parts/fields.tsx';
import { Missing, Readout, Readouts, Section } from '../parts/layout.tsx';
import { Bar, JobProgress } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';
import { SettingsFields } from '../run/settings-fields.tsx';
import { NeedsNote, useNoRoom } from '../storage/needs-note.tsx';
import { ChatTemplateField } from './chat-template-field.tsx';
import { useChosen, useQuery } from './chosen.ts';
import { Examples } from './examples.tsx';
import { Fitting } from './fitting.tsx';
import { MethodFields } from './method-fields.tsx';
import { SampledRecords } from './sampled-records.tsx';
import { Treatment } from './treatment.tsx';

const noCheckpoints: CheckpointRecord[] = [];
const templates: readonly TemplateId[] = ['az', 'alpaca', 'chat'];

/** As proposed for this set, base and number of steps, with what the person has edited; null until the presets are known. */
function useSettings(rows: number): TrainingSettings | null {
  const { instruct, methods, model } = useStores();
  const { edits, batch, accumulate, passes } = useStore(instruct.store);
  const method = useStore(methods.store, ({ kind }) => kind);
  const presets = useStore(model.store, (state) => state.presets);
  const { base } = useChosen();
  const baseRun = useStudio((state) => state.snapshot?.runs.find((run) => run.id === base?.runId) ?? null);
  useEffect(() => {
    void model.load();
  }, [model]);
  const from = baseRun?.settings ?? presets[0]?.training;
  if (!from || rows === 0) return null;
  const rowsPerStep = batch * accumulate;
  const proposed = passes === null ? tuningSteps(rows, rowsPerStep) : stepsOfPasses(passes, rows, rowsPerStep);
  const steps = edits.steps ?? proposed;
  return { ...settingsBy(method, instructSettings(steps, from)), ...edits };
}

export function InstructSetup({ canStart, onStarted }: { canStart: boolean; onStarted: () => void }) {
  const m = useMessages();
  const language = useLanguage();
  const { instruct, jobs, methods, training } = useStores();
  const state = useStore(instruct.store);
  const { sampled, batch, accumulate, edits, starting, preview } = state;
  const method = useStore(methods.store);
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints ?? noCheckpoints);
  const isTraining = useStudio(({ training }) => training !== null);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'tokenise', 'prepare'));
  const { base, template, seq } = useChosen();
  const query = useQuery();
  const usable = preview?.learned.records ?? 0;
  const treatment = treatmentOf(state, preview);
  const rows = preview && seq !== null ? rowsOfPass(preview, treatment, seq) : 0;
  const settings = useSettings(rows);
  const needs = useStore(methods.store, ({ plans, kind }) => plans[kind]?.needs ?? null);
  const noRoom = useNoRoom(needs);

  const hasOwn = base?.hasChatTemplate ?? false;
  const labelOf = (id: TemplateId): string =>
    id === 'chat' && !hasOwn ? m.instruct.chatTemplate : m.instruct.templates[id];

  async function start(): Promise<void> {
    if (query === null || !base || !settings) return;
    const run = await instruct.start({
      ...query,
      baseCheckpoint: base.id,
      sampled,
      batch,
      accumulate,
      ...treatment,
      method: methodOf(method),
      precision: method.precision ?? undefined,
      settings,
    });
    if (!run) return;
    training.show(run.id);
    onStarted();
  }

  return (
    <div className="grid grid-cols-1 items-start gap-x-12 gap-y-8 lg:grid-cols-2">
      <div className="flex flex-col gap-8">
        <div className="grid grid-cols-1 gap-x-6 gap-y-4">
          <SelectField
            label={m.instruct.template}
            term="template"
            value={template}
            testId="instruct-template"
            disabled={starting}
            options={templates.map((value) => ({ value, label: labelOf(value) }))}
            onChange={(next) => instruct.change({ template: next })}
          />
          {template === 'chat' && <ChatTemplateField hasOwn={hasOwn} disabled={starting} />}
          <CheckpointField
            label={m.instruct.base}
            checkpoints={checkpoints}
            value={base?.id ?? null}
            disabled={starting || checkpoints.length === 0}
            onChange={(id) => instruct.change({ base: id, seq: null })}
          />
          {base && seq !== null && (
            <NumberField
              label={m.model.fields.seq}
              term="context"
              value={seq}
              min={8}
              max={base.config.contextLength}
              disabled={starting}
              onChange={(next) => instruct.change({ seq: next })}
            />
          )}
          {preview && usable === 0 && (
            <Missing text={preview.total === 0 ? m.instruct.noneUsable : m.instruct.noneFits} />
          )}
          {preview && base && seq !== null && (
            <Fitting preview={preview} seq={seq} context={base.config.contextLength} />
          )}
        </div>
        {isTraining && <Missing text={m.train.otherRunning} />}
        {settings && canStart && (
          <>
            <MethodFields treatment={treatment} settings={settings} disabled={starting} />
            <Section title={m.instruct.settings}>
              <div className="@container">
                <div className="grid grid-cols-2 gap-x-6 gap-y-4 @lg:grid-cols-3">
                  <NumberField
                    label={m.model.fields.batch}
                    term="batch"
                    value={batch}
                    min={1}
                    max={4096}
                    disabled={starting}
                    onChange={(next) => instruct.change({ batch: next })}
                  />
                  <NumberField
                    label={m.model.fields.accumulate}
                    term="accumulate"
                    value={accumulate}
                    min={1}
                    max={65_536}
                    disabled={starting}
                    onChange={(next) => instruct.change({ accumulate: next })}
                  />
                </div>
              </div>
              <SettingsFields
                settings={settings}
                isCorpus={false}
                disabled={starting}
                onChange={(next) => instruct.change({ edits: { ...edits, ...changedFields(settings, next) } })}
              />
            </Section>
            {preview && (
              <Section title={m.instruct.treatment}>
                <Treatment preview={preview} chosen={treatment} rowsPerStep={batch * accumulate} />
              </Section>
            )}
            <SampledRecords disabled={starting} />
            <Readouts>
              {preview && (
                <Readout
                  label={<Term id="mask">{m.instruct.learnedShare}</Term>}
                  value={formatShare(preview.learned.answerTokens / preview.learned.tokens, language)}
                />
              )}
              <Readout
                label={<Term id="epoch">{m.instruct.passes}</Term>}
                value={formatNumber((settings.steps * batch * accumulate) / rows, language, 1)}
              />
            </Readouts>
            {needs && <NeedsNote needs={needs} />}
            {job && <JobProgress job={job} />}
            {starting && !job && <Bar share={null} label={m.train.starting} />}
            <div>
              <Button
                look="primary"
                size="large"
                data-testid="instruct-start"
                disabled={starting || query === null || usable === 0 || !isUsable(method)}
                unavailable={isTraining ? m.train.otherRunning : noRoom}
                onClick={() => void start()}
              >
                <Flame className="size-4.5" aria-hidden="true" />
                {starting ? m.train.starting : m.instruct.start}
              </Button>
            </div>
          </>
        )}
      </div>
      <Examples />
    </div>
  );
}
