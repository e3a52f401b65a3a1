/** What is said of a choice: whether it suits corpus, card and time. Nothing of it keeps a person from choosing. */
import { Check, TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { type AdvisedChoice, adviceKey } from '../../state/coach.ts';
import { presetChoice, presetFor } from '../../state/model.ts';
import type { Advice, ModelChoice } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatDuration, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';

/** The draft with the steps that it would be trained for. */
export function useAdvisedDraft(draft: ModelChoice): AdvisedChoice {
  const { model } = useStores();
  const presets = useStore(model.store, (state) => state.presets);
  return { choice: draft, steps: draft.steps ?? presetFor(presets, draft)?.training.steps ?? 0 };
}

/** Asks for advice on the draft and every preset whenever something that it rests on changes. */
export function useAdvice(draft: ModelChoice | null): void {
  const { coach, model, preferences } = useStores();
  const { presets, speeds } = useStore(model.store);
  const { seconds, proposal } = useStore(coach.store);
  const budgetGiB = useStore(preferences, (state) => state.budgetGiB);
  const tokenizer = useStudio((state) => state.snapshot?.tokenizer ?? null);
  const corpus = useStudio((state) => state.snapshot?.corpus ?? null);
  // Not read below, but what the worker's answer rests on: measured speeds, the budget, the corpus.
  const basis = [speeds, proposal, seconds, budgetGiB, corpus];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the answer depends on more than on what is sent
  useEffect(() => {
    if (!draft || !corpus) return;
    const own = { choice: draft, steps: draft.steps ?? presetFor(presets, draft)?.training.steps ?? 0 };
    const choices = presets.map((preset) => ({
      choice: presetChoice(preset, tokenizer?.vocabSize ?? null),
      steps: preset.training.steps,
    }));
    const timer = setTimeout(() => void coach.advise([own, ...choices]), 200);
    return () => clearTimeout(timer);
  }, [draft, presets, tokenizer, ...basis]);
}

/** Lines beneath a preset. */
export function AdviceLines({ advised }: { advised: AdvisedChoice }) {
  const m = useMessages();
  const language = useLanguage();
  const { coach } = useStores();
  const advice = useStore(coach.store, (state) => state.advice[adviceKey(advised)] ?? null);
  if (!advice) return null;
  const { fits } = m.coach;
  const texts = { fits: fits.text, 'too-large': fits.textTooLarge, 'far-too-large': fits.textFarTooLarge };
  return (
    <ul className="mt-1 flex flex-col text-sm">
      {advice.text && <Line isGood={advice.text.fit === 'fits'}>{texts[advice.text.fit]}</Line>}
      <Line isGood={advice.fitsMemory}>
        {advice.fitsMemory ? fits.memory : fits.memoryTooLarge(formatBytes(advice.totalBytes, language))}
      </Line>
      <TimeLine advice={advice} steps={advised.steps} />
    </ul>
  );
}

function Line({ isGood, children }: { isGood: boolean; children: string }) {
  const Icon = isGood ? Check : TriangleAlert;
  return (
    <li className={`flex items-start gap-1.5 ${isGood ? 'text-soft' : ''}`}>
      <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" /> {children}
    </li>
  );
}

function TimeLine({ advice, steps }: { advice: Advice; steps: number }) {
  const m = useMessages();
  const language = useLanguage();
  const { time } = advice;
  const count = formatNumber(steps, language);
  if (!time) return <li className="text-soft">{m.coach.notMeasured(count)}</li>;
  return (
    <li className="text-soft">
      {m.coach.stepsTime(count, formatDuration(time.seconds, language))},{' '}
      {time.isMeasured ? m.coach.measured : m.coach.estimated}
    </li>
  );
}

/** For a draft that is far too large for the text or the time. */
export function AdviceWarnings({ draft }: { draft: ModelChoice }) {
  const m = useMessages();
  const language = useLanguage();
  const { coach } = useStores();
  const key = adviceKey(useAdvisedDraft(draft));
  const advice = useStore(coach.store, (state) => state.advice[key] ?? null);
  const warnings: string[] = [];
  if (advice?.text?.fit === 'far-too-large')
    warnings.push(m.coach.warnText(formatNumber(advice.text.weightsPerToken, language)));
  if (advice?.time?.fit === 'far-too-large')
    warnings.push(m.coach.warnTime(formatDuration(advice.time.leastSeconds, language)));
  if (warnings.length === 0) return null;
  return (
    <div
      role="status"
      data-testid="model-warnings"
      className="flex gap-3 border-ink border-l-[3px] bg-sunken px-3 py-2.5"
    >
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="flex max-w-prose flex-col gap-1">
        {warnings.map((warning) => (
          <p key={warning}>{warning}</p>
        ))}
      </div>
    </div>
  );
}
