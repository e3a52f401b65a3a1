/** What finished or failed elsewhere, in the person's language. */

import { useEffect } from 'react';
import { Toaster, toast } from 'sonner';
import { useLocation } from 'wouter';
import { OcaqError } from '../../errors.ts';
import { stageOfRun } from '../../state/stage.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatNumber, formatShare } from '../format.ts';
import { errorText } from '../messages/errors.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { runTitle } from '../run/run-title.ts';
import { screenOf } from '../screens.ts';

export function Toasts() {
  const m = useMessages();
  const language = useLanguage();
  const { notices } = useStores();
  const [path] = useLocation();
  const screen = screenOf(path);

  useEffect(
    () =>
      notices.on((notice) => {
        const number = (value: number) => formatNumber(value, language);
        switch (notice.kind) {
          case 'error':
            toast(m.error.generic, { description: errorText(notice.error, language), duration: 12_000 });
            return;
          case 'imported':
            // The corpus itself shows what came; of near-duplicates it is said there too.
            if (screen !== 'corpus' || notice.nearShare > 0)
              toast(m.notices.imported(notice.fileName, number(notice.documents), notice.documents), {
                description:
                  notice.nearShare > 0 ? m.notices.near(formatShare(notice.nearShare, language, 1)) : undefined,
              });
            return;
          case 'already-there':
            toast(m.notices.alreadyThere(notice.fileName));
            return;
          case 'already-chosen':
            toast(m.notices.alreadyChosen(notice.name));
            return;
          case 'instructions-imported':
            if (screen !== 'instruct')
              toast(m.notices.instructions(notice.fileName, number(notice.records), notice.records), {
                description:
                  notice.problems > 0 ? m.instruct.problems(number(notice.problems), notice.problems) : undefined,
              });
            return;
          case 'tokenizer-trained':
            if (screen !== 'tokenizer') toast(m.notices.tokenizer(number(notice.vocabSize)));
            return;
          case 'checkpoint-saved':
            toast(m.notices.saved(number(notice.step)));
            return;
          case 'run-ended': {
            const { run } = notice;
            if (screen === (stageOfRun(run) === 'pretrain' ? 'train' : 'instruct')) return;
            if (run.status !== 'finished') {
              const { code, message, details } = (run.diverged ?? run).error ?? {
                code: 'run-failed',
                message: '',
                details: {},
              };
              const description = errorText(new OcaqError(code, message, details), language);
              const { diverged } = run;
              const title = diverged
                ? m.train.diverged.title(runTitle(run, m), number(diverged.trouble.step))
                : m.notices.failed(runTitle(run, m));
              toast(title, { description, duration: 12_000 });
            } else toast(m.notices.finished(runTitle(run, m), number(run.step)));
            return;
          }
          case 'run-returned':
            toast(m.notices.returned(runTitle(notice.run, m), number(notice.step)), { duration: 12_000 });
            return;
          case 'exported':
            if (screen !== 'export') toast(m.notices.exported(notice.fileName));
            return;
          case 'pushed':
            if (screen !== 'export') toast(m.notices.pushed(notice.id));
            return;
          case 'project-saved':
            toast(m.notices.projectSaved(notice.fileName, formatBytes(notice.bytes, language)));
            return;
          case 'project-opened':
            toast(m.notices.projectOpened(notice.name));
            return;
          case 'journey-done':
            if (screen !== 'chat') toast(m.notices.journeyDone);
            return;
          default:
            notice satisfies never;
        }
      }),
    [notices, m, language, screen],
  );

  return (
    <Toaster
      position="bottom-right"
      visibleToasts={3}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'w-[356px] max-w-[calc(100vw-32px)] rounded-lg border border-hairline bg-raised px-4 py-3 text-sm text-ink shadow-float',
          title: 'font-medium',
          description: 'text-soft',
        },
      }}
    />
  );
}
