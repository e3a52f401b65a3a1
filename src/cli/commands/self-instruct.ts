/** Writes new instruction tasks by a chat service, from a few that people wrote. */
import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { languageOf } from '../../data/language.ts';
import { type Rejection, type Task, TaskPool } from '../../data/self-instruct/task-pool.ts';
import { readTasks, taskMessages } from '../../data/self-instruct/task-prompt.ts';
import { addUsage, costOfTokens, NO_USAGE, tokensIn } from '../../data/translation/cost.ts';
import { chatRequest, chatText, chatUsage } from '../../remote/chat-service.ts';
import { RemoteFault, unexpectedAnswer } from '../../remote/http.ts';
import { Pace } from '../../remote/pace.ts';
import { askPatiently } from '../../remote/service.ts';
import { fileExists, fileSource, readText } from '../files.ts';
import { readInstructionFile } from '../instruction-files.ts';
import { defineCommand } from '../options.ts';
import { Progress } from '../progress.ts';
import { keyOf, languageTag, SERVICE_OPTIONS } from '../service-options.ts';

/** Requests in a row from which no task was new. */
const STALLED = 5;
const TIMEOUT = 180_000;

export const selfInstruct = defineCommand({
  name: 'self-instruct',
  summary: 'Writes new instruction tasks by a chat service, from a few that people wrote.',
  details: [
    'After Self-Instruct (Wang et al. 2022): each request shows six of the seed tasks and two that were written before, and asks for others. A task is kept if its instruction is like none that is there (ROUGE-L below 0.7), is neither too short nor too long, and asks for no picture. What is kept is in the output before more is asked for, so the same command resumes. The result names tasks that are not in the language asked for (`to_look_at`).',
  ],
  options: {
    seeds: { kind: 'text', value: 'FILE', required: true, help: 'Tasks that people wrote: an instruction set.' },
    out: { kind: 'text', value: 'FILE', required: true, help: 'The set to write, one record a line.' },
    count: { kind: 'whole', min: 1, required: true, help: 'Tasks that the set should hold.' },
    endpoint: {
      kind: 'text',
      value: 'URL',
      required: true,
      help: 'The base address of an OpenAI-compatible chat API.',
    },
    model: { kind: 'text', value: 'NAME', required: true, help: 'The chat model.' },
    language: { kind: 'text', value: 'TAG', default: 'az', help: 'The language of the tasks.' },
    batch: { kind: 'whole', min: 1, max: 50, default: 8, help: 'Tasks asked for in a request.' },
    ...SERVICE_OPTIONS,
  },
  async run({ seeds, out, count, endpoint, model, keyEnv, batch, priceInput, priceOutput, ...options }) {
    const { requestsPerMinute = null, tokensPerMinute = null } = options;
    const progress = new Progress();
    const language = languageTag('--language', options.language);
    const key = keyOf(keyEnv);
    await fileSource(seeds); // says what is wrong with it
    const pool = new TaskPool(await readInstructionFile(seeds, (text) => progress.end(text)));
    const tasks: Task[] = (await fileExists(out)) ? readTasks(await readText(out)) : [];
    for (const task of tasks) pool.offer(task);
    await mkdir(path.dirname(out), { recursive: true });

    const asking = { key, pace: new Pace({ requestsPerMinute, tokensPerMinute }), timeout: TIMEOUT };
    const rejected: Partial<Record<Rejection, number>> = {};
    let usage = NO_USAGE;
    for (let inVain = 0; tasks.length < count && inVain < STALLED; ) {
      const messages = taskMessages(pool.examples(Math.random), batch, language);
      const request = chatRequest({ address: endpoint, model, key }, messages);
      const asked = tokensIn(
        messages.reduce((sum, { content }) => sum + content.length, 0),
        language,
      );
      const answer = await askOnce(() => askPatiently(request, 2 * asked, asking, new AbortController().signal));
      const text = chatText(answer);
      if (text === null) throw unexpectedAnswer(request.url.host);
      const { inputTokens = asked, outputTokens = tokensIn(text.length, language) } = chatUsage(answer);
      usage = addUsage(usage, { requests: 1, inputTokens, outputTokens, characters: 0 });

      const kept = readTasks(text).filter((task) => {
        const rejection = pool.offer(task);
        if (rejection) rejected[rejection] = (rejected[rejection] ?? 0) + 1;
        return rejection === null;
      });
      const wanted = kept.slice(0, count - tasks.length);
      await appendFile(out, wanted.map((task) => `${JSON.stringify(task)}\n`).join(''), { flush: true });
      tasks.push(...wanted);
      inVain = kept.length === 0 ? inVain + 1 : 0;
      progress.show(`${tasks.length} of ${count} tasks, ${usage.requests} requests`);
    }
    progress.end(`${out} holds ${tasks.length} tasks`);
    const { requests, inputTokens, outputTokens } = usage;
    return {
      tasks: tasks.length,
      rejected,
      requests,
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      cost: costOfTokens(usage, { input: priceInput, output: priceOutput }),
      out,
      to_look_at: tasks.flatMap(({ instruction, output }, i) => {
        const found = languageOf(`${instruction}\n${output}`);
        return found === null || found === language ? [] : [{ row: i + 1, why: [`in ${found}`] }];
      }),
    };
  },
});

/** What is wrong with a service is told as that. */
async function askOnce(ask: () => Promise<unknown>): Promise<unknown> {
  try {
    return await ask();
  } catch (thrown) {
    throw thrown instanceof RemoteFault ? thrown.error : thrown;
  }
}
