/** Where files of instructions went that were added here: named with what of them could not be used, and the way there. */
import { Link } from 'wouter';
import { useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';

export function InstructionSets() {
  const m = useMessages();
  const language = useLanguage();
  const sets = useStudio((state) => state.snapshot?.instructionSets) ?? [];
  const number = (value: number) => formatNumber(value, language);
  if (sets.length === 0) return null;
  return (
    <div className="text-sm" data-testid="corpus-sets">
      <p className="text-soft">
        {m.corpus.sets}{' '}
        <Link to="/instruct" className="text-ink underline decoration-line underline-offset-2 hover:decoration-ink">
          {m.corpus.toSets}
        </Link>
      </p>
      <ul className="mt-1 flex flex-col gap-0.5">
        {sets.map(({ id, fileName, records, problemCount }) => (
          <li key={id} className="wrap-anywhere">
            {fileName}: {m.instruct.records(number(records), records)}
            {problemCount > 0 && `; ${m.instruct.problems(number(problemCount), problemCount)}`}
          </li>
        ))}
      </ul>
    </div>
  );
}
