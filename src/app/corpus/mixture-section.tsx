/** How often each source is learned, and what share of the tokens it has then. */
import { MOST_WEIGHT } from '../../data/mixing.ts';
import { type MixtureRow, mixtureOf } from '../../state/mixture.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatCount, formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { NumberField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { HEADINGS } from './sections.ts';
import { ShareBar } from './share-bar.tsx';

const head = 'py-1.5 pl-4 text-right font-normal text-soft';
const cell = 'py-1.5 pl-4 text-right whitespace-nowrap';

export function MixtureSection() {
  const m = useMessages();
  const language = useLanguage();
  const snapshot = useStudio((state) => state.snapshot);
  if (!snapshot) return null;
  const { rows, amount: all, unit, isCounted } = mixtureOf(snapshot);
  const words = m.workshop.mixture;
  const amount = (value: number) => {
    const text = unit === 'bytes' ? formatBytes(value, language) : formatCount(value, language);
    return isCounted || value === 0 ? text : words.about(text);
  };
  const { byClusterSize, tokens } = snapshot.corpus;
  const notes = [...(byClusterSize ? [words.onTop] : []), ...(snapshot.tokenizer && !tokens ? [words.later] : [])];
  return (
    <Section title={words.title} testId="mixture" heading={HEADINGS.mixture}>
      <p className="max-w-[100ch] text-sm text-soft">{words.lead}</p>
      <table className="w-full text-sm">
        <caption className="sr-only">{words.title}</caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className="py-1.5 text-left font-normal text-soft">
              {words.source}
            </th>
            <th scope="col" className={head}>
              {words.weight}
            </th>
            <th scope="col" className={`${head} max-sm:hidden`}>
              {words[unit]}
            </th>
            <th scope="col" className={head}>
              {words.share}
            </th>
            <th className="w-1/4 max-sm:hidden" />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.source.id} row={row} amount={amount(row.amount)} />
          ))}
        </tbody>
        <tfoot className="max-sm:hidden">
          <tr>
            <th scope="row" className="py-1.5 text-left font-normal">
              {words.all}
            </th>
            <td />
            <td className={cell} data-testid="mixture-amount">
              {amount(all)}
            </td>
            <td />
            <td />
          </tr>
        </tfoot>
      </table>
      <p role="status" className="text-sm text-soft empty:hidden">
        {all === 0 ? words.none : notes.join(' ')}
      </p>
    </Section>
  );
}

function Row({ row: { source, share }, amount }: { row: MixtureRow; amount: string }) {
  const m = useMessages();
  const language = useLanguage();
  const { corpus } = useStores();
  return (
    <tr className="border-b">
      <th scope="row" className="w-1/3 max-w-0 truncate py-1.5 text-left font-normal" title={source.fileName}>
        {source.fileName}
      </th>
      <td className="py-1 pl-4">
        <div className="ml-auto w-20">
          <NumberField
            label={m.workshop.mixture.weightOf(source.fileName)}
            value={source.weight}
            min={0}
            max={MOST_WEIGHT}
            step={0.5}
            onChange={(weight) => void corpus.setSourceWeight(source.id, weight)}
            inTable
            testId="mixture-weight"
          />
        </div>
      </td>
      <td className={`${cell} max-sm:hidden`}>{amount}</td>
      <td className={cell}>{formatShare(share, language, 1)}</td>
      <td className="py-1.5 pl-4 max-sm:hidden">
        <ShareBar share={share} />
      </td>
    </tr>
  );
}
