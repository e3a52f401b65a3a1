/** What a person can do about an error where it is shown: one action for each code that has one. */
import { useState } from 'react';
import type { OcaqError } from '../../errors.ts';
import { asOcaqError } from '../../state/connection.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from './button.tsx';

interface Action {
  label: string;
  act: () => Promise<void>;
  /** Said when it is done; what is seen anyway needs no words. */
  done?: string;
}

export function Remedy({ code }: { code: OcaqError['code'] }) {
  const action = useAction(code);
  const { notices } = useStores();
  const [state, setState] = useState<'offered' | 'busy' | 'done'>('offered');
  if (!action) return null;
  const { label, act, done } = action;

  async function mend(): Promise<void> {
    setState('busy');
    try {
      await act();
      setState(done === undefined ? 'offered' : 'done');
    } catch (thrown) {
      notices.announce({ kind: 'error', error: asOcaqError(thrown) });
      setState('offered');
    }
  }

  if (state === 'done') return <p className="mt-2">{done}</p>;
  return (
    <Button size="small" className="mt-2" disabled={state === 'busy'} data-testid="remedy" onClick={() => void mend()}>
      {label}
    </Button>
  );
}

function useAction(code: OcaqError['code']): Action | null {
  const m = useMessages();
  const { storeroom, cleaning } = useStores();
  switch (code) {
    case 'storage-full':
      return { label: m.storeroom.open, act: () => storeroom.open() };
    case 'tokens-damaged':
      return { label: m.storeroom.mend.tokens, act: () => storeroom.mendTokens(), done: m.storeroom.mend.done };
    case 'cleaning-damaged':
      return { label: m.storeroom.mend.cleaning, act: () => cleaning.cleanAll() };
    case 'corpus-not-cleaned':
      return { label: m.storeroom.mend.firstCleaning, act: () => cleaning.cleanAll() };
    default:
      return null;
  }
}
