/**
 * A conversation with a checkpoint: turns, the answer that is being written, sampling options. Text only: whatever the
 * model writes is kept and shown as text. A stopped answer is kept as far as it got.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type {
  ChatResult,
  ChatSampling,
  ChatTurn,
  CheckpointRecord,
  Id,
  PromptTemplateId,
  WorkerEvent,
} from '../worker/api.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import { onOtherProject, type Studio } from './studio.ts';

export interface LiveAnswer {
  jobId: Id;
  text: string;
  tokens: number;
  tokensPerSecond: number;
}

export interface ChatState {
  /** null: the preferred one. */
  checkpoint: Id | null;
  /** 'auto': the template that the checkpoint was tuned with. */
  template: PromptTemplateId | 'plain' | 'auto';
  turns: readonly ChatTurn[];
  live: LiveAnswer | null;
  last: Omit<ChatResult, 'text'> | null;
  sampling: ChatSampling;
  error: OcaqError | null;
}

export interface Chat {
  store: StoreApi<ChatState>;
  change(part: Partial<Pick<ChatState, 'checkpoint' | 'template'>>): void;
  setSampling(part: Partial<ChatSampling>): void;
  send(text: string, checkpoint: Id, template: PromptTemplateId | null): Promise<void>;
  stop(): Promise<void>;
  clear(): void;
}

export const defaultSampling: ChatSampling = {
  temperature: 0.8,
  topK: 50,
  topP: 0.95,
  minP: 0,
  repetitionPenalty: 1.1,
  seed: 1,
  maxTokens: 128,
};

export function applyChatEvent(live: LiveAnswer | null, event: WorkerEvent): LiveAnswer | null {
  if (event.type !== 'chat-text' || live?.jobId !== event.jobId) return live;
  return {
    jobId: live.jobId,
    text: live.text + event.delta,
    tokens: event.tokens,
    tokensPerSecond: event.tokensPerSecond,
  };
}

export function templateOf(choice: ChatState['template'], checkpoint: CheckpointRecord): PromptTemplateId | null {
  if (choice === 'auto') return checkpoint.template;
  return choice === 'plain' ? null : choice;
}

/** What a project begins with. */
const untouched = {
  checkpoint: null,
  template: 'auto',
  turns: [],
  live: null,
  last: null,
  error: null,
} satisfies Partial<ChatState>;

export function createChat(api: Api, events: EventStream, studio: Studio, preferences: PreferencesStore): Chat {
  const store = createStore<ChatState>(() => ({ ...untouched, sampling: defaultSampling }));
  events.on((event) => {
    if (event.type === 'chat-text') store.setState(({ live }) => ({ live: applyChatEvent(live, event) }));
  });

  onOtherProject(studio, () => {
    void stop();
    store.setState(untouched);
  });

  async function stop(): Promise<void> {
    const { live } = store.getState();
    if (live) await api.cancel(live.jobId);
  }

  function keep(text: string): void {
    store.setState(({ turns }) => ({ live: null, turns: [...turns, { role: 'assistant', text }] }));
  }

  return {
    store,
    change(part) {
      store.setState(part);
    },
    setSampling(part) {
      store.setState(({ sampling }) => ({ sampling: { ...sampling, ...part } }));
    },
    async send(text, checkpoint, template) {
      const jobId = crypto.randomUUID();
      const isShown = () => store.getState().live?.jobId === jobId; // not once another project was opened
      const turns: ChatTurn[] = [...store.getState().turns, { role: 'user', text }];
      store.setState({ turns, live: { jobId, text: '', tokens: 0, tokensPerSecond: 0 }, last: null, error: null });
      try {
        const { text: answer, ...last } = await api.chat({
          jobId,
          budgetBytes: budgetBytes(preferences.getState()),
          checkpoint,
          template,
          turns,
          sampling: store.getState().sampling,
        });
        if (!isShown()) return;
        keep(answer);
        store.setState({ last });
      } catch (thrown) {
        if (!isShown()) return;
        const written = store.getState().live?.text ?? '';
        if (written !== '') keep(written);
        store.setState({ live: null, error: isCancelled(thrown) ? null : asOcaqError(thrown) });
      }
    },
    stop,
    clear() {
      if (!store.getState().live) store.setState({ turns: [], last: null, error: null });
    },
  };
}
