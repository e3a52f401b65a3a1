/** Records as the model will see them, token by token: what the loss looks at is marked, what is only read is not. */
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { examplesPerPage } from '../../state/instruct.ts';
import type { ExamplePreview, Id, InstructionPreview } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { Section } from '../parts/layout.tsx';
import { withPlaces } from '../parts/places.ts';
import { Term } from '../parts/term.tsx';
import { useChosen, useQuery } from './chosen.ts';

export function Examples() {
  const m = useMessages();
  const language = useLanguage();
  const { instruct } = useStores();
  const { promptWeight, preview, previewFrom, previewError } = useStore(instruct.store);
  const query = useQuery();
  const { sets } = useChosen();
  const tokenizerId = useStudio((state) => state.snapshot?.tokenizer?.id ?? null);
  const number = (value: number) => formatNumber(value, language);

  useEffect(() => {
    if (query !== null && tokenizerId !== null) void instruct.showExamples(query, 0);
  }, [instruct, query, tokenizerId]);

  if (query === null) return null;
  const usable = preview?.learned.records ?? 0;
  const turn = (from: number) => void instruct.showExamples(query, from);
  const nameOf = (set: Id) =>
    sets.length > 1 ? sets.find(({ record }) => record.id === set)?.record.fileName : undefined;
  return (
    <Section
      title={<Term id="mask">{m.instruct.examples}</Term>}
      aside={preview && <span>{m.instruct.usable(number(usable), number(preview.total))}</span>}
    >
      {previewError && <ErrorNote error={previewError} />}
      {preview && preview.total > 0 && (
        <>
          <ul className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
            <li>
              <span className="rounded-sm bg-marker px-1">{m.instruct.counted}</span>
            </li>
            <li className="text-soft">
              {promptWeight === 0 ? (
                m.instruct.notCounted
              ) : (
                <span className="rounded-sm bg-marker/40 px-1">
                  {m.instruct.countedLess(formatNumber(promptWeight, language, 1))}
                </span>
              )}
            </li>
          </ul>
          {usable < preview.total && <p className="text-sm">{m.instruct.tooLong(number(preview.total - usable))}</p>}
          <Refused refused={preview.refused} nameOf={nameOf} />
          <ol className="flex flex-col">
            {preview.examples.map((example) => (
              <li key={`${example.set} ${example.row}`} data-testid="example" className="border-b py-3 last:border-b-0">
                <Example example={example} setName={nameOf(example.set)} promptWeight={promptWeight} />
              </li>
            ))}
          </ol>
          <div className="flex flex-wrap items-center gap-2 text-sm">
            <Button
              size="small"
              disabled={previewFrom === 0}
              onClick={() => turn(Math.max(0, previewFrom - examplesPerPage))}
            >
              {m.instruct.previous}
            </Button>
            <Button
              size="small"
              disabled={previewFrom + preview.examples.length >= preview.total}
              onClick={() => turn(previewFrom + examplesPerPage)}
            >
              {m.instruct.next}
            </Button>
            <span className="text-soft">
              {m.instruct.page(
                number(previewFrom + 1),
                number(previewFrom + preview.examples.length),
                number(preview.total),
              )}
            </span>
          </div>
        </>
      )}
    </Section>
  );
}

/** Records that the template refuses, or that have no tokens. */
function Refused(props: { refused: InstructionPreview['refused']; nameOf: (set: Id) => string | undefined }) {
  const { refused, nameOf } = props;
  const m = useMessages();
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  if (refused.count === 0) return null;
  return (
    <details className="text-sm" data-testid="refused-records">
      <summary className="w-fit">{m.instruct.problems(number(refused.count), refused.count)}</summary>
      <ul className="mt-1 flex flex-col gap-0.5 text-soft">
        {refused.records.map(({ set, row, reason, detail }) => {
          const name = nameOf(set);
          return (
            <li key={`${set} ${row}`}>
              {name !== undefined && `${name}, `}
              {m.instruct.problem(number(row), m.instruct.refusedBy[reason](detail))}
            </li>
          );
        })}
        {refused.count > refused.records.length && (
          <li>{m.instruct.moreProblems(number(refused.count - refused.records.length))}</li>
        )}
      </ul>
    </details>
  );
}

/** @param setName where there are several sets */
function Example(props: { example: ExamplePreview; setName: string | undefined; promptWeight: number }) {
  const { example, setName, promptWeight } = props;
  const prompt = promptWeight > 0 ? 'bg-marker/40 text-soft' : 'text-soft';
  const m = useMessages();
  const language = useLanguage();
  return (
    <div className="flex flex-col gap-1">
      <p className="text-soft text-xs">
        {setName !== undefined && `${setName}, `}
        {m.instruct.exampleTokens(formatNumber(example.row, language), formatNumber(example.tokens, language))}
        {example.language && `, ${m.instruct.languages[example.language]}`}
        {example.tooLong && `, ${m.instruct.exampleTooLong}`}
        {example.lost > 0 && `, ${m.instruct.exampleTruncated(formatNumber(example.lost, language))}`}
      </p>
      <p className={`whitespace-pre-wrap leading-6 ${example.tooLong ? 'line-through decoration-line' : ''}`}>
        {withPlaces(example.pieces).map(({ place, item: piece }) => (
          <span
            key={place}
            data-counted={piece.counted}
            className={`${piece.counted ? 'bg-marker text-ink' : prompt} ${piece.special ? 'font-mono text-sm' : ''}`}
          >
            {piece.text}
          </span>
        ))}
      </p>
    </div>
  );
}
