/** Models of the Hugging Face Hub: looked at by their headers, and imported as folders are, tensor by tensor. */
import { folderTokenizer } from '../../data/tokenizer/folder-tokenizer.ts';
import type { OcaqError } from '../../errors.ts';
import { openModelFolder, weightFiles } from '../../formats/hf-folder.ts';
import { familyOf, parameterCount } from '../../model/families/table.ts';
import { readFolderModel } from '../../model/folder.ts';
import type { HubAccess, HubRepository } from '../../remote/hub/repository.ts';
import { storageRoom } from '../../storage/quota.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';
import { storedSize } from './folder-weights.ts';
import { importFolder } from './importing.ts';

export class HubImports {
  private readonly hub: Hub;
  /** What resumes each import that waits for the network. */
  private readonly waiting = new Map<api.Id, () => void>();

  constructor(hub: Hub) {
    this.hub = hub;
  }

  async inspect(jobId: api.Id, model: api.HubModel, token: string): Promise<api.HubModelReport> {
    return this.hub.job(jobId, 'inspect', model.id, async ({ signal }) => {
      const repository = await open(model, { token, signal });
      const folder = await openModelFolder(repository, readFolderModel);
      const { config } = folder;
      const tokenizer = await folderTokenizer(folder, repository.name);
      const room = await storageRoom();
      return {
        commit: repository.commit,
        family: familyOf(config).title,
        parameters: parameterCount(config),
        hiddenSize: config.hiddenSize,
        layers: config.layers,
        contextLength: config.contextLength,
        tokens: tokenizer.vocabSize,
        downloadBytes: await downloadBytes(repository),
        storedBytes: storedSize(folder),
        freeBytes: room && !room.isFreeRounded ? room.freeBytes : null,
      };
    });
  }

  async import(project: api.Id, jobId: api.Id, model: api.HubModel, token: string): Promise<api.CheckpointRecord> {
    return this.hub.job(jobId, 'import', model.id, async (job) => {
      const interrupted = (error: OcaqError): Promise<void> => this.wait(jobId, error, job);
      const repository = await open(model, { token, signal: job.signal, interrupted });
      return importFolder(this.hub, project, repository, job);
    });
  }

  resume(jobId: api.Id): void {
    this.waiting.get(jobId)?.();
  }

  /** @throws the signal's reason */
  private async wait(jobId: api.Id, { code, message, details }: OcaqError, { signal }: Job): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        signal.throwIfAborted();
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        this.waiting.set(jobId, resolve);
        this.hub.emit({ type: 'import-interrupted', jobId, error: { code, message, details } });
      });
    } finally {
      this.waiting.delete(jobId);
    }
  }
}

/** The client of the Hub is loaded when it is first needed. */
async function open(model: api.HubModel, access: HubAccess): Promise<HubRepository> {
  const { openRepository } = await import('../../remote/hub/repository.ts');
  return openRepository(model, access);
}

async function downloadBytes(repository: HubRepository): Promise<number> {
  const names = ['config.json', 'tokenizer.json', ...(await weightFiles(repository))];
  return names.reduce((sum, name) => sum + (repository.files.get(name)?.size ?? 0), 0);
}
