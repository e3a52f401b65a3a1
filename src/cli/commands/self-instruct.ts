/** Writes new instruction tasks by a chat service, from a few that people wrote. */
import { appendFile } from 'node:fs/promises';
import { type Task, TaskPool } from '../../data/self-instruct/task-pool.ts';
import { readTasks } from '../../data/self-instruct/task-prompt.ts';
import { addUsage, costOfTokens, NO_USAGE } from '../../data/translation/cost.ts';
import {
  addRejections,
  otherLanguageOf,
  type Rejections,
  type WritingPlan,
  writeTasks,
} from '../../remote/write-tasks.ts';
import { fileExists, fileSource, readText } from '../files.ts';
import { readInstructionFile } from '../instruction-files.ts';
import { withLock } from '../lock-file.ts';
import { checkOutApart, defineCommand, usageError } from '../options.ts';
import { Progress } from '../progress.ts';
import { keyOf, languageTag, SERVICE_OPTIONS } from '../service-options.ts';

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
    checkOutApart(out, seeds);
    const progress = new Progress();
    const language = languageTag('--language', options.language);
    const key = keyOf(keyEnv);
    await fileSource(seeds); // says what is wrong with it
    const pool = new TaskPool(await readInstructionFile(seeds, (text) => progress.end(text)));
    return withLock(out, async () => {
      const tasks = await writtenTasks(out);
      for (const task of tasks) pool.offer(task);

      const plan: WritingPlan = {
        endpoint: { address: endpoint, model, key },
        limits: { requestsPerMinute, tokensPerMinute },
        language,
        tasksPerRequest: batch,
      };
      let rejected: Rejections = {};
      let usage = NO_USAGE;
      await writeTasks(pool, count - tasks.length, plan, new AbortController().signal, async (written) => {
        await appendFile(out, written.tasks.map((task) => `${JSON.stringify(task)}\n`).join(''), { flush: true });
        tasks.push(...written.tasks);
        rejected = addRejections(rejected, written.rejected);
        usage = addUsage(usage, written.usage);
        progress.show(`${tasks.length} of ${count} tasks, ${usage.requests} requests`);
      });
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
        to_look_at: tasks.flatMap((task, i) => {
          const found = otherLanguageOf(task, language);
          return found === null ? [] : [{ row: i + 1, why: [`in ${found}`] }];
        }),
      };
    });
  },
});

/** What an earlier run wrote; a last line that was cut off by a crash is ended, so that nothing is written onto it. */
async function writtenTasks(out: string): Promise<Task[]> {
  const text = (await fileExists(out)) ? await readText(out) : '';
  if (text.split('\n').some((line) => line.trim() !== '' && !line.startsWith('{')))
    throw usageError(`"${out}" does not hold one record a line (JSON Lines). Choose another --out.`);
  if (text !== '' && !text.endsWith('\n')) await appendFile(out, '\n');
  return readTasks(text);
}
