/** Which checkpoint is measured on what; a file is shown as what it was recognised as, and can be taken for something else. */
import { useRef } from 'react';
import { useStore } from 'zustand';
import { type ChosenFile, chosenSet, setChoices } from '../../state/evaluating.ts';
import { jobOfKind } from '../../state/jobs.ts';
import type { CheckpointRecord, RecognisedSet, SetKind } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { CheckpointField } from '../parts/checkpoint-field.tsx';
import { ChoiceRow } from '../parts/choice-row.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { NumberField, SelectField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';

const kinds: readonly SetKind[] = ['text', 'flores', 'pairs', 'exam', 'prompts'];
const MOST_TOKENS = 4096;

export function MeasureForm(props: { checkpoint: CheckpointRecord; checkpoints: readonly CheckpointRecord[] }) {
  const { checkpoint, checkpoints } = props;
  const { evaluating: e } = useMessages();
  const { evaluating, jobs } = useStores();
  const state = useStore(evaluating.store);
  const job = useStore(jobs.store, (all) => jobOfKind(all.jobs, 'score'));
  const isReady = chosenSet(state) !== null;
  return (
    <Section title={e.what}>
      <div className="flex max-w-[640px] flex-col gap-4">
        <CheckpointField
          label={e.checkpoint}
          checkpoints={checkpoints}
          value={checkpoint.id}
          disabled={state.isMeasuring}
          testId="evaluate-checkpoint"
          onChange={(id) => evaluating.change({ checkpoint: id })}
        />
        <div className="flex flex-col gap-2" data-testid="evaluate-set">
          <ChoiceRow
            legend={e.set}
            options={setChoices.map((value) => ({ value, label: e.sets[value] }))}
            value={state.choice}
            disabled={state.isMeasuring}
            onChange={(choice) => evaluating.change({ choice })}
          />
          <p className="text-sm text-soft">{e.setLeads[state.choice]}</p>
        </div>
        {state.choice === 'file' && <FileChoice file={state.file} disabled={state.isMeasuring} />}
        {state.error && <ErrorNote error={state.error} />}
        {job ? (
          <JobProgress job={job} />
        ) : (
          <div>
            <Button
              look="primary"
              data-testid="evaluate-start"
              disabled={state.isMeasuring}
              unavailable={isReady ? null : state.file?.set?.asksBase ? e.needsBase : e.needsFile}
              onClick={() => void evaluating.start(checkpoint.id)}
            >
              {e.start}
            </Button>
          </div>
        )}
      </div>
    </Section>
  );
}

function FileChoice({ file, disabled }: { file: ChosenFile | null; disabled: boolean }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  const { evaluating } = useStores();
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <input
          ref={input}
          type="file"
          data-testid="evaluate-input"
          aria-label={e.chooseFile}
          disabled={disabled}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void evaluating.takeFiles([...(event.target.files ?? [])]);
            event.target.value = ''; // the same file may be chosen again
          }}
        />
        <Button disabled={disabled} onClick={() => input.current?.click()}>
          {e.chooseFile}
        </Button>
        {file && (
          <span className="wrap-anywhere min-w-0 text-sm" data-testid="evaluate-file">
            {file.file.name}
            <span className="text-soft">
              {' · '}
              {file.set ? <Facts set={file.set} /> : e.looking}
            </span>
          </span>
        )}
      </div>
      {file && file.left > 0 && (
        <p className="text-sm text-soft" data-testid="evaluate-left">
          {e.left(formatNumber(file.left, language), file.left)}
        </p>
      )}
      {file?.set && <Recognised file={file} set={file.set} disabled={disabled} />}
    </div>
  );
}

function Facts({ set }: { set: RecognisedSet }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  const items = e.items[set.kind](formatNumber(set.items, language), set.items);
  return set.form === null ? items : `${items} · ${e.form(set.form === 'plain' ? e.plainForm : set.form)}`;
}

function Recognised({ file, set, disabled }: { file: ChosenFile; set: RecognisedSet; disabled: boolean }) {
  const { evaluating: e } = useMessages();
  const { evaluating } = useStores();
  return (
    <>
      <SelectField
        label={e.takenFor}
        value={set.kind}
        disabled={disabled}
        testId="evaluate-kind"
        options={kinds.map((value) => ({ value, label: e.kinds[value] }))}
        onChange={(kind) => void evaluating.takeFor(kind)}
      />
      {set.kind === 'prompts' && <MostTokens disabled={disabled} />}
      {set.asksBase && (
        <SelectField
          label={e.base}
          hint={e.baseHint}
          value={file.indexBase ?? ''}
          placeholder="–"
          disabled={disabled}
          testId="evaluate-base"
          options={(['zero', 'one'] as const).map((value) => ({ value, label: e.bases[value] }))}
          onChange={(base) => evaluating.sayBase(base)}
        />
      )}
    </>
  );
}

function MostTokens({ disabled }: { disabled: boolean }) {
  const { evaluating: e } = useMessages();
  const { evaluating } = useStores();
  const maxTokens = useStore(evaluating.store, (state) => state.maxTokens);
  return (
    <NumberField
      label={e.maxTokens}
      hint={e.maxTokensHint}
      value={maxTokens}
      min={1}
      max={MOST_TOKENS}
      disabled={disabled}
      testId="evaluate-max-tokens"
      onChange={(value) => evaluating.change({ maxTokens: value })}
    />
  );
}
