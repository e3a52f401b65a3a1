/** New tasks by a chat service, request after request: each shows some of the pool, and what is new joins it. */
import { languageOf } from '../data/language.ts';
import type { Rejection, Task, TaskPool } from '../data/self-instruct/task-pool.ts';
import { readTasks, taskMessages } from '../data/self-instruct/task-prompt.ts';
import { tokensIn, type Usage } from '../data/translation/cost.ts';
import { type ChatEndpoint, chatRequest, chatText, chatUsage } from './chat-service.ts';
import { RemoteFault, unexpectedAnswer } from './http.ts';
import { type Limits, Pace } from './pace.ts';
import { askPatiently } from './service.ts';

export interface WritingPlan {
  readonly endpoint: ChatEndpoint;
  readonly limits: Limits;
  readonly language: string;
  readonly tasksPerRequest: number;
}

export type Rejections = Readonly<Partial<Record<Rejection, number>>>;

/** Of one answer. */
export interface WrittenTasks {
  readonly tasks: readonly Task[];
  readonly rejected: Rejections;
  readonly usage: Usage;
}

/** Requests in a row from which no task was new. */
export const STALLED = 5;
const TIMEOUT = 180_000;

/**
 * @param settle keeps what one answer brought, before more is asked for
 * @returns whether there are as many as wanted; not where the service repeats itself
 * @throws OcaqError why the service cannot be asked; the signal's reason once the answer on its way is settled
 */
export async function writeTasks(
  pool: TaskPool,
  wanted: number,
  { endpoint, limits, language, tasksPerRequest }: WritingPlan,
  signal: AbortSignal,
  settle: (written: WrittenTasks) => Promise<void>,
): Promise<boolean> {
  const asking = { key: endpoint.key, pace: new Pace(limits), timeout: TIMEOUT };
  let left = wanted;
  for (let inVain = 0; left > 0 && inVain < STALLED; ) {
    signal.throwIfAborted();
    const messages = taskMessages(pool.examples(Math.random), Math.min(tasksPerRequest, left), language);
    const request = chatRequest(endpoint, messages);
    const asked = tokensIn(
      messages.reduce((sum, { content }) => sum + content.length, 0),
      language,
    );
    const answer = await faultAsError(askPatiently(request, 2 * asked, asking, signal));
    const text = chatText(answer);
    if (text === null) throw unexpectedAnswer(request.url.host);
    const { inputTokens = asked, outputTokens = tokensIn(text.length, language) } = chatUsage(answer);

    const { kept, rejected } = offerAll(pool, readTasks(text));
    const tasks = kept.slice(0, left);
    await settle({ tasks, rejected, usage: { requests: 1, inputTokens, outputTokens, characters: 0 } });
    left -= tasks.length;
    inVain = kept.length === 0 ? inVain + 1 : 0;
  }
  return left === 0;
}

/** In which known language a task is; null where it is in the one asked for, or nobody can tell. */
export function otherLanguageOf({ instruction, output }: Task, language: string): string | null {
  const found = languageOf(`${instruction}\n${output}`);
  return found === language ? null : found;
}

export function addRejections(a: Rejections, b: Rejections): Rejections {
  const sum: Partial<Record<Rejection, number>> = { ...a };
  for (const [reason, count] of Object.entries(b) as [Rejection, number][]) sum[reason] = (sum[reason] ?? 0) + count;
  return sum;
}

function offerAll(pool: TaskPool, tasks: readonly Task[]): { kept: Task[]; rejected: Rejections } {
  let rejected: Rejections = {};
  const kept = tasks.filter((task) => {
    const rejection = pool.offer(task);
    if (rejection) rejected = addRejections(rejected, { [rejection]: 1 });
    return rejection === null;
  });
  return { kept, rejected };
}

/** What is wrong with a service is told as that. */
async function faultAsError<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (thrown) {
    throw thrown instanceof RemoteFault ? thrown.error : thrown;
  }
}
