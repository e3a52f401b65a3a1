/** Before a run starts: its settings, and what they come to in tokens, passes, time and memory. */
import { Flame } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { rateWarning, withOptimizer } from '../../defaults.ts';
import { adviceKey } from '../../state/coach.ts';
import { jobOfKind } from '../../state/jobs.ts';
import { choiceKey, measuredKey, presetFor } from '../../state/model.ts';
import type { Advice, ModelChoice, PackedPass, RunNeeds, TrainingSettings } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatCount, formatDuration, formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { CompactSelect } from '../parts/fields.tsx';
import { Missing, Readout, Readouts, Section } from '../parts/layout.tsx';
import { Bar, JobProgress } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';
import { SettingsFields } from '../run/settings-fields.tsx';
import { LoadSettings, ShareSettings } from '../run/settings-sharing.tsx';
import { NeedsNote, useNoRoom } from '../storage/needs-note.tsx';
import { CardNote } from './card-note.tsx';
import { Extrapolated } from './extrapolated.tsx';
import { RateFinder } from './rate-finder.tsx';

const seedCounts = ['1', '2', '3', '5'] as const;
type SeedCount = (typeof seedCounts)[number];

/** Proposes the settings that suit the chosen model; another model brings a new proposal. */
function useProposedSettings(choice: ModelChoice): void {
  const { model, training } = useStores();
  const presets = useStore(model.store, (state) => state.presets);
  const projectId = useStudio((state) => state.snapshot?.project.id ?? '');
  useEffect(() => {
    void model.load();
  }, [model]);
  useEffect(() => {
    const preset = presetFor(presets, choice);
    const steps = choice.steps ?? preset?.training.steps;
    if (steps !== undefined) void training.propose(projectId, choice, steps);
  }, [training, presets, projectId, choice]);
}

export function TrainSetup({ onStarted }: { onStarted: () => void }) {
  const choice = useStudio((state) => state.snapshot?.model ?? null);
  return choice && <Setup choice={choice} onStarted={onStarted} />;
}

function Setup({ choice, onStarted }: { choice: ModelChoice; onStarted: () => void }) {
  const m = useMessages();
  const { training, seedQueue, jobs, packing } = useStores();
  const [seeds, setSeeds] = useState<SeedCount>('1');
  useProposedSettings(choice);
  const { settings, proposal, busy, error } = useStore(training.store);
  const needs = useNeeds(choice, settings);
  const noRoom = useNoRoom(needs);
  const isTraining = useStudio(({ training }) => training !== null);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'tokenise', 'prepare'));
  const packingError = useStore(packing.store, (state) => state.error);
  if (!settings) return null;
  const suited = proposal && withOptimizer(proposal.settings, settings.optimizer).learningRate;
  const unsuited = suited === null ? null : rateWarning(settings.learningRate, suited);

  async function start(): Promise<void> {
    if ((await seedQueue.start(Number(seeds))) !== null) onStarted();
  }

  return (
    <div className="flex flex-col gap-8">
      {isTraining && <Missing text={m.train.otherRunning} />}
      <Section
        title={m.train.settings}
        aside={
          <>
            <LoadSettings />
            <ShareSettings choice={choice} settings={settings} />
          </>
        }
      >
        <SettingsFields settings={settings} isCorpus disabled={busy !== null} onChange={training.setSettings} />
      </Section>
      {unsuited && <ErrorNote error={unsuited} />}
      {settings.learningRate === suited && <Extrapolated choice={choice} optimizer={settings.optimizer} />}
      <RateFinder choice={choice} blocked={isTraining ? m.train.otherRunning : null} />
      <Summary choice={choice} settings={settings} needs={needs} />
      {settings.packing === 'best-fit' && packingError && <ErrorNote error={packingError} />}
      {needs && <NeedsNote needs={needs} />}
      <CardNote />
      {error && <ErrorNote error={error} />}
      {job && <JobProgress job={job} />}
      {busy === 'start' && !job && <Bar share={null} label={m.train.starting} />}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <Button
          look="primary"
          size="large"
          data-testid="train-start"
          disabled={busy !== null}
          unavailable={isTraining ? m.train.otherRunning : noRoom}
          onClick={() => void start()}
        >
          <Flame className="size-4.5" aria-hidden="true" />
          {busy === 'start' && m.train.starting}
          {busy !== 'start' && (seeds === '1' ? m.train.start : m.onward.seeds.startAll(seeds))}
        </Button>
        <CompactSelect
          label={m.onward.seeds.count}
          value={seeds}
          options={seedCounts.map((value) => ({ value, label: value }))}
          testId="train-seeds"
          onChange={setSeeds}
        />
      </div>
    </div>
  );
}

/** As speeds say that were measured on this device, whenever that was; null where none was. */
function useAdvisedTime(choice: ModelChoice, steps: number): Advice['time'] {
  const { coach } = useStores();
  useEffect(() => {
    const timer = setTimeout(() => void coach.advise([{ choice, steps }]), 200);
    return () => clearTimeout(timer);
  }, [coach, choice, steps]);
  return useStore(coach.store, (state) => state.advice[adviceKey({ choice, steps })]?.time ?? null);
}

/** What the run would store; null until it is known. */
function useNeeds(choice: ModelChoice, settings: TrainingSettings | null): RunNeeds | null {
  const { storeroom } = useStores();
  useEffect(() => {
    if (!settings) return;
    const timer = setTimeout(() => void storeroom.estimate(choice, settings), 200);
    return () => clearTimeout(timer);
  }, [storeroom, choice, settings]);
  return useStore(storeroom.store, (state) => state.needs);
}

/** Of the corpus as it is, where the settings pack it; null where they do not, or it is not known. */
function usePackedPass({ seq }: ModelChoice, { packing }: TrainingSettings): PackedPass | null {
  const stores = useStores();
  const tokens = useStudio((state) => state.snapshot?.corpus.tokens?.train ?? 0);
  const isPacked = packing === 'best-fit';
  useEffect(() => {
    if (isPacked && tokens > 0) void stores.packing.look(seq);
  }, [stores, isPacked, tokens, seq]);
  const pass = useStore(stores.packing.store, (state) => state.pass);
  return isPacked && tokens > 0 && pass?.seq === seq ? pass : null;
}

function Summary(props: { choice: ModelChoice; settings: TrainingSettings; needs: RunNeeds | null }) {
  const { choice, settings, needs } = props;
  const m = useMessages();
  const language = useLanguage();
  const { model, preferences } = useStores();
  const budgetGiB = useStore(preferences, (state) => state.budgetGiB);
  const { speeds, plan, planned } = useStore(model.store);
  const tokens = useStudio((state) => state.snapshot?.corpus.tokens ?? null);
  const perStep = choice.seq * choice.batch * choice.accumulate;
  const seen = perStep * settings.steps;
  const pass = usePackedPass(choice, settings);
  const rowsOfPass = pass?.rows ?? (tokens?.train ?? 0) / choice.seq;
  const speed = speeds[measuredKey(choice, budgetGiB)];
  const advised = useAdvisedTime(choice, settings.steps);
  const isMeasured = speed || advised?.isMeasured;
  const estimate = advised ? m.coach.estimated : m.train.summary.timeUnknown;
  const timeNote = isMeasured ? m.train.summary.timeEstimate : estimate;
  const planFits = plan && planned && choiceKey(planned) === choiceKey(choice) ? plan : null;
  const muon = (settings.optimizer === 'muon' && planFits?.muon) || null;
  /** With AdamW. */
  const seconds = speed ? seen / speed.tokensPerSecond : (advised?.seconds ?? Number.NaN);
  return (
    <Readouts>
      <Readout
        label={<Term id="token">{m.train.summary.tokens}</Term>}
        value={formatCount(seen, language)}
        note={`${formatNumber(perStep, language)} × ${formatNumber(settings.steps, language)}`}
      />
      <Readout
        label={<Term id="epoch">{m.train.summary.epochs}</Term>}
        value={rowsOfPass > 0 ? formatNumber(seen / choice.seq / rowsOfPass, language, 1) : '–'}
      />
      {settings.packing === 'best-fit' && (
        <Readout
          label={<Term id="packing">{m.train.padding.label}</Term>}
          value={pass ? formatShare(1 - pass.tokens / (pass.rows * choice.seq), language) : '–'}
          note={
            pass
              ? m.train.padding.note(formatCount(pass.tokens, language), formatCount(pass.rows, language))
              : m.train.padding.unknown
          }
        />
      )}
      <Readout
        label={m.train.summary.time}
        value={formatDuration(seconds * (1 + (muon?.share ?? 0)), language)}
        note={timeNote}
      />
      {needs && (
        <Readout
          label={m.storeroom.needs.label}
          value={m.storeroom.needs.value(formatBytes(needs.neededBytes, language))}
          note={m.storeroom.needs.note(
            formatNumber(needs.checkpoints, language),
            formatBytes(needs.checkpointBytes, language),
          )}
        />
      )}
      {planFits && (
        <Readout
          label={<Term id="vram">{m.train.summary.memory}</Term>}
          value={formatBytes(
            planFits.totalBytes + (settings.averageWeights ? planFits.meanBytes : 0) - (muon?.savedBytes ?? 0),
            language,
          )}
        />
      )}
      {muon && (
        <Readout
          label={<Term id="optimizerChoice">{m.train.muon.share}</Term>}
          value={formatShare(muon.share, language)}
          note={muon.isSuited ? m.train.muon.suits : m.train.muon.costsMuch}
        />
      )}
    </Readouts>
  );
}
