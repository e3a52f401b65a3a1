/** How much the trusted text and the corpus surprise a model of the trusted text, beside the bound, and bounds to take. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { StepChoice } from '../../data/cleaning/table.ts';
import { chosenFor, surpriseKey } from '../../state/references.ts';
import { optionsOf, setOptions } from '../../state/step-list.ts';
import type { SurpriseRange } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';

/** Of the scale, at least: shuffled letters have about as many bits. */
const SCALE_BITS = 8;

export function SurpriseFigures(props: { step: StepChoice; steps: readonly StepChoice[]; disabled: boolean }) {
  const { step, steps, disabled } = props;
  const m = useMessages();
  const language = useLanguage();
  const { cleaning, references } = useStores();
  const corpus = useStudio((state) => state.snapshot?.corpus);
  const measured = useStore(references.store, (state) => state.measured);
  const key = surpriseKey(steps, corpus);
  const isChosen = chosenFor('trusted', corpus).length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is measured depends on what the key is made of
  useEffect(() => void references.measure(), [references, key]);
  if (!isChosen || !measured) return null;
  const words = m.references.surprise;
  const bound = Number(optionsOf(step).maxBitsPerCharacter);
  const { trusted = null, corpus: ofCorpus = null } = measured.surprise ?? {};
  const scale = Math.max(SCALE_BITS, bound, trusted?.high ?? 0, ofCorpus?.high ?? 0);
  const take = (value: number) => cleaning.choose(setOptions(steps, step.id, { maxBitsPerCharacter: value }));
  const bounds = [
    ...(trusted ? [{ value: upwards(trusted.high), label: words.asTrusted }] : []),
    ...(ofCorpus ? [{ value: upwards(ofCorpus.high), label: words.asCorpus }] : []),
  ];
  return (
    <section className="flex flex-col gap-2" data-testid="surprise" aria-busy={measured.surprise === null}>
      <div>
        <h4 className="font-medium text-sm">{words.title}</h4>
        <p className="max-w-[90ch] text-soft text-sm">{measured.surprise === null ? words.measuring : words.lead}</p>
      </div>
      {measured.surprise !== null && (
        <>
          <dl className="flex flex-col gap-2 text-sm">
            <Range name={words.trusted} range={trusted} none={words.few} bound={bound} scale={scale} />
            <Range name={words.corpus} range={ofCorpus} none={words.none} bound={bound} scale={scale} />
          </dl>
          <div className="flex flex-wrap gap-2">
            {bounds.map(({ value, label }) => (
              <Button
                key={label('')}
                size="small"
                className="h-auto min-h-7 whitespace-normal! py-1 text-left"
                disabled={disabled || value === bound}
                onClick={() => take(value)}
              >
                {label(formatNumber(value, language, 1))}
              </Button>
            ))}
          </div>
        </>
      )}
    </section>
  );
}

/** One decimal, so that what had the value stays. */
const upwards = (value: number): number => Math.ceil(10 * value) / 10;

function Range(props: { name: string; range: SurpriseRange | null; none: string; bound: number; scale: number }) {
  const { name, range, none, bound, scale } = props;
  const m = useMessages();
  const language = useLanguage();
  const bits = (value: number) => formatNumber(value, language, 1);
  const percent = (value: number) => `${(100 * value) / scale}%`;
  return (
    <div className="grid gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,16rem)_minmax(0,1fr)] sm:items-center">
      <dt className="text-soft">{name}</dt>
      <dd className="grid grid-cols-[minmax(0,1fr)] items-center gap-x-4 gap-y-1 md:grid-cols-[minmax(0,20rem)_auto] md:justify-start">
        {range && (
          <div aria-hidden="true" className="relative h-4 rounded-sm bg-sunken">
            <div
              className="absolute inset-y-1 rounded-sm bg-soft/50"
              style={{ left: percent(range.low), width: percent(range.high - range.low) }}
            />
            <div className="absolute inset-y-0.5 w-0.5 bg-ink" style={{ left: percent(range.middle) }} />
            <div className="absolute -inset-y-0.5 w-px bg-ember" style={{ left: percent(bound) }} />
          </div>
        )}
        <span>{range ? m.references.surprise.range(bits(range.low), bits(range.middle), bits(range.high)) : none}</span>
      </dd>
    </div>
  );
}
