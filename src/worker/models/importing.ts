/**
 * A model of somebody else as a checkpoint of the project, with the tokenizer that belongs to it: weights go from the files
 * into storage one parameter at a time, 16 bits as 16 bits.
 */

import { withTokensOf } from '../../data/instruct/encoder.ts';
import { folderTokenizer } from '../../data/tokenizer/folder-tokenizer.ts';
import type { TextTokenizer } from '../../data/tokenizer/text-tokenizer.ts';
import { rolesOf } from '../../data/tokenizer/token-roles.ts';
import type { ChatTemplate } from '../../formats/chat-renderer.ts';
import { readChatTemplate } from '../../formats/chat-template.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { blobFolder, type FolderSource, type OpenedFolder, openModelFolder } from '../../formats/hf-folder.ts';
import { unzipFolder } from '../../formats/zip.ts';
import { parameterCount } from '../../model/families/table.ts';
import { readFolderModel } from '../../model/folder.ts';
import { listSources } from '../../storage/documents.ts';
import { whileWriting } from '../../storage/locks.ts';
import { checkRoom } from '../../storage/quota.ts';
import type { TokenizerRecord } from '../../storage/records.ts';
import { deleteUnusedTokenizer, saveTokenizer } from '../../storage/tokenizers.ts';
import { isReturned } from '../../training/cluster/checkpoint.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { recipeOf, settingsFor } from '../runs/proposal.ts';
import { type CheckpointDetails, changeProject, type RunConfig, type TokenizerDetails } from '../stored.ts';
import { measureTokenizer } from '../text/tokens.ts';
import { folderWeights, halvesOf, storedSize } from './folder-weights.ts';
import { importAdapter, isAdapterFolder } from './importing-adapter.ts';
import { importReturned } from './importing-returned.ts';
import { keepImport } from './kept-import.ts';

/** Of a row while nothing else is chosen, where the context allows it. */
const ROW_TOKENS = 256;
const STEPS = 1000;
/** What tells a text's tokens from its bytes while there is no text to measure by. */
const USUAL_BYTES_PER_TOKEN = 4;

/**
 * The files of a folder, or its zip: a model, an adapter, or a checkpoint that came back from a cluster.
 * @param refuse throws where the run that it goes on with is under way
 * @throws as `importFolder` and `importReturned` do, `zip-*`
 */
export async function importModel(
  hub: Hub,
  project: api.Id,
  jobId: api.Id,
  name: string,
  files: readonly File[],
  refuse: (run: api.Id) => Promise<void>,
): Promise<api.CheckpointRecord> {
  return hub.job(jobId, 'import', name, async (job) => {
    const folder = folderOf(name, files);
    if (await isReturned(folder)) return importReturned(hub, project, folder, refuse, job);
    return importFolder(hub, project, folder, job);
  });
}

/**
 * The folder of a model, or of an adapter beside one.
 * @throws what `importAdapter` and `openModelFolder` throw, `tokenizer-json-invalid`, `vocabulary-mismatch`, `storage-full`
 */
export async function importFolder(
  hub: Hub,
  project: api.Id,
  source: FolderSource,
  job: Job,
): Promise<api.CheckpointRecord> {
  const { name } = source;
  return whileWriting(hub.database, async () => {
    if (await isAdapterFolder(source)) return importAdapter(hub, project, source, job);
    const folder = await openModelFolder(source, readFolderModel);
    const { config } = folder;
    const tokenizer = await folderTokenizer(folder, name);
    const chatTemplate = withTokensOf(tokenizer, await readChatTemplate(source));
    await checkRoom(storedSize(folder));
    const record = await keepTokenizer(hub, project, name, tokenizer, config, job);
    let checkpoint: api.CheckpointRecord;
    try {
      checkpoint = await keepModel(hub, project, name, folder, record, tokenizer, chatTemplate, job);
    } catch (error) {
      await deleteUnusedTokenizer(hub.database, record.id).catch(() => undefined); // why it failed says more
      throw error;
    }
    hub.tokenizers.remember(record.id, tokenizer);
    await giveToProject(hub, project, record, config);
    return checkpoint;
  });
}

/** The files themselves, or those of the one archive. */
function folderOf(name: string, files: readonly File[]): FolderSource {
  const [first, ...others] = files;
  if (first && others.length === 0 && /\.zip$/i.test(first.name))
    return unzipFolder(first.name.slice(0, -'.zip'.length), first);
  return blobFolder(name, new Map(files.map((file) => [file.name, file])));
}

async function keepTokenizer(
  hub: Hub,
  project: api.Id,
  name: string,
  tokenizer: TextTokenizer,
  config: ModelConfig,
  job: Job,
): Promise<TokenizerRecord> {
  const measured = await measureTokenizer(hub, await listSources(hub.database, project), tokenizer, job);
  const details: TokenizerDetails = {
    ...measured,
    bytesPerToken: measured.bytesPerToken || USUAL_BYTES_PER_TOKEN,
    imported: rolesOf(config),
  };
  return saveTokenizer(hub.database, {
    projectId: project,
    name,
    vocabSize: tokenizer.vocabSize,
    json: tokenizer.toJson(),
    details,
  });
}

async function keepModel(
  hub: Hub,
  project: api.Id,
  name: string,
  folder: OpenedFolder,
  record: TokenizerRecord,
  tokenizer: TextTokenizer,
  chatTemplate: ChatTemplate | null,
  job: Job,
): Promise<api.CheckpointRecord> {
  const { config } = folder;
  const own = chatTemplate ? { chatTemplate } : {};
  const choice = choiceOf(config);
  const run: RunConfig = {
    choice,
    settings: settingsFor(recipeOf(choice, STEPS, 0), STEPS),
    objective: 'next-token',
    method: { kind: 'full' },
    data: { kind: 'corpus' },
    baseCheckpoint: null,
    tokenizer: record.id,
    ...own,
    tokenSet: '',
    imported: { name, tokens: tokenizer.vocabSize, begin: tokenizer.decode(tokenizer.beginIds) },
  };
  const details: CheckpointDetails = {
    parameters: parameterCount(config),
    config,
    template: null,
    ...own,
    heldOut: null,
    tokenizer: record.id,
    halves: halvesOf(folder),
  };
  return keepImport(hub, project, name, run, details, folderWeights(folder, job));
}

const choiceOf = (config: ModelConfig): api.ModelChoice => ({
  preset: null,
  config,
  seq: Math.min(ROW_TOKENS, config.contextLength),
  batch: 1,
  accumulate: 8,
  precision: 'f32',
});

/** A project without a tokenizer takes the model's, and with it the model's shape. */
async function giveToProject(
  hub: Hub,
  project: api.Id,
  tokenizer: TokenizerRecord,
  config: ModelConfig,
): Promise<void> {
  await changeProject(hub.database, project, ({ tokenizer: current }) =>
    current === null ? { tokenizer: tokenizer.id, tokenSources: [], model: choiceOf(config) } : {},
  );
}
