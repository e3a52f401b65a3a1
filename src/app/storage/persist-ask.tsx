/** Asks the browser to promise that it keeps the data, and says what it answered and what that means. */
import { useState } from 'react';
import type { OcaqError } from '../../errors.ts';
import { asOcaqError } from '../../state/connection.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';

/** @param children what is said while there is no promise */
export function PersistAsk({ children }: { children: string }) {
  const m = useMessages();
  const { studio } = useStores();
  const isPersisted = useStudio((state) => state.storage?.persisted ?? false);
  const [answer, setAnswer] = useState<'given' | 'refused' | OcaqError | null>(null);

  async function ask(): Promise<void> {
    try {
      setAnswer((await studio.askToPersist()) ? 'given' : 'refused');
    } catch (thrown) {
      setAnswer(asOcaqError(thrown));
    }
  }

  if (isPersisted) return <p className="text-soft">{m.storage.persisted}</p>;
  return (
    <div className="flex flex-col items-start gap-3">
      <p className="text-soft">{children}</p>
      {answer !== 'refused' && <Button onClick={() => void ask()}>{m.storage.ask}</Button>}
      {answer === 'refused' && <p className="border-t pt-3">{m.storage.refused}</p>}
      {answer instanceof Error && <ErrorNote error={answer} />}
    </div>
  );
}
