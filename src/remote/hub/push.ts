/**
 * Files into a repository of the Hub, as one commit. Large files go through LFS, which knows them by their SHA-256; so a push that
 * was cut and is begun again sends no file that had arrived. The package never sees the token: its `fetch` adds it.
 */
import { createBranch, createRepo, datasetInfo, listFiles, modelInfo, uploadFiles } from '@huggingface/hub';
import { isModelId } from '../../data/hub.ts';
import { OcaqError } from '../../errors.ts';
import { endpointUrl } from '../address.ts';
import { RemoteFault } from '../http.ts';
import { unexpected } from './faults.ts';
import { patiently } from './patiently.ts';
import { arrivedOtherwise, isPublicAlready, isTaken, wouldReplace } from './push-faults.ts';
import { type PushFetch, pushFetch } from './push-fetch.ts';
import { isSame, type ListedFile, type PushAccess, type PushFile, type PushTarget } from './push-target.ts';

export interface Pushed {
  readonly url: string;
  readonly commit: string;
  readonly isPrivate: boolean;
  /** Bytes of files that this push sent. */
  readonly bytesSent: number;
  /** What the Hub lists at the commit, by path. */
  readonly listed: ReadonlyMap<string, ListedFile>;
}

/**
 * @param files not none
 * @throws OcaqError `hub-*`, `endpoint-address`, `endpoint-insecure`, `endpoint-key`; `hub-checksum` where the Hub then lists
 *   something else
 */
export async function pushFiles(asked: PushTarget, files: readonly PushFile[], access: PushAccess): Promise<Pushed> {
  const target = checked(asked);
  const asking = pushFetch(target, files, access);
  const { isPrivate, commit: before } = await openTarget(target, asking.fetch);
  if (!target.mayReplace) await refuseToReplace(target, before, files, asking.fetch);
  const brought = new Set<PushFile>();
  const tried = () => attempt(target, files, brought, access, asking).catch(again);
  const commit = await patiently(tried, new URL(target.address).host, access);
  const listed = await filesAt(target, commit, asking.fetch);
  const wrong = files.find((file) => !isSame(file, listed.get(file.path)));
  if (wrong) throw arrivedOtherwise(wrong);
  const small = [...brought].filter(({ path }) => listed.get(path)?.sha256 === null);
  return {
    url: `${target.address}/${target.type === 'dataset' ? 'datasets/' : ''}${target.id}`,
    commit,
    isPrivate,
    bytesSent: small.reduce((sum, { content }) => sum + content.size, asking.sent()),
    listed,
  };
}

function checked(target: PushTarget): PushTarget {
  if (!isModelId(target.id))
    throw new OcaqError(
      'hub-id',
      `"${target.id}" is no name of a repository. Write it as the Hub shows it, owner/name.`,
      { id: target.id },
    );
  return { ...target, address: endpointUrl(target.address, '', true).href.replace(/\/+$/, '') };
}

const repoOf = ({ type, id }: PushTarget) => ({ type, name: id }) as const;

/** Makes the repository and the branch where they are missing. */
async function openTarget(target: PushTarget, fetch: PushFetch['fetch']): Promise<RepositoryInfo> {
  const hub = { repo: repoOf(target), hubUrl: target.address, fetch };
  let info = await infoOf(target, fetch);
  if (info === 'no-repository') {
    const visibility = target.isPublic ? 'public' : 'private';
    // The package wants to see a token; `fetch` puts the real one in its place.
    await createRepo({ ...hub, visibility, accessToken: 'hf_' }).catch(unlessThere);
    info = await infoOf(target, fetch);
  }
  if (info === 'no-repository') throw isTaken(target, new URL(target.address).host);
  if (info === 'no-branch') {
    await createBranch({ ...hub, branch: target.branch });
    info = await infoOf(target, fetch);
  }
  if (typeof info === 'string') throw unexpected(new URL(target.address).host, 404);
  if (!info.isPrivate && !target.isPublic) throw isPublicAlready(target);
  return info;
}

async function refuseToReplace(
  target: PushTarget,
  commit: string,
  files: readonly PushFile[],
  fetch: PushFetch['fetch'],
): Promise<void> {
  const there = await filesAt(target, commit, fetch);
  const others = files.filter((file) => there.has(file.path) && !isSame(file, there.get(file.path)));
  if (others.length > 0) throw wouldReplace(target, others);
}

/** One that was made before its answer was cut is there when it is asked for again. */
function unlessThere(thrown: unknown): void {
  if (!(thrown instanceof OcaqError) || thrown.details.status !== 409) throw thrown;
}

interface RepositoryInfo {
  readonly commit: string;
  readonly isPrivate: boolean;
}

async function infoOf(
  { id, type, branch, address }: PushTarget,
  fetch: PushFetch['fetch'],
): Promise<RepositoryInfo | 'no-repository' | 'no-branch'> {
  const asked = { name: id, revision: branch, additionalFields: ['sha' as const], hubUrl: address, fetch };
  try {
    const info = await (type === 'model' ? modelInfo(asked) : datasetInfo(asked));
    if (typeof info.sha !== 'string' || !/^\w+$/.test(info.sha)) throw unexpected(new URL(address).host, 200);
    return { commit: info.sha, isPrivate: info.private };
  } catch (thrown) {
    if (thrown instanceof OcaqError && thrown.code === 'hub-missing') return 'no-repository';
    if (thrown instanceof OcaqError && thrown.code === 'hub-revision') return 'no-branch';
    throw thrown;
  }
}

/**
 * Commits what is not there. Where everything is, an earlier commit had arrived, and none is made.
 * @param brought gets what this push brings
 */
async function attempt(
  target: PushTarget,
  files: readonly PushFile[],
  brought: Set<PushFile>,
  access: PushAccess,
  { fetch, whileAllGoesWell }: PushFetch,
): Promise<string> {
  const info = await infoOf(target, fetch);
  if (typeof info === 'string') throw unexpected(new URL(target.address).host, 404);
  const there = await filesAt(target, info.commit, fetch);
  const missing = files.filter((file) => !isSame(file, there.get(file.path)));
  for (const file of files) if (!missing.includes(file)) access.progress?.(file, file.content.size);
  if (missing.length === 0) return info.commit;
  for (const file of missing) brought.add(file);
  const output = await whileAllGoesWell((abortSignal) =>
    uploadFiles({
      repo: repoOf(target),
      files: missing.map(({ path, content }) => ({ path, content })),
      commitTitle: target.title,
      branch: target.branch,
      // By LFS every file has a hash that is compared; Xet would take it in chunks, by more kinds of servers.
      useXet: false,
      hubUrl: target.address,
      fetch,
      abortSignal,
    }),
  ).catch(async (thrown: unknown) => {
    await access.checkUnchanged();
    throw thrown;
  });
  if (!output) throw unexpected(new URL(target.address).host, 200);
  return output.commit.oid;
}

/** Where addresses for files have expired, the Hub gives new ones. */
function again(thrown: unknown): never {
  throw thrown instanceof OcaqError && thrown.code === 'hub-expired' ? new RemoteFault('later', thrown) : thrown;
}

async function filesAt(
  target: PushTarget,
  revision: string,
  fetch: PushFetch['fetch'],
): Promise<Map<string, ListedFile>> {
  const files = new Map<string, ListedFile>();
  for await (const { type, path, size, oid, lfs } of listFiles({
    ...{ repo: repoOf(target), hubUrl: target.address, fetch },
    revision,
    recursive: true,
  }))
    if (type === 'file') files.set(path, { size: lfs?.size ?? size, gitOid: oid ?? '', sha256: lfs?.oid ?? null });
  return files;
}
