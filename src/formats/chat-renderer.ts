/**
 * Chats as the model's own `chat_template` writes them. Templates are programs of strangers, so they run in a thread of their
 * own that can do nothing but answer: it is ended when one chat takes more than a second, and texts beyond 1 MB are refused.
 * Who opens threads decides of what kind they are; each answers by `chatRendering`.
 */
import type { Template } from '@huggingface/jinja';
import { OcaqError } from '../errors.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** The template of a model, and the tokens that it may write. */
export interface ChatTemplate {
  /** Jinja. */
  readonly source: string;
  /** '' where the tokenizer has none. */
  readonly bosToken: string;
  readonly eosToken: string;
}

export interface RenderRequest extends ChatTemplate {
  readonly messages: readonly ChatMessage[];
  /** Ends with what opens an answer. */
  readonly addGenerationPrompt: boolean;
  /** Most characters of the text. */
  readonly mostCharacters: number;
}

export type RenderReply =
  | { readonly text: string }
  | { readonly problem: 'syntax' | 'failed' | 'size'; readonly reason: string };

export interface RenderThread {
  /** Rejects when the thread dies. One request at a time. */
  ask(request: RenderRequest): Promise<RenderReply>;
  end(): void;
}

type TemplateClass = new (source: string) => Pick<Template, 'render'>;

/** What runs in the thread. It refers to nothing outside of itself, so that its text alone can be sent to one. */
export function chatRendering(TemplateOf: TemplateClass): (request: RenderRequest) => RenderReply {
  let last: { source: string; parsed: Pick<Template, 'render'> } | null = null;
  /** The reason becomes part of a sentence. */
  const withoutStop = (text: string): string => text.replace(/[.\s]+$/, '');
  const reasonOf = (error: unknown): string =>
    withoutStop(String(error instanceof Error ? error.message : error).slice(0, 300));
  return ({ source, messages, addGenerationPrompt, bosToken, eosToken, mostCharacters }) => {
    try {
      if (last?.source !== source) last = { source, parsed: new TemplateOf(source) };
    } catch (error) {
      return { problem: 'syntax', reason: reasonOf(error) };
    }
    try {
      const text = last.parsed.render({
        messages,
        add_generation_prompt: addGenerationPrompt,
        bos_token: bosToken,
        eos_token: eosToken,
      });
      return text.length > mostCharacters ? { problem: 'size', reason: '' } : { text };
    } catch (error) {
      return { problem: 'failed', reason: reasonOf(error) };
    }
  };
}

const MOST_MILLISECONDS = 1000;
const MOST_CHARACTERS = 2 ** 20;

export class ChatRenderer {
  private readonly open: () => Promise<RenderThread>;
  private readonly template: ChatTemplate;
  private thread: RenderThread | null = null;

  constructor(open: () => Promise<RenderThread>, template: ChatTemplate) {
    this.open = open;
    this.template = template;
  }

  /** One call at a time. @throws OcaqError `chat-template-invalid`, `chat-template-failed`, `chat-template-limit` */
  async render(messages: readonly ChatMessage[], addGenerationPrompt: boolean): Promise<string> {
    this.thread ??= await this.open();
    const request = { ...this.template, messages, addGenerationPrompt, mostCharacters: MOST_CHARACTERS };
    const reply = await inTime(this.thread.ask(request)).catch((error: unknown) => {
      this.close();
      throw beyond('memory', { cause: error });
    });
    if (reply === null) {
      this.close();
      throw beyond('time');
    }
    if ('text' in reply) return reply.text;
    switch (reply.problem) {
      case 'syntax':
        throw new OcaqError(
          'chat-template-invalid',
          `The chat template is no Jinja template: ${reply.reason}. Correct it where it is written, or choose another template.`,
          { reason: reply.reason },
        );
      case 'failed':
        throw new OcaqError(
          'chat-template-failed',
          `The chat template refuses a chat: ${reply.reason}. Choose another template, or leave out what it does not know, such as a system prompt.`,
          { reason: reply.reason },
        );
      case 'size':
        throw beyond('size');
      default:
        return reply.problem satisfies never;
    }
  }

  close(): void {
    this.thread?.end();
    this.thread = null;
  }
}

/** null after a second. */
async function inTime(reply: Promise<RenderReply>): Promise<RenderReply | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    // Where this thread itself was busy, the answer has come meanwhile, and goes first.
    timer = setTimeout(() => {
      timer = setTimeout(() => resolve(null));
    }, MOST_MILLISECONDS);
  });
  try {
    return await Promise.race([reply, late]);
  } finally {
    clearTimeout(timer);
  }
}

const LIMITS = {
  time: 'took more than a second over one chat',
  size: 'wrote more than 1 MB for one chat',
  memory: 'took too much memory',
};

const beyond = (limit: keyof typeof LIMITS, options?: ErrorOptions): OcaqError =>
  new OcaqError(
    'chat-template-limit',
    `The chat template ${LIMITS[limit]} and was stopped. Choose another template: this one is damaged or means harm.`,
    { limit },
    options,
  );
