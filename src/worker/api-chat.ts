/** The contract's part about conversations: what is asked of a checkpoint, what it answers, what is kept. See api.ts. */
import type { SamplingOptions } from '../inference/sampler.ts';
import type { Id, TemplateId } from './api-ids.ts';

export interface ChatSampling extends SamplingOptions {
  maxTokens: number;
  /** Texts that end an answer, beside the model's end tokens; they are no part of it. */
  stop: readonly string[];
}

export interface ChatTurn {
  role: 'system' | 'user' | 'assistant';
  text: string;
}

export interface ChatRequest {
  /** Chosen by the caller; `cancel` takes it. */
  jobId: Id;
  /** Most memory of weights and conversation together: the longer it is, the more is remembered. */
  budgetBytes: number;
  checkpoint: Id;
  /** null: plain continuation of the last user text, without a template. */
  template: TemplateId | null;
  /** A system prompt where there is one, then user and assistant in turns, and the user last. */
  turns: ChatTurn[];
  sampling: ChatSampling;
}

export interface ChatResult {
  text: string;
  tokens: number;
  tokensPerSecond: number;
  stopped: 'eos' | 'stop' | 'length' | 'context' | 'cancelled';
  written: WrittenToken[];
  /** Exchanges at the beginning of the conversation that the model was not given: its context has no room for them. */
  leftOut?: number;
}

/**
 * A token and the probability that the model gave it: the softmax of its logits, before repetition penalty, temperature,
 * top-k, top-p and min-p.
 */
export interface TokenChance {
  text: string;
  probability: number;
}

export interface WrittenToken extends TokenChance {
  /** '' where the token is the beginning of a character that a later one completes. */
  text: string;
  /** The most likely tokens at this place, best first. */
  likeliest: TokenChance[];
  /** Where the written one is among them; -1: it is less likely than all of them. */
  rank: number;
}

export interface Answer extends ChatResult {
  checkpoint: Id;
  seed: number;
}

export interface Exchange {
  prompt: string;
  /** What was generated at each go, oldest first: one answer, or the answers of several checkpoints with one seed. */
  takes: Answer[][];
  /** The take that is shown, and that the conversation continues from: each checkpoint from its own answer, else the first. */
  shown: number;
  /** Takes whose checkpoints are not named until they are judged, by their places; absent of an exchange without any. */
  blind?: Readonly<Record<number, BlindState>>;
}

/** Which of two answers is better, in the order in which they are shown; or they are alike, good or bad. */
export type Verdict = 'first' | 'second' | 'tie' | 'both-bad';

/** `open`: not judged yet; `revealed`: the names were asked for without a verdict. */
export type BlindState = 'open' | 'revealed' | Verdict;

/** What a person found of the answers of two checkpoints that were not named. */
export interface Judgement {
  /** Of the take that was judged. */
  id: string;
  prompt: string;
  answers: readonly [JudgedAnswer, JudgedAnswer];
  verdict: Verdict;
}

export type JudgedAnswer = Pick<Answer, 'checkpoint' | 'text'>;

export interface Conversation {
  id: Id;
  /** What it was when it was read or saved last; null: it has not been saved yet. */
  revision: string | null;
  exchanges: Exchange[];
  /** Stands before every conversation that a template begins; absent where there is none. */
  system?: string;
}

export interface ConversationSummary {
  id: Id;
  /** The beginning of the first prompt. */
  title: string;
  updatedAt: number;
}

export interface ChatApi {
  chat(request: ChatRequest): Promise<ChatResult>;
  /** Of a project, the last changed first. */
  listConversations(project: Id): Promise<ConversationSummary[]>;
  readConversation(id: Id): Promise<Conversation>;
  /**
   * Nothing is overwritten that another tab has saved: a conversation that was changed or deleted there meanwhile is
   * saved as one of its own. Returns it as saved.
   */
  saveConversation(project: Id, conversation: Conversation): Promise<Conversation>;
  deleteConversation(id: Id): Promise<void>;
  /** Of a project, the oldest first. They stay when their conversations are deleted. */
  listJudgements(project: Id): Promise<Judgement[]>;
  saveJudgement(project: Id, judgement: Judgement): Promise<void>;
  deleteJudgements(project: Id): Promise<void>;
}
