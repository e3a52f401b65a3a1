/** An error, whole: what happened in the person's language, and code and stack one click away for a report. */
import { TriangleAlert } from 'lucide-react';
import type { OcaqError } from '../../errors.ts';
import { errorText } from '../messages/errors.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Remedy } from './remedy.tsx';

export function ErrorNote({ error, title }: { error: OcaqError; title?: string }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <div role="alert" className="flex gap-3 border-ink border-l-[3px] bg-sunken py-3 pr-4 pl-3">
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-semibold">{title}</p>}
        <p>{errorText(error, language)}</p>
        <Remedy code={error.code} />
        <details className="mt-1 text-soft text-sm">
          <summary className="w-fit">
            {m.error.details} <code className="font-mono text-xs">{error.code}</code>
          </summary>
          <pre className="scroll-quiet mt-1 max-h-40 overflow-auto whitespace-pre-wrap font-mono text-xs">
            {error.stack ?? error.message}
          </pre>
        </details>
      </div>
    </div>
  );
}
