/** The tokenizer bench: its size, its training, what came out, and any text cut live. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { jobOfKind } from '../../state/jobs.ts';
import { suggestedVocabSize, vocabSizes } from '../../state/tokenizer.ts';
import { useStores, useStudio } from '../context.ts';
import { formatDate, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { ChoiceRow } from '../parts/choice-row.tsx';
import { ClosingLine } from '../parts/closing-line.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { NumberField } from '../parts/fields.tsx';
import { Missing, Readout, Readouts, Screen, Section } from '../parts/layout.tsx';
import { JobProgress } from '../parts/progress.tsx';
import { Term } from '../parts/term.tsx';
import { Comparison } from './comparison.tsx';
import { RuleChoice } from './rule-choice.tsx';
import { SplitView } from './split-view.tsx';

export function TokenizerScreen() {
  const m = useMessages();
  const { tokenizer, jobs } = useStores();
  const corpus = useStudio((state) => state.snapshot?.corpus);
  const report = useStudio((state) => state.snapshot?.tokenizer ?? null);
  const { error } = useStore(tokenizer.store);
  const job = useStore(jobs.store, (state) => jobOfKind(state.jobs, 'tokenizer'));
  const documents = corpus?.documents ?? 0;
  return (
    <Screen id="tokenizer">
      {documents === 0 && !report ? (
        <Missing text={m.tokenizer.needsCorpus}>
          <ButtonLink to="/corpus" look="primary">
            {m.tokenizer.toCorpus}
          </ButtonLink>
        </Missing>
      ) : (
        <div className="flex flex-col gap-4">
          {report?.stale && <p className="border-ink border-l-[3px] bg-sunken px-3 py-2.5">{m.tokenizer.stale}</p>}
          <TrainForm corpusBytes={corpus?.bytes ?? 0} retrain={report !== null} enabled={documents > 0} />
          {error && <ErrorNote error={error} />}
          {error?.code === 'vocabulary-too-large' && <Fitted />}
          <div className="-mb-4 min-h-11">{job && <JobProgress job={job} />}</div>
        </div>
      )}
      {!job && <ClosingLine step="tokenizer" />}
      {report && <Report />}
      {report && <Comparison />}
      {(report || documents > 0) && <SplitView ready={report !== null} />}
    </Screen>
  );
}

function TrainForm(props: { corpusBytes: number; retrain: boolean; enabled: boolean }) {
  const { corpusBytes, retrain, enabled } = props;
  const m = useMessages();
  const language = useLanguage();
  const { tokenizer } = useStores();
  const { vocabSize, training, error } = useStore(tokenizer.store);
  const wasTooLarge = error?.code === 'vocabulary-too-large';
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints.length ?? 0);
  const projectId = useStudio((state) => state.snapshot?.project.id);
  const trained = useStudio((state) => state.snapshot?.tokenizer?.vocabSize ?? null);
  const [asking, setAsking] = useState(false);
  const suggestion = suggestedVocabSize(corpusBytes);

  useEffect(() => {
    if (projectId !== undefined) tokenizer.setVocabSize(trained ?? suggestion);
  }, [projectId, trained, suggestion, tokenizer]);

  return (
    <div className="flex flex-wrap items-start gap-x-6 gap-y-4">
      <ChoiceRow
        legend={<Term id="vocabulary">{m.tokenizer.vocabSize}</Term>}
        options={vocabSizes.map((size) => ({ value: size, label: formatNumber(size, language) }))}
        value={vocabSize}
        disabled={training}
        onChange={tokenizer.setVocabSize}
      />
      <div className="w-32">
        <NumberField
          label={m.tokenizer.customSize}
          value={vocabSize}
          min={300}
          max={65_536}
          disabled={training}
          testId="tokenizer-size"
          onChange={tokenizer.setVocabSize}
        />
      </div>
      <Button
        className="mt-6"
        look={retrain ? 'plain' : 'primary'}
        data-testid="tokenizer-train"
        disabled={training}
        unavailable={enabled ? null : m.tokenizer.needsCorpus}
        onClick={() => (checkpoints > 0 ? setAsking(true) : void tokenizer.train())}
      >
        {retrain ? m.tokenizer.retrain : m.tokenizer.train}
      </Button>
      <RuleChoice />
      {!retrain && enabled && !wasTooLarge && (
        <p className="basis-full text-soft text-sm">{m.tokenizer.vocabHint(formatNumber(suggestion, language))}</p>
      )}
      <Ask
        open={asking}
        onOpenChange={setAsking}
        title={m.tokenizer.retrainTitle}
        lead={m.tokenizer.retrainLead}
        action={m.tokenizer.retrain}
        onConfirm={async () => {
          setAsking(false);
          await tokenizer.train();
        }}
      />
    </div>
  );
}

/** After a size that was too large for the text, the largest that is not is filled in. */
function Fitted() {
  const m = useMessages();
  const language = useLanguage();
  const { tokenizer } = useStores();
  const vocabSize = useStore(tokenizer.store, (state) => state.vocabSize);
  return <p role="status">{m.tokenizer.vocabFitted(formatNumber(vocabSize, language))}</p>;
}

function Report() {
  const m = useMessages();
  const language = useLanguage();
  const report = useStudio((state) => state.snapshot?.tokenizer ?? null);
  if (!report) return null;
  return (
    <Section
      title={m.tokenizer.report}
      aside={m.tokenizer.reportOf(formatDate(report.trainedAt, language))}
      testId="tokenizer-report"
    >
      <Readouts>
        <Readout
          label={<Term id="vocabulary">{m.tokenizer.tokensInVocabulary}</Term>}
          value={formatNumber(report.vocabSize, language)}
          unit={m.units.tokens}
        />
        <Readout
          label={<Term id="fertility">{m.tokenizer.fertility}</Term>}
          value={formatNumber(report.fertility, language, 2)}
          unit={m.tokenizer.perWord}
        />
        <Readout
          label={<Term id="bytesPerToken">{m.tokenizer.bytesPerToken}</Term>}
          value={formatNumber(report.bytesPerToken, language, 2)}
          unit="B"
        />
      </Readouts>
      <p className="max-w-[90ch] text-soft text-sm">{m.tokenizer.measuredOver}</p>
      <div>
        <h3 className="mb-2 text-sm text-soft">{m.tokenizer.longest}</h3>
        <ul className="flex flex-wrap gap-1.5">
          {report.longest.map((token) => (
            <li key={token} className="rounded-sm bg-sunken px-1.5 py-0.5 font-mono text-sm">
              {token.replaceAll(' ', '·')}
            </li>
          ))}
        </ul>
      </div>
    </Section>
  );
}
