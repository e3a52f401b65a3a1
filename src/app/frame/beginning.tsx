/** What is shown until the worker answers, and when it does not. Takes its messages directly: no stores exist yet. */
import { useEffect, useState } from 'react';
import type { OcaqError } from '../../errors.ts';
import { errorText } from '../messages/errors.ts';
import type { Language } from '../messages/language.ts';
import { Button } from '../parts/button.tsx';
import { Mark } from '../parts/mark.tsx';

const patienceMilliseconds = 6000;

export function Beginning({ language, failure }: { language: Language; failure: OcaqError | null }) {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), patienceMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  const m = language.messages;
  return (
    <main className="flex min-h-dvh flex-col items-start justify-center gap-4 px-6 py-10 sm:px-[12vw]">
      <Mark alive={failure === null} className="size-14" />
      {failure === null ? (
        <div role="status">
          <h1 className="font-semibold text-xl">{m.starting}</h1>
          <p className="min-h-5 text-soft">{slow ? m.startingSlow : ''}</p>
        </div>
      ) : (
        <div role="alert" className="flex max-w-xl flex-col items-start gap-4">
          <h1 className="font-semibold text-xl">{m.startFailed}</h1>
          <p>{errorText(failure, language)}</p>
          <Button look="primary" onClick={() => location.reload()}>
            {m.reload}
          </Button>
          <details className="text-sm text-soft">
            <summary>
              {m.error.details} <code className="font-mono text-xs">{failure.code}</code>
            </summary>
            <pre className="mt-2 max-w-full overflow-auto whitespace-pre-wrap font-mono text-xs">{failure.stack}</pre>
          </details>
        </div>
      )}
    </main>
  );
}
