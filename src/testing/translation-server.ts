/**
 * A translation service on this machine for tests: OpenAI-compatible chat and LibreTranslate, with whatever faults a test
 * wants, and a count of what was asked and answered for every record. Its translations are nonsense of Azerbaijani words.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What becomes of a request: answered, cut off before or within its answer, never answered, or answered otherwise. */
export type Behaviour =
  | 'answer'
  | 'cut'
  | 'cut-within'
  | 'stall'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
  /** What the chat model writes in the place of what it was asked for. */
  | { readonly text: string };

export interface Asked {
  /** From 1. */
  readonly number: number;
  /** Records of a chat request, by their ids. */
  readonly ids: readonly number[];
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface TranslationServer {
  readonly address: string;
  readonly requests: readonly Asked[];
  /** How often each record was in an answer that was sent whole. */
  readonly answered: ReadonlyMap<number, number>;
  close(): Promise<void>;
}

const WORDS = ['və', 'söz', 'üçün', 'hər', 'ilə', 'gözəl'];

export const nonsense = (text: string): string => {
  let at = text.length;
  return text.replace(/\p{L}+/gu, () => WORDS[at++ % WORDS.length] ?? '');
};

type Line = Readonly<Record<string, unknown>>;

/** @param behave decides what becomes of each request, in the order in which they come */
export async function startTranslationServer(behave: (asked: Asked) => Behaviour): Promise<TranslationServer> {
  const requests: Asked[] = [];
  const answered = new Map<number, number>();

  function respond(body: Line, response: ServerResponse, headers: IncomingMessage['headers']): void {
    const lines = linesOf(body);
    const ids = lines.map(({ id }) => Number(id));
    const asked = { number: requests.length + 1, ids, headers, body };
    requests.push(asked);
    const behaviour = behave(asked);
    if (behaviour === 'stall') return;
    if (behaviour === 'cut') {
      response.destroy();
      return;
    }
    if (typeof behaviour === 'object' && 'status' in behaviour) {
      send(response, behaviour.status, behaviour.body ?? {}, behaviour.headers);
      return;
    }
    const text = typeof behaviour === 'object' ? behaviour.text : lines.map(translated).join('\n');
    const answer = 'messages' in body ? chatAnswer(text) : { translatedText: (body.q as string[]).map(nonsense) };
    if (behaviour === 'cut-within') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 10_000 });
      response.write(JSON.stringify(answer).slice(0, 40), () => response.destroy());
      return;
    }
    for (const id of ids) answered.set(id, (answered.get(id) ?? 0) + 1);
    send(response, 200, answer);
  }

  const server = createServer((request, response) => {
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    if (request.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    let text = '';
    request.on('data', (piece) => {
      text += piece;
    });
    request.on('end', () => respond(JSON.parse(text), response, request.headers));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    answered,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function linesOf({ messages }: Line): Line[] {
  if (!Array.isArray(messages)) return [];
  const { content } = messages.at(-1) as { content: string };
  return content.split('\n').map((line) => JSON.parse(line));
}

const translated = ({ id, ...texts }: Line): string =>
  JSON.stringify({
    id,
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, nonsense(String(text))])),
  });

const chatAnswer = (content: string) => ({
  choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 100, completion_tokens: 10 },
});

function send(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
