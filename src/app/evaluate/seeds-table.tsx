/** Of recipes that were measured with several seeds: mean and range of every figure, and whether they are apart by more than noise. */
import { type SeedCell, seedTable } from '../../state/measured-seeds.ts';
import type { FigureName, MeasuredSet } from '../../state/measured-table.ts';
import type { RunRecord } from '../../worker/api.ts';
import { useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Wide } from '../parts/wide.tsx';
import { runTitle } from '../run/run-title.ts';
import { figureText } from './set-name.ts';

const noRuns: RunRecord[] = [];

export function SeedsTable({ set }: { set: MeasuredSet }) {
  const m = useMessages();
  const language = useLanguage();
  const runs = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const table = seedTable(set, runs);
  if (!table) return null;
  const { seeds: s, figures, measure } = m.evaluating;
  const number = (count: number) => formatNumber(count, language);
  return (
    <div className="min-w-0 text-sm" data-testid="measured-seeds">
      <p className="max-w-[90ch] text-soft">{s.lead}</p>
      <Wide label={s.title}>
        <table>
          <thead>
            <tr className="border-b">
              <th scope="col" className="min-w-40 py-1.5 pr-6 text-left font-normal text-soft">
                {measure}
              </th>
              {table.groups.map(({ run, step, seeds }) => (
                <th
                  key={`${run.id} ${step}`}
                  scope="col"
                  className="min-w-32 max-w-56 py-1.5 pr-6 text-left font-normal text-soft"
                >
                  {s.group(runTitle(run, m), number(step), number(seeds), seeds)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map(({ name, cells }) => (
              <tr key={name} className="border-b align-top last:border-b-0">
                <th scope="row" className="py-1.5 pr-6 text-left font-normal">
                  {figures[name]}
                </th>
                {table.groups.map(({ run, step }, column) => (
                  <td key={`${run.id} ${step}`} className="py-1.5 pr-6">
                    <Seeds name={name} cell={cells[column] ?? null} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </div>
  );
}

function Seeds({ name, cell }: { name: FigureName; cell: SeedCell | null }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  if (!cell) return <span className="text-soft">–</span>;
  const { spread, beside } = cell;
  const text = (value: number) => figureText(name, value, language);
  return (
    <>
      <span className="font-medium">{text(spread.mean)}</span>
      {spread.count > 1 && (
        <div className="whitespace-nowrap text-soft text-xs">{e.interval(text(spread.min), text(spread.max))}</div>
      )}
      {beside && (
        <div className={`text-xs ${beside === 'within-noise' ? 'text-soft' : 'font-medium'}`}>
          {e.seeds.beside[beside]}
        </div>
      )}
    </>
  );
}
