/** Conversations with checkpoints. What a model writes is shown as text, never as HTML. */
import { Blend, MessageSquarePlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { ImportHint } from '../parts/import-hint.tsx';
import { Missing, Screen } from '../parts/layout.tsx';
import { BlindScores } from './blind-scores.tsx';
import { ConversationActions } from './conversation-actions.tsx';
import { ConversationList } from './conversation-list.tsx';
import { ConversationView } from './conversation-view.tsx';
import { SamplingPanel } from './sampling-panel.tsx';

export function ChatScreen() {
  const m = useMessages();
  const { chat } = useStores();
  const isLive = useStore(chat.store, (state) => state.live !== null);
  const isEmpty = useStore(chat.store, (state) => state.conversation.exchanges.length === 0);
  const hasCheckpoint = useStudio((state) => (state.snapshot?.checkpoints.length ?? 0) > 0);
  const [withChances, setWithChances] = useState(false);

  useEffect(() => {
    void chat.refresh();
  }, [chat]);

  return (
    <Screen
      id="chat"
      action={
        hasCheckpoint && (
          <>
            <Button
              look={withChances ? 'plain' : 'quiet'}
              aria-pressed={withChances}
              data-testid="chat-chances"
              onClick={() => setWithChances(!withChances)}
            >
              <Blend className="size-4" aria-hidden="true" />
              {m.chat.chances}
            </Button>
            <Button look="quiet" disabled={isLive || isEmpty} data-testid="chat-new" onClick={() => chat.startNew()}>
              <MessageSquarePlus className="size-4" aria-hidden="true" />
              {m.chat.startNew}
            </Button>
            <ConversationActions />
          </>
        )
      }
    >
      {hasCheckpoint ? (
        <div className="grid items-start gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_300px]">
          <ConversationView withChances={withChances} />
          <div className="flex flex-col gap-8">
            <SamplingPanel />
            <BlindScores />
            <ConversationList />
          </div>
        </div>
      ) : (
        <Missing text={m.chat.needsCheckpoint}>
          <ButtonLink to="/train" look="primary">
            {m.chat.toTrain}
          </ButtonLink>
          <ImportHint />
        </Missing>
      )}
    </Screen>
  );
}
