/**
 * Conversations with checkpoints: what was asked, every answer that was generated, the answer that is being written.
 * Text only: whatever the model writes is kept and shown as text. A stopped answer is kept as far as it got. A conversation
 * is saved with every answer; the one that was changed last is there again after a reload.
 */

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type {
  Answer,
  ChatSampling,
  ChatTurn,
  CheckpointRecord,
  Conversation,
  ConversationSummary,
  Exchange,
  Id,
  PromptTemplateId,
  TemplateId,
  WorkerEvent,
} from '../worker/api.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import { budgetBytes, type PreferencesStore } from './preferences.ts';
import type { Studio } from './studio.ts';

export interface LiveAnswer {
  jobId: Id;
  checkpoint: Id;
  text: string;
  tokens: number;
  tokensPerSecond: number;
  /** Answers of the same take that are complete. */
  before: readonly Answer[];
}

export interface ChatState {
  /** null: the preferred one. */
  checkpoint: Id | null;
  /** Answers as well, beside the other one; null: none does. */
  compared: Id | null;
  /** 'auto': the template that each checkpoint was tuned with, else its own. */
  template: PromptTemplateId | 'plain' | 'auto';
  conversation: Conversation;
  /** The project's, the last changed first. */
  saved: readonly ConversationSummary[];
  /** The answer to the last prompt that is being written. */
  live: LiveAnswer | null;
  sampling: ChatSampling;
  error: OcaqError | null;
}

export interface Chat {
  store: StoreApi<ChatState>;
  change(part: Partial<Pick<ChatState, 'checkpoint' | 'compared' | 'template'>>): void;
  setSampling(part: Partial<ChatSampling>): void;
  /** @param checkpoints that answer, one after the other: one or two */
  send(text: string, checkpoints: readonly CheckpointRecord[]): Promise<void>;
  /** Another take of the last answer, with the next seed that it has not been generated with. */
  regenerate(checkpoints: readonly CheckpointRecord[]): Promise<void>;
  /** Asks otherwise at this place, in a new conversation that is the same up to there; the old one stays. */
  resend(place: number, text: string, checkpoints: readonly CheckpointRecord[]): Promise<void>;
  showTake(place: number, take: number): void;
  stop(): Promise<void>;
  startNew(): void;
  open(id: Id): Promise<void>;
  /** Reads the list again: another tab may have changed it. */
  refresh(): Promise<void>;
  /** Throws what the worker throws. */
  remove(id: Id): Promise<void>;
}

export const defaultSampling: ChatSampling = {
  temperature: 0.8,
  topK: 50,
  topP: 0.95,
  minP: 0,
  repetitionPenalty: 1.1,
  noRepeatNgram: 0,
  seed: 1,
  maxTokens: 128,
  stop: [],
};

export function applyChatEvent(live: LiveAnswer | null, event: WorkerEvent): LiveAnswer | null {
  if (event.type !== 'chat-text' || live?.jobId !== event.jobId) return live;
  return {
    ...live,
    text: live.text + event.delta,
    tokens: event.tokens,
    tokensPerSecond: event.tokensPerSecond,
  };
}

export function templateOf(choice: ChatState['template'], checkpoint: CheckpointRecord): TemplateId | null {
  if (choice === 'auto') return checkpoint.template ?? (checkpoint.hasChatTemplate ? 'chat' : null);
  return choice === 'plain' ? null : choice;
}

/** As the model is asked: what was answered before, by the first answer of the take that is shown, then the last prompt. */
export function turnsOf(exchanges: readonly Exchange[]): ChatTurn[] {
  const before = exchanges.slice(0, -1).flatMap(({ prompt, takes, shown }): ChatTurn[] => {
    const answer = takes[shown]?.[0];
    if (!answer) return [];
    return [
      { role: 'user', text: prompt },
      { role: 'assistant', text: answer.text },
    ];
  });
  return [...before, { role: 'user', text: exchanges.at(-1)?.prompt ?? '' }];
}

/** The seed after those that the exchange was answered with; `first` where it was not. */
export function nextSeed({ takes }: Exchange, first: number): number {
  const used = takes.flat().map(({ seed }) => seed);
  return used.length === 0 ? first : Math.max(...used) + 1;
}

/** The last exchange, answered once more; the new take is the one that is shown. */
export function withTake(conversation: Conversation, take: Answer[]): Conversation {
  const last = conversation.exchanges.at(-1);
  if (!last || take.length === 0) return conversation;
  const takes = [...last.takes, take];
  return {
    ...conversation,
    exchanges: [...conversation.exchanges.slice(0, -1), { ...last, takes, shown: takes.length - 1 }],
  };
}

/** Whether a model has answered and none is answering now. */
export const isAnswered = ({ conversation, live }: ChatState): boolean =>
  live === null && conversation.exchanges.some(({ takes }) => takes.length > 0);

const newConversation = (exchanges: Exchange[] = []): Conversation => ({
  id: crypto.randomUUID(),
  revision: null,
  exchanges,
});

const asked = (prompt: string): Exchange => ({ prompt, takes: [], shown: 0 });

/** What a project begins with. */
const untouched = () =>
  ({
    checkpoint: null,
    compared: null,
    template: 'auto',
    conversation: newConversation(),
    saved: [],
    live: null,
    error: null,
  }) satisfies Partial<ChatState>;

export function createChat(api: Api, events: EventStream, studio: Studio, preferences: PreferencesStore): Chat {
  const store = createStore<ChatState>(() => ({ ...untouched(), sampling: defaultSampling }));
  events.on((event) => {
    if (event.type === 'chat-text') store.setState(({ live }) => ({ live: applyChatEvent(live, event) }));
  });

  studio.store.subscribe(({ snapshot }, { snapshot: before }) => {
    if (!snapshot || snapshot.project.id === before?.project.id) return;
    void stop();
    store.setState(untouched());
    void openNewest(snapshot.project.id);
  });

  async function openNewest(project: Id): Promise<void> {
    await list(project);
    const { saved, conversation } = store.getState();
    const newest = saved[0];
    if (newest && studio.isOpen(project) && conversation.exchanges.length === 0) await open(newest.id);
  }

  async function list(project: Id): Promise<void> {
    try {
      const saved = await api.listConversations(project);
      if (studio.isOpen(project)) store.setState({ saved });
    } catch (thrown) {
      if (studio.isOpen(project)) store.setState({ error: asOcaqError(thrown) });
    }
  }

  async function open(id: Id): Promise<void> {
    const { conversation: before, live } = store.getState();
    if (live) return;
    try {
      const conversation = await api.readConversation(id);
      if (store.getState().conversation === before) store.setState({ conversation, error: null });
    } catch (thrown) {
      store.setState({ error: asOcaqError(thrown) });
    }
  }

  async function stop(): Promise<void> {
    const { live } = store.getState();
    if (live) await api.cancel(live.jobId);
  }

  /** Answers the last prompt of a conversation, and saves it with the answers. */
  async function answer(conversation: Conversation, checkpoints: readonly CheckpointRecord[], seed: number) {
    const project = studio.projectId();
    const take: Answer[] = [];
    let error: OcaqError | null = null;
    const isShown = () => store.getState().conversation === conversation; // not once another project was opened
    store.setState({ conversation, error });
    for (const checkpoint of checkpoints) {
      const live = begun(checkpoint, take);
      store.setState({ live });
      try {
        take.push(await ask(live, conversation, checkpoint, seed));
      } catch (thrown) {
        const written = store.getState().live;
        if (isShown() && written && written.text !== '') take.push(cutShort(written, seed));
        error = isCancelled(thrown) ? null : asOcaqError(thrown);
      }
      if (error || !isShown() || take.at(-1)?.stopped === 'cancelled') break;
    }
    const answered = withTake(conversation, take);
    const kept = await save(project, answered).catch((thrown: unknown) => {
      error ??= asOcaqError(thrown);
      return answered;
    });
    if (isShown()) store.setState({ conversation: kept, live: null, error });
    await list(project);
  }

  async function ask(live: LiveAnswer, { exchanges }: Conversation, checkpoint: CheckpointRecord, seed: number) {
    const { template, sampling } = store.getState();
    const result = await api.chat({
      jobId: live.jobId,
      budgetBytes: budgetBytes(preferences.getState()),
      checkpoint: checkpoint.id,
      template: templateOf(template, checkpoint),
      turns: turnsOf(exchanges),
      sampling: { ...sampling, seed },
    });
    return { ...result, checkpoint: checkpoint.id, seed };
  }

  /** A prompt that nothing has answered is not worth keeping. */
  async function save(project: Id, conversation: Conversation): Promise<Conversation> {
    const isWorthIt = conversation.exchanges.some(({ takes }) => takes.length > 0);
    return isWorthIt ? api.saveConversation(project, conversation) : conversation;
  }

  return {
    store,
    change(part) {
      store.setState(part);
    },
    setSampling(part) {
      store.setState(({ sampling }) => ({ sampling: { ...sampling, ...part } }));
    },
    async send(text, checkpoints) {
      const { conversation, sampling } = store.getState();
      const exchanges = [...conversation.exchanges, asked(text)];
      await answer({ ...conversation, exchanges }, checkpoints, sampling.seed);
    },
    async regenerate(checkpoints) {
      const { conversation, sampling } = store.getState();
      const last = conversation.exchanges.at(-1);
      if (last) await answer({ ...conversation }, checkpoints, nextSeed(last, sampling.seed));
    },
    async resend(place, text, checkpoints) {
      const { conversation, sampling } = store.getState();
      const before = conversation.exchanges.slice(0, place);
      await answer(newConversation([...before, asked(text)]), checkpoints, sampling.seed);
    },
    showTake(place, shown) {
      if (store.getState().live) return;
      store.setState(({ conversation }) => ({
        conversation: {
          ...conversation,
          exchanges: conversation.exchanges.map((one, i) => (i === place ? { ...one, shown } : one)),
        },
      }));
    },
    stop,
    startNew() {
      if (!store.getState().live) store.setState({ conversation: newConversation(), error: null });
    },
    open,
    refresh: () => list(studio.projectId()),
    async remove(id) {
      await api.deleteConversation(id);
      if (store.getState().conversation.id === id) store.setState({ conversation: newConversation(), error: null });
      await list(studio.projectId());
      await studio.refreshStorage();
    },
  };
}

const begun = (checkpoint: CheckpointRecord, before: readonly Answer[]): LiveAnswer => ({
  jobId: crypto.randomUUID(),
  checkpoint: checkpoint.id,
  text: '',
  tokens: 0,
  tokensPerSecond: 0,
  before: [...before],
});

/** What an answer is that failed on the way. */
const cutShort = ({ text, tokens, tokensPerSecond, checkpoint }: LiveAnswer, seed: number): Answer => ({
  text,
  tokens,
  tokensPerSecond,
  stopped: 'cancelled',
  written: [],
  checkpoint,
  seed,
});
