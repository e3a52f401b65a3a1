/**
 * A LoRA adapter of somebody else, as peft saves it, beside the model of the project that it fits. It is kept as a run of
 * adapters that was never begun, so that it is answered with, merged and exported as one that was trained here.
 */
import { withTokensOf } from '../../data/instruct/encoder.ts';
import { chatTemplateJinja, PROMPT_TEMPLATES } from '../../data/instruct/templates.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { weightsName } from '../../engine/state-tensors.ts';
import { OcaqError } from '../../errors.ts';
import type { ChatTemplate } from '../../formats/chat-renderer.ts';
import { type FolderTemplate, readChatTemplate } from '../../formats/chat-template.ts';
import type { FolderSource, OpenedFolder } from '../../formats/hf-folder.ts';
import { ADAPTER_CONFIG } from '../../formats/peft/adapter-config.ts';
import { type AdapterFolder, openAdapterFolder } from '../../formats/peft/adapter-folder.ts';
import { withAdapter } from '../../model/adapter.ts';
import { parameterCount } from '../../model/families/table.ts';
import { folderModel } from '../../model/folder.ts';
import { adapterTable } from '../../model/merged-tensor.ts';
import { packParameter } from '../../model/parameters.ts';
import { isMergedAlone, mergeFirst, type UnmergedAdapter, unmergedAdapter } from '../../model/unmerged-adapter.ts';
import { listCheckpoints } from '../../storage/checkpoints.ts';
import { checkRoom } from '../../storage/quota.ts';
import type { RunRecord } from '../../storage/records.ts';
import { getRun, listRuns } from '../../storage/runs.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { type CheckpointDetails, checkpointDetails, type RunConfig, runConfig } from '../stored.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import { folderWeights, halvesOf, storedSize } from './folder-weights.ts';
import { keepImport } from './kept-import.ts';
import { wholeTensor } from './whole-weights.ts';

export const isAdapterFolder = async (folder: FolderSource): Promise<boolean> =>
  (await folder.list()).includes(ADAPTER_CONFIG);

/**
 * One that does more than add products to layers is merged into a model of its own.
 * @throws what `openAdapterFolder` and `withAdapter` throw, `adapter-no-base`, `adapter-unsupported`, `storage-full`
 */
export async function importAdapter(
  hub: Hub,
  projectId: api.Id,
  folder: FolderSource,
  job: Job,
): Promise<api.CheckpointRecord> {
  const { name } = folder;
  const adapter = await openAdapterFolder(folder);
  const { base, merged } = await fittingBase(hub, projectId, adapter);
  const ofBase = runConfig(await getRun(hub.database, base.runId));
  const tokenizer = await hub.tokenizers.byId(base.details.tokenizer);
  const tuned: CheckpointDetails = {
    ...base.details,
    heldOut: null,
    ...templateIn(await readChatTemplate(folder), tokenizer, base.details.chatTemplate),
  };
  const run: RunConfig = {
    ...ofBase,
    data: { kind: 'corpus' },
    learnedFrom: [],
    ...(tuned.chatTemplate ? { chatTemplate: tuned.chatTemplate } : {}),
    imported: { name, tokens: tokenizer.vocabSize, begin: tokenizer.decode(tokenizer.beginIds) },
  };
  if (isMergedAlone(adapter)) {
    const { config } = merged;
    if (config.vocabSize !== base.details.config.vocabSize) throw mergeFirst(adapter, 'modules_to_save');
    await checkRoom(storedSize(merged));
    const details = { ...tuned, config, parameters: parameterCount(config), halves: halvesOf(merged) };
    const whole: RunConfig = {
      ...run,
      choice: { ...run.choice, config },
      method: { kind: 'full' },
      baseCheckpoint: null,
    };
    return keepImport(hub, projectId, name, whole, details, folderWeights(merged, job));
  }
  const unmerged = unmergedAdapter(folderOf(base), adapter);
  const { lora } = unmerged;
  const details = { ...tuned, halves: {}, adapter: { lora, base: base.id } };
  const beside: RunConfig = { ...run, method: { kind: 'lora', lora }, baseCheckpoint: base.id };
  return keepImport(hub, projectId, name, beside, details, weightsOf(details, unmerged, job));
}

/** Each parameter of the adapter as checkpoints hold it; one is in memory at a time. */
async function* weightsOf({ config }: CheckpointDetails, { lora, tensor }: UnmergedAdapter, job: Job) {
  const table = adapterTable(config, lora);
  for (const [done, parameter] of table.entries()) {
    job.signal.throwIfAborted();
    const parts = new Map<string, Float32Array>();
    for (const { name } of parameter.parts) parts.set(name, (await tensor(name)) ?? new Float32Array());
    const packed = packParameter(parameter, (name) => parts.get(name) ?? new Float32Array());
    yield { name: weightsName(parameter.id), bytes: new Uint8Array(packed.buffer) };
    job.progress(done + 1, table.length, 'tensors');
  }
}

/**
 * The whole model of the project that an adapter lies beside: the one that it names, else an imported one, else the newest, as
 * long as it fits.
 */
async function fittingBase(
  hub: Hub,
  projectId: api.Id,
  adapter: AdapterFolder,
): Promise<{ readonly base: Checkpoint; readonly merged: OpenedFolder }> {
  const runs = new Map((await listRuns(hub.database, projectId)).map((run) => [run.id, run]));
  const candidates = (await listCheckpoints(hub.database, projectId))
    .filter(({ details }) => !checkpointDetails(details).adapter)
    .flatMap(({ id, runId }) => {
      const run = runs.get(runId);
      return run ? [{ id, likelihood: likelihoodOf(run, adapter) }] : [];
    })
    .sort((a, b) => b.likelihood - a.likelihood);
  let misfit: unknown = new OcaqError(
    'adapter-no-base',
    `"${adapter.name}" is an adapter, but the project has no model that it could lie beside. Import the model that it was trained on first.`,
    { folder: adapter.name },
  );
  for (const [place, { id }] of candidates.entries()) {
    const base = await openCheckpoint(hub, id);
    try {
      return { base, merged: withAdapter(folderOf(base), adapter) };
    } catch (error) {
      // What keeps it from the likeliest says most.
      if (place === 0) misfit = error;
    }
  }
  throw misfit;
}

function likelihoodOf(run: RunRecord, { config }: AdapterFolder): number {
  const { imported, choice } = runConfig(run);
  const named = config.baseModel.split(/[/\\]/).at(-1);
  if (named !== '' && (run.name || choice.preset) === named) return 2;
  return imported ? 1 : 0;
}

const folderOf = (checkpoint: Checkpoint): OpenedFolder => ({
  config: checkpoint.details.config,
  tokenizerJson: undefined,
  weights: new Map(
    folderModel(checkpoint.details.config).tensors.map(({ name, shape }) => [
      name,
      { shape, dtype: 'F32', read: async () => (await wholeTensor(checkpoint, name)).values },
    ]),
  ),
});

/** The template that an adapter was trained with, one that is built in or its own; nothing where it names none. */
function templateIn(
  named: FolderTemplate,
  tokenizer: TextTokenizer,
  ofBase: ChatTemplate | undefined,
): Pick<Partial<CheckpointDetails>, 'template' | 'chatTemplate'> {
  const ids = ['az', 'alpaca'] as const;
  const builtIn = ids.find((id) => chatTemplateJinja(PROMPT_TEMPLATES[id]) === named.source);
  if (builtIn) return { template: builtIn };
  if (named.source === ofBase?.source) return { template: 'chat' };
  const own = withTokensOf(tokenizer, named);
  return own ? { template: 'chat', chatTemplate: own } : {};
}
