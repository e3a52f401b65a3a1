/** A project with something in every store that belongs to projects; needs `fake-indexeddb/auto`. */
import { saveCheckpoint } from '../storage/checkpoints.ts';
import { saveConversation } from '../storage/conversations.ts';
import type { Database } from '../storage/database.ts';
import { saveInstructionSet } from '../storage/instructions.ts';
import { createJob } from '../storage/jobs.ts';
import { saveJudgement } from '../storage/judgements.ts';
import { saveMeasurement } from '../storage/measurements.ts';
import { createProject, updateProject } from '../storage/projects.ts';
import { appendPoints, createRun } from '../storage/runs.ts';
import { saveTokenizer } from '../storage/tokenizers.ts';
import { writeTokenSet } from '../storage/tokens.ts';
import { addSource } from './corpus.ts';

/** @returns its id */
export async function fullProject(database: Database, name: string): Promise<string> {
  const projectId = (await createProject(database, name)).id;
  const documents = (async function* () {
    yield { text: 'salam', hash: 'h' };
  })();
  await addSource(database, { projectId, name: 'a.txt' }, documents);
  const tokenizer = { projectId, name: 't', vocabSize: 9, json: '{}', details: null };
  const tokenizerId = (await saveTokenizer(database, tokenizer)).id;
  await updateProject(database, projectId, { details: { tokenizer: tokenizerId } });
  await writeTokenSet(database, { projectId, tokenizerId, vocabSize: 9 }, (writer) =>
    writer.add('train', Uint16Array.of(1, 2), 5),
  );
  await saveInstructionSet(database, { projectId, name: 'i.json', details: null }, [{ instruction: 'a' }]);
  const run = { projectId, name: 'r', status: 'running', step: 1 } as const;
  const runId = (await createRun(database, { ...run, config: null, state: null, details: null })).id;
  await appendPoints(database, runId, 'steps', [{ step: 1 }]);
  const tensors = (async function* () {
    yield { name: 'w', bytes: Uint8Array.of(1, 2, 3) };
  })();
  const checkpoint = { runId, projectId, step: 1, label: 'l', metrics: {}, state: null } as const;
  await saveCheckpoint(database, checkpoint, tensors);
  await saveMeasurement(database, { projectId, runId, value: null });
  await createJob(database, { projectId, kind: 'k', options: null }, ['one']);
  await saveConversation(database, { id: `of ${projectId}`, projectId, title: 't', exchanges: [] }, null);
  await saveJudgement(database, { id: `of ${projectId}`, projectId, value: null });
  return projectId;
}
