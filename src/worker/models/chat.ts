/** Answers with any checkpoint, token by token; one after the other, on the one model that is loaded. */
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { endTokens } from '../../data/tokenizer/token-roles.ts';
import { AnswerText } from '../../inference/answer-text.ts';
import { likeliest, softmax } from '../../inference/chances.ts';
import { generate } from '../../inference/generate.ts';
import type * as api from '../api.ts';
import type { Hub } from '../hub.ts';
import { encoderFor } from '../text/encoders.ts';
import { chatPrompt } from './chat-prompt.ts';
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
      .then(() => {
        const shown = { length: 0 };
        return this.hub.deviceJob(jobId, 'load', '', ({ signal }) =>
          answer(this.hub, this.loaded, request, shown, signal),
        );
      })
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

/**
 * @param shown how much of the text the page has: an answer that begins anew on another device is the same one, by its seed,
 *   and the page is told only what comes after that
 */
async function answer(
  hub: Hub,
  loaded: LoadedChat,
  request: api.ChatRequest,
  shown: { length: number },
  signal: AbortSignal,
): Promise<api.ChatResult> {
  const checkpoint = await openCheckpoint(hub, request.checkpoint);
  const tokenizer = await hub.tokenizers.byId(checkpoint.details.tokenizer);
  const model = await loaded.model(checkpoint, request.budgetBytes, signal);
  const { template, turns } = request;
  const { chatTemplate, config } = checkpoint.details;
  const encoder = template === null ? null : encoderFor(tokenizer, template, chatTemplate);
  const prompt = await chatPrompt(tokenizer, encoder, turns, model.plan.cacheCapacity).finally(() => encoder?.close());
  const { maxTokens, stop, ...sampling } = request.sampling;
  const answerText = new AnswerText(tokenizer.stream({ skipSpecialTokens: true }), stop);
  const started = performance.now();
  let text = '';
  let count = 0;
  const emit = (delta: string) => {
    text += delta;
    if (text.length <= shown.length) return;
    const fresh = text.slice(shown.length);
    shown.length = text.length;
    hub.emit({
      type: 'chat-text',
      jobId: request.jobId,
      delta: fresh,
      tokens: count,
      tokensPerSecond: (count * 1000) / (performance.now() - started),
    });
  };
  const written: api.WrittenToken[] = [];
  const onToken = (token: number, logits: Float32Array) => {
    const { added, certain } = answerText.push(token);
    written.push({ text: added, ...chances(tokenizer, token, logits) });
    count += 1;
    emit(certain);
  };
  const { stopped } = await generate(model, prompt.tokens, {
    maxTokens,
    sampling,
    stopTokens: [...endTokens(tokenizer, config), ...(encoder?.stopTokens ?? [])],
    onToken,
    isOver: () => answerText.isOver,
    signal,
  });
  const rest = answerText.end();
  if (rest !== '') emit(rest);
  const tokensPerSecond = (count * 1000) / (performance.now() - started);
  return {
    text,
    tokens: count,
    tokensPerSecond,
    stopped,
    written: answerText.isOver ? within(written, text.length) : written,
    leftOut: prompt.leftOut,
  };
}

/** The tokens up to so many characters of their text; the last one as far as it belongs to them. */
function within(written: readonly api.WrittenToken[], length: number): api.WrittenToken[] {
  let left = length;
  return written.flatMap((token) => {
    const text = token.text.slice(0, left);
    const isWithin = left > 0;
    left -= text.length;
    return isWithin ? [{ ...token, text }] : [];
  });
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
