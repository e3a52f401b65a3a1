/** Answers to a set of prompts, prompt by prompt: what should have come, what every checkpoint wrote, and how scores were counted. */
import type { MeasuredSet } from '../../state/measured-table.ts';
import type { AnswersResult, Id, Measurement } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Wide } from '../parts/wide.tsx';

/** Prompts that are shown; a file of the results holds them all. */
const SHOWN = 50;

type ScoredAnswer = AnswersResult['answers'][number];

const answersIn = (measurement: Measurement | null): readonly ScoredAnswer[] =>
  measurement?.result.kind === 'answers' ? measurement.result.answers : [];

export function AnswersTable(props: { set: MeasuredSet; columns: readonly Id[]; nameOf: (id: Id) => string }) {
  const { set, columns, nameOf } = props;
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  const { result } = set.any;
  if (result.kind !== 'answers') return null;
  const more = result.answers.length - SHOWN;
  return (
    <details className="text-sm" data-testid="answers">
      <summary className="w-fit">{e.answers}</summary>
      <ul className="mt-2 text-soft text-xs">
        {result.scores.map(({ measure, signature }) => (
          <li key={measure} className="wrap-anywhere">
            {e.figures[measure]}: <code>{signature}</code>
          </li>
        ))}
      </ul>
      <Wide label={e.answers}>
        <table className="mt-2">
          <thead>
            <tr className="border-b">
              {[e.prompt, e.reference, ...columns.map(nameOf)].map((title, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns may have the same name and never move
                <th key={i} scope="col" className="min-w-48 py-1.5 pr-6 text-left font-normal text-soft">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.answers.slice(0, SHOWN).map(({ row, prompt, references }) => (
              <tr key={row} className="border-b align-top last:border-b-0">
                <th
                  scope="row"
                  className="wrap-anywhere max-w-96 whitespace-pre-line py-1.5 pr-6 text-left font-normal"
                >
                  {prompt}
                </th>
                <td className="wrap-anywhere max-w-96 whitespace-pre-line py-1.5 pr-6 text-soft">
                  {references.join('\n')}
                </td>
                {columns.map((id, column) => (
                  <td key={id} className="wrap-anywhere max-w-96 py-1.5 pr-6">
                    <Answer
                      answer={answersIn(set.measurements[column] ?? null).find(
                        (one) => one.row === row && one.prompt === prompt,
                      )}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      {more > 0 && <p className="mt-1 text-soft">{e.moreAnswers(formatNumber(more, language))}</p>}
    </details>
  );
}

function Answer({ answer }: { answer: ScoredAnswer | undefined }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  if (!answer) return <span className="text-soft">–</span>;
  return (
    <>
      <div className="whitespace-pre-line">{answer.text === '' ? e.emptyAnswer : answer.text}</div>
      <div className="text-soft text-xs">
        {e.figures['chrf++']} {formatNumber(answer.chrf, language, 1)}
        {answer.isLoop && ` · ${e.isLoop}`}
      </div>
    </>
  );
}
