/** The tasks of a job, with what was found in them; each can be left out of the set. */
import { useStore } from 'zustand';
import { OFFERED_LANGUAGES } from '../../data/translation/record.ts';
import { rowsPerPage } from '../../state/service-jobs.ts';
import type { WrittenTask } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ShownRows } from '../service/shown-rows.tsx';

/** @param language in which they were asked for */
export function WrittenTasks({ language }: { language: string }) {
  const m = useMessages();
  const { selfInstruct } = useStores();
  const { shown, only, from, page } = useStore(selfInstruct.store);
  if (!page) return null;
  return (
    <ShownRows
      only={only}
      from={from}
      page={page}
      perPage={rowsPerPage}
      none={m.selfInstruct.none}
      testId="written-tasks"
      onShow={(...next) => void selfInstruct.show(shown, ...next)}
    >
      {page.rows.map((row) => (
        <Row key={row.index} row={row} language={row.otherLanguage ?? language} />
      ))}
    </ShownRows>
  );
}

function Row({ row, language }: { row: WrittenTask; language: string }) {
  const m = useMessages();
  const shown = useLanguage();
  const { selfInstruct } = useStores();
  const { index, task, otherLanguage, leftOut } = row;
  const other = OFFERED_LANGUAGES.find((tag) => tag === otherLanguage);
  return (
    <li className="flex flex-col gap-2 border-b py-3 last:border-b-0" data-testid="written-task">
      <p className="flex flex-wrap gap-x-3 text-soft text-xs">
        <span>{m.selfInstruct.task(formatNumber(index + 1, shown))}</span>
        {leftOut && <span>{m.selfInstruct.leftOut}</span>}
      </p>
      {otherLanguage !== null && (
        <p className="border-ink border-l-[3px] pl-3 text-sm">
          {m.selfInstruct.otherLanguage(other ? m.translation.languages[other] : otherLanguage)}
        </p>
      )}
      <div className="whitespace-pre-wrap break-words text-sm" lang={language}>
        <p className="font-medium">{task.instruction}</p>
        {task.input.trim() !== '' && <p className="text-soft">{task.input}</p>}
        <p>{task.output}</p>
      </div>
      <Button
        size="small"
        look="quiet"
        className="self-start"
        onClick={() => void selfInstruct.leaveOut(row, !leftOut)}
      >
        {leftOut ? m.selfInstruct.takeIn : m.selfInstruct.leaveOut}
      </Button>
    </li>
  );
}
