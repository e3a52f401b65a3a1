/** Answers with any checkpoint, token by token; one after the other, on the one model that is loaded. */
import { encodePrompt } from '../../data/instruct/encode.ts';
import { PROMPT_TEMPLATES } from '../../data/instruct/templates.ts';
import { encodeBeginning } from '../../data/tokenizer/encode-beginning.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { OcaqError } from '../../errors.ts';
import { likeliest, softmax } from '../../inference/chances.ts';
import { generate } from '../../inference/generate.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { openCheckpoint } from './checkpoint.ts';
import { LoadedChat } from './loaded-chat.ts';

/** Kept of every place in an answer. */
const ALTERNATIVES = 5;

export class Chat {
  private readonly hub: Hub;
  private readonly loaded: LoadedChat;
  private queue: Promise<unknown> = Promise.resolve();
  private readonly unanswered = new Set<api.Id>();

  constructor(hub: Hub) {
    this.hub = hub;
    this.loaded = new LoadedChat(hub);
  }

  answer(request: api.ChatRequest): Promise<api.ChatResult> {
    const { jobId } = request;
    this.unanswered.add(jobId);
    const turn = this.queue
      .then(() => this.hub.job(jobId, 'load', '', ({ signal }) => answer(this.hub, this.loaded, request, signal)))
      .finally(() => this.unanswered.delete(jobId));
    this.queue = turn.catch(() => undefined); // the caller sees the error; the next turn must still run
    return turn;
  }

  /** Cuts an answer that is under way short, then gives the model's memory back. */
  async end(): Promise<void> {
    for (const jobId of this.unanswered) this.hub.cancel(jobId);
    await this.queue;
    await this.loaded.close();
  }
}

async function answer(
  hub: Hub,
  loaded: LoadedChat,
  request: api.ChatRequest,
  signal: AbortSignal,
): Promise<api.ChatResult> {
  const checkpoint = await openCheckpoint(hub, request.checkpoint);
  const tokenizer = await hub.tokenizers.byId(checkpoint.details.tokenizer);
  const model = await loaded.model(checkpoint, request.budgetBytes, signal);
  const prompt = promptTokens(tokenizer, request, model.plan.cacheCapacity);
  const { maxTokens, ...sampling } = request.sampling;
  const stream = tokenizer.stream({ skipSpecialTokens: true });
  const started = performance.now();
  let text = '';
  let count = 0;
  const emit = (delta: string) => {
    text += delta;
    hub.emit({
      type: 'chat-text',
      jobId: request.jobId,
      delta,
      tokens: count,
      tokensPerSecond: (count * 1000) / (performance.now() - started),
    });
  };
  const written: api.WrittenToken[] = [];
  const onToken = (token: number, logits: Float32Array) => {
    const piece = stream.push(token);
    written.push({ text: piece, ...chances(tokenizer, token, logits) });
    count += 1;
    emit(piece);
  };
  const { stopped } = await generate(model, prompt, {
    maxTokens,
    sampling,
    stopTokens: tokenizer.stopTokens,
    onToken,
    signal,
  });
  const rest = stream.flush();
  if (rest !== '') emit(rest);
  return { text, tokens: count, tokensPerSecond: (count * 1000) / (performance.now() - started), stopped, written };
}

/** What the model held of a token that was written, and of the others at its place. */
function chances(tokenizer: TextTokenizer, token: number, logits: Float32Array): Omit<api.WrittenToken, 'text'> {
  const probabilities = softmax(logits);
  const best = likeliest(probabilities, ALTERNATIVES);
  return {
    probability: probabilities[token] as number,
    rank: best.indexOf(token),
    likeliest: best.map((id) => ({ text: tokenizer.decode([id]), probability: probabilities[id] as number })),
  };
}

/** The conversation as training saw it; the oldest exchanges are left out when they do not fit into half of it. */
function promptTokens(tokenizer: TextTokenizer, { template, turns }: api.ChatRequest, capacity: number): number[] {
  const last = turns.at(-1);
  if (last?.role !== 'user' || last.text.trim() === '')
    throw new OcaqError('prompt-empty', 'There is nothing to answer: write something first.');
  if (template === null) return [...encodeBeginning(tokenizer, last.text, { specialTokens: false })];
  const form = PROMPT_TEMPLATES[template];
  const exchange = (index: number): number[] => {
    const turn = turns[index] as api.ChatTurn;
    if (turn.role === 'user') return [...encodePrompt(tokenizer, form, { instruction: turn.text, input: '' })];
    return [...tokenizer.encode(turn.text, { specialTokens: false }), ...tokenizer.stopTokens];
  };
  let tokens = exchange(turns.length - 1);
  for (let i = turns.length - 2; i >= 1; i -= 2) {
    const earlier = [...exchange(i - 1), ...exchange(i)];
    if (earlier.length + tokens.length > capacity / 2) break;
    tokens = [...earlier, ...tokens];
  }
  return tokens;
}
