/** Translation by an OpenAI-compatible chat API: POST …/chat/completions, of hosted services and of local servers alike. */

import { type ChatMessage, readTranslations, translationMessages } from '../data/translation/chat-prompt.ts';
import type { Direction } from '../data/translation/checks.ts';
import { estimatedUsage, tokensIn, type Usage } from '../data/translation/cost.ts';
import { type Sent, unitsOf } from '../data/translation/send.ts';
import { endpointUrl } from './address.ts';
import { bearer } from './bearer.ts';
import type { JsonRequest } from './http.ts';
import type { Reply, Service } from './service.ts';

export interface ChatEndpoint {
  readonly address: string;
  readonly model: string;
  readonly key: string;
}

export function chatService(endpoint: ChatEndpoint, direction: Direction): Service {
  return {
    request: (batch) => chatRequest(endpoint, translationMessages(batch, direction)),
    tokens: (batch) => {
      const { inputTokens, outputTokens } = estimatedUsage([batch], direction);
      return inputTokens + outputTokens;
    },
    read: (answer, batch) => replyOf(answer, batch, direction),
  };
}

/** @throws OcaqError `endpoint-key`, and as `endpointUrl` does */
export function chatRequest({ address, model, key }: ChatEndpoint, messages: readonly ChatMessage[]): JsonRequest {
  return {
    url: endpointUrl(address, '/chat/completions', key !== ''),
    headers: key === '' ? {} : { authorization: bearer(key) },
    body: { model, messages },
  };
}

function replyOf(answer: unknown, batch: readonly Sent[], direction: Direction): Reply | null {
  const text = chatText(answer);
  if (text === null) return null;
  const estimate = estimatedUsage([batch], direction);
  const { inputTokens = estimate.inputTokens, outputTokens = tokensIn(text.length, direction.to) } = chatUsage(answer);
  const characters = batch.reduce((sum, one) => sum + unitsOf(one), 0);
  return { texts: readTranslations(text, batch), usage: { requests: 1, inputTokens, outputTokens, characters } };
}

/** What the model wrote; '' where it declined, null where this is no answer of a chat API. */
export function chatText(answer: unknown): string | null {
  const { choices } = (answer ?? {}) as { choices?: unknown };
  if (!Array.isArray(choices)) return null;
  const { message } = (choices[0] ?? {}) as { message?: { content?: unknown } };
  return typeof message?.content === 'string' ? message.content : '';
}

/** As the service counted; empty where it did not. */
export function chatUsage(answer: unknown): Partial<Pick<Usage, 'inputTokens' | 'outputTokens'>> {
  const { usage } = answer as { usage?: { prompt_tokens?: unknown; completion_tokens?: unknown } };
  const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = usage ?? {};
  return isCount(inputTokens) && isCount(outputTokens) ? { inputTokens, outputTokens } : {};
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
