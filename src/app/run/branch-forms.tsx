/** New runs that continue from a checkpoint: a finished one lengthened, any annealed, or restarted with other settings. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { offeredSteps } from '../../state/branches.ts';
import { preferredOfRun } from '../../state/preferred-checkpoint.ts';
import { stageOfRun } from '../../state/stage.ts';
import type { BranchPlan, CheckpointRecord, RunRecord, TrainingSettings } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatFigures, formatNumber } from '../format.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { CheckpointField } from '../parts/checkpoint-field.tsx';
import { ChoiceRow } from '../parts/choice-row.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { NumberField } from '../parts/fields.tsx';
import { bringStartedIntoView } from './head-in-view.ts';
import { SettingsFields } from './settings-fields.tsx';

const mostSteps = 1_000_000;

export function LengthenForm({ run, blocked }: { run: RunRecord; blocked: string | null }) {
  const m = useMessages();
  const language = useLanguage();
  const { branches } = useStores();
  const [more, setMore] = useState(() => offeredSteps(run.settings.steps));
  useEffect(() => {
    void branches.planLengthening(run.id, run.settings.steps + more);
  }, [branches, run.id, run.settings.steps, more]);
  return (
    <div className="flex flex-col items-start gap-4">
      <div className="w-40">
        <NumberField
          label={m.onward.moreSteps}
          value={more}
          min={1}
          max={mostSteps}
          testId="lengthen-steps"
          onChange={setMore}
        />
      </div>
      <Course />
      <StartBranch label={m.onward.lengthen(formatNumber(more, language))} blocked={blocked} testId="lengthen-start" />
    </div>
  );
}

/** Shares of all steps over which the learning rate may fall, in percent. */
const SHARES = [10, 15, 20, 30] as const;

/** From a checkpoint before the rate fell down to a rate of zero, on the text that the run had or on the corpus as it is now. */
export function AnnealForm({ run, blocked }: { run: RunRecord; blocked: string | null }) {
  const m = useMessages();
  const { branches, training } = useStores();
  const busy = useStore(training.store, (state) => state.busy);
  const [percent, setPercent] = useState<number>(20);
  const [newText, setNewText] = useState(false);
  useEffect(() => {
    void branches.planAnneal(run.id, percent / 100, newText);
  }, [branches, run.id, percent, newText]);
  return (
    <div className="flex flex-col items-start gap-4">
      <p className="text-soft text-sm">{m.onward.anneal.lead}</p>
      <ChoiceRow
        legend={m.onward.anneal.share}
        options={SHARES.map((value) => ({ value, label: m.onward.anneal.percent(`${value}`) }))}
        value={percent}
        disabled={busy !== null}
        onChange={setPercent}
      />
      {stageOfRun(run) === 'pretrain' && (
        <ChoiceRow
          legend={m.onward.anneal.text}
          options={[
            { value: false, label: m.onward.anneal.sameText },
            { value: true, label: m.onward.anneal.newText },
          ]}
          value={newText}
          disabled={busy !== null}
          onChange={setNewText}
        />
      )}
      <Course text={annealText} />
      <StartBranch label={m.onward.anneal.start} blocked={blocked} testId="anneal-start" />
    </div>
  );
}

function annealText({ step, settings, newText = false }: BranchPlan, language: Language): string {
  const { course } = language.messages.onward.anneal;
  const rate = formatFigures(settings.learningRate, language);
  return course(formatNumber(step, language), rate, formatNumber(settings.steps - step, language), newText);
}

/** Settings that the checkpoint decides. */
const fixed = ['optimizer', 'seed', 'averageWeights', 'packing', 'documentMask', 'shiftWindows'] as const;

export function RestartForm(props: {
  run: RunRecord;
  /** Of the run; at least one. */
  checkpoints: readonly CheckpointRecord[];
  blocked: string | null;
}) {
  const { run, checkpoints, blocked } = props;
  const m = useMessages();
  const language = useLanguage();
  const { branches, training } = useStores();
  const busy = useStore(training.store, (state) => state.busy);
  const [id, setId] = useState(() => preferredOfRun(checkpoints, run.id)?.id ?? '');
  const stepOf = (checkpoint: string) => checkpoints.find((one) => one.id === checkpoint)?.step ?? 0;
  const [settings, setSettings] = useState(() =>
    beyond(stepOf(id), { ...run.settings, samplePrompt: run.samplePrompt }),
  );
  useEffect(() => {
    if (id !== '') void branches.plan({ checkpoint: id, settings });
  }, [branches, id, settings]);
  return (
    <div className="flex flex-col items-start gap-4">
      <div className="w-full max-w-md">
        <CheckpointField
          label={m.chat.checkpoint}
          checkpoints={checkpoints}
          value={id}
          testId="restart-checkpoint"
          onChange={(next) => {
            setId(next);
            setSettings(beyond(stepOf(next), settings));
          }}
        />
      </div>
      <div className="w-full">
        <SettingsFields
          settings={settings}
          isCorpus={stageOfRun(run) === 'pretrain'}
          disabled={busy !== null}
          fixed={fixed}
          onChange={setSettings}
        />
      </div>
      <p className="text-soft text-sm">{m.onward.fixed}</p>
      <Course />
      <StartBranch
        label={m.onward.startFrom(formatNumber(stepOf(id), language))}
        blocked={blocked}
        testId="restart-start"
      />
    </div>
  );
}

/** The settings with steps left to do after those of a checkpoint. */
const beyond = (step: number, settings: TrainingSettings): TrainingSettings =>
  settings.steps > step ? settings : { ...settings, steps: step + offeredSteps(settings.steps) };

/** How the new run would continue from its checkpoint, or why it cannot. */
function Course({ text = courseText }: { text?: (plan: BranchPlan, language: Language) => string }) {
  const language = useLanguage();
  const { branches } = useStores();
  const { plan, error } = useStore(branches.store);
  if (error) return <ErrorNote error={error} />;
  return (
    <p data-testid="branch-course" aria-live="polite" className="min-h-12">
      {plan && text(plan, language)}
    </p>
  );
}

function courseText({ step, settings, isExact, isSameRate, rewarmSteps }: BranchPlan, language: Language): string {
  const { course } = language.messages.onward;
  const number = (value: number) => formatNumber(value, language);
  if (isExact) return course.exact(number(step), number(settings.steps));
  if (isSameRate) return course.steady(number(step));
  return rewarmSteps === 0
    ? course.atOnce(number(step))
    : course.rewarmed(number(step), number(settings.steps), number(rewarmSteps));
}

function StartBranch({ label, blocked, testId }: { label: string; blocked: string | null; testId: string }) {
  const m = useMessages();
  const { branches, training } = useStores();
  const plan = useStore(branches.store, (state) => state.plan);
  const busy = useStore(training.store, (state) => state.busy);

  async function start(): Promise<void> {
    if ((await branches.start()) !== null) bringStartedIntoView();
  }

  return (
    <Button
      data-testid={testId}
      disabled={busy !== null || plan === null}
      unavailable={blocked}
      onClick={() => void start()}
    >
      {busy === 'start' ? m.train.starting : label}
    </Button>
  );
}
