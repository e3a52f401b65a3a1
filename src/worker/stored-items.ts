/** What a project holds, as the list that the page shows: what each thing is called, who needs it, whether it may go. */
import { bestCheckpoint, heldOutLossOf } from '../storage/best-checkpoint.ts';
import type { RunRecord } from '../storage/records.ts';
import type { ProjectUsage } from '../storage/usage.ts';
import type * as api from './api.ts';
import { runConfig } from './stored.ts';

/** @param live runs that are under way. @returns the largest first */
export function itemsOf(usage: ProjectUsage, live: ReadonlySet<api.Id>): api.StoredItem[] {
  const isBusy = usage.runs.some(({ id }) => live.has(id));
  return [
    ...whileIdle(isBusy, [...textItems(usage), ...tokenItems(usage), ...setItems(usage)]),
    ...tokenizerItems(usage),
    ...checkpointItems(usage),
    ...runItems(usage, live),
    ...otherItems(usage),
  ].sort((a, b) => b.bytes - a.bytes || (b.checkpoint?.step ?? 0) - (a.checkpoint?.step ?? 0));
}

export const nameOf = (run: RunRecord): string => runConfig(run).imported?.name ?? run.name;

type Given = Pick<api.StoredItem, 'kind' | 'id' | 'bytes'> & Partial<api.StoredItem>;

const item = (given: Given): api.StoredItem => ({ name: '', keptFor: null, resumed: [], checkpoint: null, ...given });

/** What a run of the project that is under way learns from stays as it is. */
const whileIdle = (isBusy: boolean, items: readonly api.StoredItem[]): api.StoredItem[] =>
  items.map((one) => (isBusy ? { ...one, keptFor: 'run-under-way' } : one));

const isImported = (run: RunRecord): boolean => runConfig(run).imported !== undefined;

/** Runs that are not finished, by whether they would resume with something. */
const resumedWith = ({ runs }: ProjectUsage, isNeeded: (run: RunRecord) => boolean): api.Id[] =>
  runs.filter((run) => run.status !== 'finished' && !isImported(run) && isNeeded(run)).map(({ id }) => id);

function textItems(usage: ProjectUsage): api.StoredItem[] {
  const stored = new Set(usage.tokenSets.map(({ id }) => id));
  // Their tokens were let go of, and are made of the texts again.
  const resumed = resumedWith(usage, (run) => learnsFromText(run) && !stored.has(runConfig(run).tokenSet));
  return usage.sources.flatMap(({ id, name, use, heldBytes: bytes, cleaned, cleaning }) => {
    if (use !== undefined) return [item({ kind: 'reference', id, name, bytes })];
    const verdicts = (cleaned?.storedBytes ?? 0) + (cleaning?.storedBytes ?? 0);
    const made = verdicts > 0 ? [item({ kind: 'cleaning', id, name, bytes: verdicts })] : [];
    return [item({ kind: 'documents', id, name, bytes, resumed }), ...made];
  });
}

function tokenItems(usage: ProjectUsage): api.StoredItem[] {
  const names = new Map(usage.tokenizers.map(({ id, name }) => [id, name]));
  return usage.tokenSets.map(({ id, tokenizerId, heldBytes: bytes }) => {
    const resumed = resumedWith(usage, (run) => learnsFromText(run) && runConfig(run).tokenSet === id);
    return item({ kind: 'tokens', id, name: names.get(tokenizerId) ?? '', bytes, resumed });
  });
}

function learnsFromText(run: RunRecord): boolean {
  const { data } = runConfig(run);
  return data.kind === 'corpus' || (data.replayShare ?? 0) > 0;
}

function setItems(usage: ProjectUsage): api.StoredItem[] {
  return usage.instructionSets.map(({ id, name, heldBytes: bytes }) => {
    const resumed = resumedWith(usage, (run) => learnsFrom(run, id));
    return item({ kind: 'instructions', id, name, bytes, resumed });
  });
}

function learnsFrom(run: RunRecord, set: api.Id): boolean {
  const { data } = runConfig(run);
  return data.kind === 'instructions' && data.sets.some((one) => one.set === set);
}

const tokenizerItems = ({ tokenizers }: ProjectUsage): api.StoredItem[] =>
  tokenizers.map(({ id, name, heldBytes: bytes }) => item({ kind: 'tokenizer', id, name, bytes, keptFor: 'models' }));

function checkpointItems(usage: ProjectUsage): api.StoredItem[] {
  const runs = new Map(usage.runs.map((run) => [run.id, run]));
  return usage.checkpoints.map((checkpoint) => {
    const { id, runId, step, bytes } = checkpoint;
    const keptFor = usage.needed.get(id) ?? null;
    const run = runs.get(runId);
    if (run && isImported(run)) return item({ kind: 'import', id: runId, name: nameOf(run), bytes, keptFor });
    const ofRun = usage.checkpoints.filter((one) => one.runId === runId);
    const isOnly = ofRun.length === 1;
    const loss = heldOutLossOf(checkpoint);
    return item({
      kind: 'checkpoint',
      id,
      bytes,
      keptFor,
      resumed: resumedWith(usage, (one) => isOnly && one.id === runId),
      checkpoint: {
        run: runId,
        step,
        heldOutLoss: Number.isFinite(loss) ? loss : null,
        isOnly,
        isBest: bestCheckpoint(ofRun) === checkpoint,
      },
    });
  });
}

function runItems({ runs, checkpoints, needed }: ProjectUsage, live: ReadonlySet<api.Id>): api.StoredItem[] {
  const keptFor = (run: api.Id) =>
    live.has(run)
      ? 'run-under-way'
      : (checkpoints.flatMap(({ id, runId }) => (runId === run ? (needed.get(id) ?? []) : []))[0] ?? null);
  return runs
    .filter((run) => !isImported(run))
    .map(({ id, name, heldBytes: bytes }) => item({ kind: 'run', id, name, bytes, keptFor: keptFor(id) }));
}

const otherItems = ({ jobs, conversations }: ProjectUsage): api.StoredItem[] => [
  ...jobs.map(({ id, options, heldBytes: bytes }) => item({ kind: 'job', id, name: sourceName(options), bytes })),
  ...conversations.map(({ id, title: name, heldBytes: bytes }) => item({ kind: 'conversation', id, name, bytes })),
];

/** The file that a translation is made of; other jobs have none. */
const sourceName = (options: unknown): string => (options as { source?: string } | null)?.source ?? '';
