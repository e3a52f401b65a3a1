/** What checkpoints got on one set: a table of its figures, and under it what is to be known of them. */
import { Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { Cell, FigureName, MeasuredSet } from '../../state/measured-table.ts';
import type { Id, Measurement } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatDate, formatNumber, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { IconButton } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { Wide } from '../parts/wide.tsx';
import { AnswersTable } from './answers-table.tsx';
import { LeakNote } from './leak-note.tsx';
import { PhenomenaTable } from './phenomena-table.tsx';
import { PublishedModelsView } from './published-models.tsx';
import { SeedsTable } from './seeds-table.tsx';
import { figureText, setItems, setName } from './set-name.ts';

interface SetProps {
  set: MeasuredSet;
  /** Checkpoints, as the columns of the set. */
  columns: readonly Id[];
  nameOf: (id: Id) => string;
}

export function MeasuredSetView({ set, columns, nameOf }: SetProps) {
  const m = useMessages();
  const language = useLanguage();
  const { evaluating } = useStores();
  const [asking, setAsking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const name = setName(set.any, m);
  const measurements = set.measurements.flatMap((one) => one ?? []);
  return (
    <section className="flex min-w-0 flex-col gap-2" data-testid="measured-set" data-kind={set.any.result.kind}>
      <div className="flex flex-wrap items-center gap-x-3">
        <h3 ref={heading} tabIndex={-1} className="wrap-anywhere font-medium">
          {name}
        </h3>
        <span className="text-sm text-soft">
          {setItems(set.any, m, language)} · {formatDate(set.any.measuredAt, language)}
        </span>
        <span className="ml-auto">
          <IconButton label={`${m.evaluating.remove}: ${name}`} onClick={() => setAsking(true)}>
            <Trash2 className="size-4" aria-hidden="true" />
          </IconButton>
        </span>
      </div>
      <Figures set={set} columns={columns} nameOf={nameOf} />
      <SeedsTable set={set} />
      <Notes measurement={set.any} />
      {set.any.leaks && <LeakNote leaks={set.any.leaks} />}
      {set.any.published && <PublishedModelsView published={set.any.published} />}
      {set.any.result.kind === 'answers' && <AnswersTable set={set} columns={columns} nameOf={nameOf} />}
      {set.any.result.kind === 'pairs' && <PhenomenaTable set={set} columns={columns} nameOf={nameOf} />}
      <Ask
        open={asking}
        onOpenChange={setAsking}
        title={m.evaluating.removeTitle(name)}
        lead={m.evaluating.removeLead}
        action={m.evaluating.removeDo}
        returnTo={heading}
        onConfirm={() => evaluating.remove(measurements)}
      />
    </section>
  );
}

function Figures({ set, columns, nameOf }: SetProps) {
  const m = useMessages();
  return (
    <Wide label={setName(set.any, m)}>
      <table className="text-sm">
        <thead>
          <tr className="border-b">
            <th scope="col" className="min-w-40 py-1.5 pr-6 text-left font-normal text-soft">
              {m.evaluating.measure}
            </th>
            {columns.map((id) => (
              <th key={id} scope="col" className="min-w-32 max-w-56 py-1.5 pr-6 text-left font-normal text-soft">
                {nameOf(id)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {set.rows.map(({ name, cells }) => (
            <tr key={name} className="border-b align-top last:border-b-0">
              <th scope="row" className="py-1.5 pr-6 text-left font-normal">
                {m.evaluating.figures[name]}
                <HowToRead cells={cells} />
              </th>
              {columns.map((id, column) => (
                <td key={id} className="py-1.5 pr-6">
                  <Figure name={name} cell={cells[column] ?? null} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** Which way a figure is good, and what guessing gets. */
function HowToRead({ cells }: { cells: readonly (Cell | null)[] }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  const cell = cells.find((one) => one !== null);
  if (!cell) return null;
  const chance = cell.chance === null ? [] : [e.chance(formatShare(cell.chance, language, 1))];
  return <div className="text-soft text-xs">{[e.better[cell.better], ...chance].join(' · ')}</div>;
}

function Figure({ name, cell }: { name: FigureName; cell: Cell | null }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  if (!cell) return <span className="text-soft">–</span>;
  const { value, interval, isChance, beside } = cell;
  return (
    <div className={isChance ? 'text-soft' : ''} data-testid={`figure-${name}`} data-value={value}>
      <span className="font-medium text-base">{figureText(name, value, language)}</span>
      {interval && (
        <div className="whitespace-nowrap text-soft text-xs">
          {e.interval(figureText(name, interval.low, language), figureText(name, interval.high, language))}
        </div>
      )}
      {isChance && <div className="text-soft text-xs">{e.isChance}</div>}
      {beside && (
        <div className={`text-xs ${beside === 'within-noise' ? 'text-soft' : 'font-medium'}`}>{e.beside[beside]}</div>
      )}
    </div>
  );
}

/** What of the set could not be measured as it is. */
function Notes({ measurement: { result } }: { measurement: Measurement }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  const number = (count: number) => formatNumber(count, language);
  const problems = 'problems' in result ? result.problems.length : 0;
  const [cut, tooLong] = 'tooLong' in result ? [result.cut, result.tooLong] : [0, 0];
  const answers = result.kind === 'answers' ? result : null;
  const notes = [
    ...(answers && answers.leftOut.length > 0
      ? [e.notAsked(number(answers.leftOut.length), answers.leftOut.length)]
      : []),
    ...(answers && answers.cut > 0 ? [e.answersCut(number(answers.cut), answers.cut)] : []),
    ...(problems > 0 ? [e.problems(number(problems), problems)] : []),
    ...(cut > 0 ? [e.cut(number(cut), cut)] : []),
    ...(tooLong > 0 ? [e.tooLong(number(tooLong), tooLong)] : []),
  ];
  if (notes.length === 0) return null;
  return <p className="max-w-[90ch] text-sm text-soft">{notes.join(' ')}</p>;
}
