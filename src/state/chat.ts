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
  CheckpointRecord,
  Conversation,
  ConversationSummary,
  Id,
  Judgement,
  PromptTemplateId,
  TemplateId,
  Verdict,
  WorkerEvent,
} from '../worker/api.ts';
import { shuffled } from './blind.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import {
  asked,
  isOpen,
  judgementOf,
  newConversation,
  nextSeed,
  turnsOf,
  withTake,
  withVerdict,
} from './conversation.ts';
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
  /** The checkpoints are not named. */
  isBlind: boolean;
}

export interface ChatState {
  /** null: the preferred one. */
  checkpoint: Id | null;
  /** Answer as well, beside the other one, in this order. */
  compared: readonly Id[];
  /** Two that answer are not named until they are judged. */
  isBlind: boolean;
  /** 'auto': the template that each checkpoint was tuned with, else its own. */
  template: PromptTemplateId | 'plain' | 'auto';
  conversation: Conversation;
  /** The project's, the last changed first. */
  saved: readonly ConversationSummary[];
  /** What was found of answers that were not named, in the whole project. */
  judgements: readonly Judgement[];
  /** The answer to the last prompt that is being written. */
  live: LiveAnswer | null;
  sampling: ChatSampling;
  error: OcaqError | null;
}

export interface Chat {
  store: StoreApi<ChatState>;
  change(part: Partial<Pick<ChatState, 'checkpoint' | 'compared' | 'isBlind' | 'template'>>): void;
  setSampling(part: Partial<ChatSampling>): void;
  /** Of this conversation and of those that are begun after it. */
  setSystem(text: string): void;
  /** @param checkpoints that answer, one after the other */
  send(text: string, checkpoints: readonly CheckpointRecord[]): Promise<void>;
  /** Another take of the last answer, with the next seed that it has not been generated with. */
  regenerate(checkpoints: readonly CheckpointRecord[]): Promise<void>;
  /** Asks otherwise at this place, in a new conversation that is the same up to there; the old one stays. */
  resend(place: number, text: string, checkpoints: readonly CheckpointRecord[]): Promise<void>;
  showTake(place: number, take: number): void;
  /** Of the take that is shown, whose checkpoints are then named; 'revealed': without a verdict, which counts nothing. */
  judge(place: number, verdict: Verdict | 'revealed'): Promise<void>;
  /** Throws what the worker throws. */
  forgetJudgements(): Promise<void>;
  stop(): Promise<void>;
  startNew(): void;
  open(id: Id): Promise<void>;
  /** Reads the list again: another tab may have changed it. */
  refresh(): Promise<void>;
  /** Throws what the worker throws. */
  remove(id: Id): Promise<void>;
  /** This conversation is no longer stored: it leaves the list and, where it is open, the page. */
  removed(id: Id): Promise<void>;
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

/** Whether a model has answered and none is answering now. */
export const isAnswered = ({ conversation, live }: ChatState): boolean =>
  live === null && conversation.exchanges.some(({ takes }) => takes.length > 0);

/** What a project begins with. */
const untouched = () =>
  ({
    checkpoint: null,
    compared: [],
    isBlind: false,
    template: 'auto',
    conversation: newConversation(),
    saved: [],
    judgements: [],
    live: null,
    error: null,
  }) satisfies Partial<ChatState>;

export function createChat(api: Api, events: EventStream, studio: Studio, preferences: PreferencesStore): Chat {
  const store = createStore<ChatState>(() => ({ ...untouched(), sampling: defaultSampling }));
  /** Removed, maybe while they were answered: an answer does not bring them back. */
  const gone = new Set<Id>();
  events.on((event) => {
    if (event.type === 'chat-text') store.setState(({ live }) => ({ live: applyChatEvent(live, event) }));
  });

  studio.store.subscribe(({ snapshot }, { snapshot: before }) => {
    if (!snapshot || snapshot.project.id === before?.project.id) return;
    void stop();
    store.setState(untouched());
    void openNewest(snapshot.project.id);
    void listJudgements(snapshot.project.id);
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

  async function listJudgements(project: Id): Promise<void> {
    try {
      const judgements = await api.listJudgements(project);
      if (studio.isOpen(project)) store.setState({ judgements });
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
  async function answer(conversation: Conversation, chosen: readonly CheckpointRecord[], seed: number) {
    const project = studio.projectId();
    const [one, other, ...more] = chosen;
    const isBlind = store.getState().isBlind && one !== undefined && other !== undefined && more.length === 0;
    const checkpoints = isBlind ? shuffled([one, other], Math.random()) : chosen;
    const take: Answer[] = [];
    let error: OcaqError | null = null;
    const isShown = () => store.getState().conversation === conversation; // not once another project was opened
    store.setState({ conversation, error });
    for (const checkpoint of checkpoints) {
      const live = begun(checkpoint, take, isBlind);
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
    const answered = withTake(conversation, take, isBlind);
    const kept = await save(project, answered).catch((thrown: unknown) => {
      error ??= asOcaqError(thrown);
      return answered;
    });
    if (isShown()) store.setState({ conversation: kept, live: null, error });
    await list(project);
  }

  async function ask(live: LiveAnswer, conversation: Conversation, checkpoint: CheckpointRecord, seed: number) {
    const { template, sampling } = store.getState();
    const result = await api.chat({
      jobId: live.jobId,
      budgetBytes: budgetBytes(preferences.getState()),
      checkpoint: checkpoint.id,
      template: templateOf(template, checkpoint),
      turns: turnsOf(conversation, checkpoint.id),
      sampling: { ...sampling, seed },
    });
    return { ...result, checkpoint: checkpoint.id, seed };
  }

  async function removed(id: Id): Promise<void> {
    gone.add(id);
    if (store.getState().conversation.id === id) {
      void stop();
      store.setState({ conversation: newConversation(), live: null, error: null });
    }
    await list(studio.projectId());
  }

  /** A prompt that nothing has answered is not worth keeping. */
  async function save(project: Id, conversation: Conversation): Promise<Conversation> {
    const isWorthIt = !gone.has(conversation.id) && conversation.exchanges.some(({ takes }) => takes.length > 0);
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
    setSystem(text) {
      const { conversation, live } = store.getState();
      if (!live) store.setState({ conversation: { ...conversation, system: text } });
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
      const branch = newConversation([...before, asked(text)], conversation.system);
      await answer(branch, checkpoints, sampling.seed);
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
    async judge(place, verdict) {
      const { conversation, live } = store.getState();
      const exchange = conversation.exchanges[place];
      if (live || !exchange || !isOpen(exchange)) return;
      const project = studio.projectId();
      try {
        const judgement = verdict === 'revealed' ? null : judgementOf(conversation, place, verdict);
        if (judgement) await api.saveJudgement(project, judgement);
        const kept = await save(project, withVerdict(conversation, place, verdict));
        if (store.getState().conversation === conversation) store.setState({ conversation: kept, error: null });
      } catch (thrown) {
        store.setState({ error: asOcaqError(thrown) });
      }
      await listJudgements(project);
    },
    async forgetJudgements() {
      const project = studio.projectId();
      await api.deleteJudgements(project);
      await listJudgements(project);
      await studio.refreshStorage();
    },
    stop,
    startNew() {
      const { conversation, live } = store.getState();
      if (!live) store.setState({ conversation: newConversation([], conversation.system), error: null });
    },
    open,
    async refresh() {
      const project = studio.projectId();
      await list(project);
      await listJudgements(project);
    },
    async remove(id) {
      await api.deleteConversation(id);
      await removed(id);
      await studio.refreshStorage();
    },
    removed,
  };
}

const begun = (checkpoint: CheckpointRecord, before: readonly Answer[], isBlind: boolean): LiveAnswer => ({
  jobId: crypto.randomUUID(),
  checkpoint: checkpoint.id,
  text: '',
  tokens: 0,
  tokensPerSecond: 0,
  before: [...before],
  isBlind,
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
