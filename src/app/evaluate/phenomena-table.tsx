/** Minimal pairs phenomenon by phenomenon, with examples of what the newest of the models got wrong or right. */
import type { MeasuredSet } from '../../state/measured-table.ts';
import type { Id, Measurement, Share } from '../../worker/api.ts';
import { formatShare } from '../format.ts';
import type { Messages } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Wide } from '../parts/wide.tsx';

const shareOf = (measurement: Measurement | null, phenomenon: string): Share | null =>
  measurement?.result.kind === 'pairs'
    ? (measurement.result.phenomena.find((one) => one.phenomenon === phenomenon) ?? null)
    : null;

export function PhenomenaTable(props: { set: MeasuredSet; columns: readonly Id[]; nameOf: (id: Id) => string }) {
  const { set, columns, nameOf } = props;
  const { evaluating: e } = useMessages();
  const { result, examples, checkpoint } = set.any;
  if (result.kind !== 'pairs') return null;
  const ofExamples = columns.length > 1 ? `${e.examples}: ${nameOf(checkpoint)}` : e.examples;
  return (
    <details className="text-sm" data-testid="phenomena">
      <summary className="w-fit">{e.phenomena}</summary>
      <Wide label={e.phenomena}>
        <table className="mt-2">
          <thead>
            <tr className="border-b">
              {[e.phenomenon, ...columns.map(nameOf), ofExamples].map((title, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: columns may have the same name and never move
                <th key={i} scope="col" className="py-1.5 pr-6 text-left font-normal text-soft">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {result.phenomena.map(({ phenomenon }) => (
              <tr key={phenomenon} className="border-b align-top last:border-b-0">
                <th scope="row" className="min-w-40 py-1.5 pr-6 text-left font-normal">
                  {phenomenonName(phenomenon, e)}
                </th>
                {columns.map((id, column) => (
                  <td key={id} className="min-w-28 py-1.5 pr-6">
                    <ShareCell share={shareOf(set.measurements[column] ?? null, phenomenon)} />
                  </td>
                ))}
                <td className="min-w-64 py-1.5">
                  <Examples examples={examples.filter((one) => one.phenomenon === phenomenon)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </details>
  );
}

/** As a file calls it, where it is none of the project's own. */
const phenomenonName = (phenomenon: string, { phenomenonNames, unnamed }: Messages['evaluating']): string =>
  (Object.hasOwn(phenomenonNames, phenomenon) && phenomenonNames[phenomenon]) || phenomenon || unnamed;

function ShareCell({ share }: { share: Share | null }) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  if (!share || share.share === null) return <span className="text-soft">–</span>;
  const percent = (value: number) => formatShare(value, language);
  return (
    <div className={share.low <= 0.5 ? 'text-soft' : ''}>
      {percent(share.share)}
      <div className="whitespace-nowrap text-soft text-xs">{e.interval(percent(share.low), percent(share.high))}</div>
    </div>
  );
}

function Examples({ examples }: { examples: Measurement['examples'] }) {
  const { evaluating: e } = useMessages();
  return (
    <ul className="flex flex-col gap-1">
      {examples.map(({ good, bad, isRight }) => (
        <li key={`${good} ${bad}`}>
          {good} <span className="text-soft">· {bad} *</span>{' '}
          <span className="text-soft text-xs">({isRight ? e.right : e.wrong})</span>
        </li>
      ))}
    </ul>
  );
}
