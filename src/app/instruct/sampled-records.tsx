/** Which held-out records the model answers at every sample while it is tuned. */
import { useEffect, useId } from 'react';
import { useStore } from 'zustand';
import type { HeldOutRecord, RecordPlace } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Section } from '../parts/layout.tsx';
import { useQuery } from './chosen.ts';

/** Every answer stops the training for a while. */
const MOST = 5;
/** That are answered where none was chosen; the worker takes the same. */
const FIRST_FEW = 2;

export function SampledRecords({ disabled }: { disabled: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { instruct } = useStores();
  const { heldOut, sampled } = useStore(instruct.store);
  const query = useQuery();

  useEffect(() => {
    const baseCheckpoint = query?.baseCheckpoint ?? null;
    if (query !== null && baseCheckpoint !== null) void instruct.showHeldOut({ ...query, baseCheckpoint });
  }, [instruct, query]);

  if (heldOut === null) return null;
  const chosen = sampled ?? heldOut.slice(0, FIRST_FEW).map(({ set, row }) => ({ set, row }));
  const number = (value: number) => formatNumber(value, language);
  return (
    <Section
      title={m.instruct.sampled}
      testId="instruct-sampled"
      aside={heldOut.length > 0 && m.instruct.sampledCount(number(chosen.length), number(heldOut.length))}
    >
      {heldOut.length === 0 ? (
        <p className="text-soft">{m.instruct.noneHeldOut}</p>
      ) : (
        <>
          <p className="text-sm text-soft">{m.instruct.sampledLead(number(MOST))}</p>
          <ul className="scroll-quiet scroll-shaded flex max-h-60 flex-col overflow-y-auto">
            {heldOut.map((record) => {
              const isOther = ({ set, row }: RecordPlace) => set !== record.set || row !== record.row;
              const isChosen = !chosen.every(isOther);
              return (
                <RecordChoice
                  key={`${record.set} ${record.row}`}
                  record={record}
                  isChosen={isChosen}
                  disabled={disabled || (!isChosen && chosen.length >= MOST)}
                  onChange={() =>
                    instruct.change({
                      sampled: isChosen ? chosen.filter(isOther) : [...chosen, { set: record.set, row: record.row }],
                    })
                  }
                />
              );
            })}
          </ul>
        </>
      )}
    </Section>
  );
}

function RecordChoice(props: { record: HeldOutRecord; isChosen: boolean; disabled: boolean; onChange: () => void }) {
  const { record, isChosen, disabled, onChange } = props;
  const id = useId();
  return (
    <li className="flex items-baseline gap-2 border-b py-1.5 last:border-b-0">
      <input
        id={id}
        type="checkbox"
        className="size-4 shrink-0 translate-y-0.5 accent-ink"
        checked={isChosen}
        disabled={disabled}
        onChange={onChange}
      />
      <label htmlFor={id} className="min-w-0 flex-1 break-words">
        {record.instruction}
        {record.input !== '' && <span className="block truncate text-soft text-sm">{record.input}</span>}
      </label>
    </li>
  );
}
