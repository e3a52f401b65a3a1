/** What is pushed to the Hub, where to, and as whom. */
import type { Persistence } from './patiently.ts';

export interface PushTarget {
  /** owner/name */
  readonly id: string;
  readonly type: 'model' | 'dataset';
  /** Made where it is missing. */
  readonly branch: string;
  /** Whether everybody may read it; of a repository that is there already, whether that is allowed. */
  readonly isPublic: boolean;
  /** Whether files that are there under the names of those that are pushed may be replaced. */
  readonly mayReplace: boolean;
  /** Of the Hub. */
  readonly address: string;
  /** Of the commit. */
  readonly title: string;
}

export interface PushFile {
  /** In the repository, with slashes. */
  readonly path: string;
  readonly content: Blob;
  /** In hexadecimal. */
  readonly sha256: string;
  /** What git calls this content: SHA-1 of it behind a header. */
  readonly gitOid: string;
}

export interface PushAccess extends Persistence {
  /** Sent to the Hub's own origin alone. */
  readonly token: string;
  /** @throws what is to be said where a file is no more what it was */
  checkUnchanged(): Promise<void>;
  /** Told how many bytes of a large file have arrived or are on the way, whenever that changes. */
  readonly progress?: (file: PushFile, bytes: number) => void;
  /** Whether files may be sent to an origin that the Hub names; absent: to any. */
  readonly maySend?: (origin: string) => boolean;
}

export interface ListedFile {
  readonly size: number;
  readonly gitOid: string;
  /** Of files in LFS; null: the Hub lists none. */
  readonly sha256: string | null;
}

/** By the SHA-256 where the Hub lists one, else by what git calls the content. */
export function isSame(file: PushFile, listed: ListedFile | undefined): boolean {
  if (!listed || listed.size !== file.content.size) return false;
  return listed.sha256 === null ? listed.gitOid === file.gitOid : listed.sha256 === file.sha256;
}
