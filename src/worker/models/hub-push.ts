/** An export sent to the Hugging Face Hub: the files of the zip that was verified, looked at once more, as one commit. */
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { checkPushed } from '../../data/pushed-folder.ts';
import { blobFolder } from '../../formats/hf-folder.ts';
import { unzippedFiles } from '../../formats/zip.ts';
import { readFolderModel } from '../../model/folder.ts';
import { type Hashes, prepareFile } from '../../remote/hub/prepare-file.ts';
import type { PushFile } from '../../remote/hub/push-target.ts';
import type { Patience } from '../../remote/pace.ts';
import type * as api from '../api.ts';
import type { Hub, Job } from '../hub.ts';

/** A person is there, who can press again: that costs nothing. */
const PATIENCE: Patience = { tries: 4, firstWait: 1000, longestWait: 8000 };
const HASHES: Hashes = { sha256: () => sha256.create(), sha1: () => sha1.create() };
const FILE_PROGRESS_MS = 200;
const READ_BYTES = 2 ** 22;

/** @throws OcaqError `hub-*`, `endpoint-*`, `zip-*`, what the readers of models throw */
export function pushExport(
  hub: Hub,
  options: api.PushOptions,
  token: string,
  patience = PATIENCE,
): Promise<api.PushResult> {
  const { jobId, fileName, file, id, isPublic, mayReplace, address, origins } = options;
  return hub.job(jobId, 'push', id, async (job) => {
    const blobs = await unzippedFiles(fileName, file);
    await checkPushed(blobFolder(fileName, blobs), readFolderModel);
    const files = await prepared(blobs, token, job);
    // The client of the Hub is loaded when it is first needed.
    const { pushFiles } = await import('../../remote/hub/push.ts');
    const { url, isPrivate, bytesSent } = await pushFiles(
      { id: id.trim(), type: 'model', branch: 'main', isPublic, mayReplace, address, title: 'Push from Ocaq' },
      files,
      {
        ...{ token, patience, signal: job.signal },
        // What is in memory does not change.
        checkUnchanged: async () => undefined,
        maySend: (origin) => origins.includes(origin),
        progress: reporter(hub, jobId, files, job),
        pausing: ({ code, message, details }, pause) =>
          hub.emit({
            type: 'push-pausing',
            jobId,
            error: { code, message, details },
            seconds: Math.ceil(pause / 1000),
          }),
      },
    );
    return { url, isPrivate, bytesSent };
  });
}

async function prepared(blobs: ReadonlyMap<string, Blob>, token: string, job: Job): Promise<PushFile[]> {
  const files: PushFile[] = [];
  for (const [name, blob] of blobs) files.push(await prepareFile(name, blob, piecesOf(blob, job), token, HASHES));
  return files;
}

async function* piecesOf(blob: Blob, { signal }: Job): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < blob.size; start += READ_BYTES) {
    signal.throwIfAborted();
    yield new Uint8Array(await blob.slice(start, start + READ_BYTES).arrayBuffer());
  }
}

/** Large files as they go; the others are in the commit, and with them all of it has arrived. */
function reporter(hub: Hub, jobId: api.Id, files: readonly PushFile[], job: Job) {
  const total = files.reduce((sum, { content }) => sum + content.size, 0);
  const sent = new Map<PushFile, number>();
  const told = new Map<PushFile, number>();
  return (file: PushFile, bytes: number): void => {
    sent.set(file, bytes);
    job.progress(
      [...sent.values()].reduce((sum, one) => sum + one, 0),
      total,
      'bytes',
    );
    const now = performance.now();
    if (bytes > 0 && bytes < file.content.size && now - (told.get(file) ?? Number.NEGATIVE_INFINITY) < FILE_PROGRESS_MS)
      return;
    told.set(file, now);
    hub.emit({ type: 'push-file', jobId, file: file.path, bytes });
  };
}
