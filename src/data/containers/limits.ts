/** How much may come out of a file, so that one that was made to do harm ends in bounded time and memory. */
import { OcaqError } from '../../errors.ts';

export interface ContainerLimits {
  /** Archives inside archives; a compressed tar counts once. Deeper ones are passed over. */
  readonly depth: number;
  /** Files in all archives together, those passed over included. */
  readonly members: number;
  /** Bytes that come out of all compressions together. */
  readonly unpackedBytes: number;
  /**
   * Unpacked bytes for each byte of the file, beyond the first `freeBytes`. Texts come to 3 to 20, logs of one line to 100;
   * deflate cannot make more than 1032.
   */
  readonly ratio: number;
  readonly freeBytes: number;
  /** Bytes of members that are held at the same time, because they are read by parts. */
  readonly heldBytes: number;
}

export const CONTAINER_LIMITS: ContainerLimits = {
  depth: 4,
  members: 100_000,
  unpackedBytes: 2 ** 38,
  ratio: 250,
  freeBytes: 2 ** 26,
  heldBytes: 2 ** 28,
};

/** Counts what comes out of one chosen file. */
export class Budget {
  readonly #file: string;
  readonly #limits: ContainerLimits;
  readonly #unpackedLimit: number;
  #unpacked = 0;
  #members = 0;
  #held = 0;

  constructor(file: string, packedBytes: number, limits: ContainerLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#unpackedLimit = Math.min(limits.unpackedBytes, Math.max(limits.freeBytes, limits.ratio * packedBytes));
  }

  /** @throws OcaqError `archive-bomb` */
  unpack(bytes: number): void {
    this.#unpacked += bytes;
    this.check();
  }

  /** @throws OcaqError `archive-bomb`, from when on more came out than may */
  check(): void {
    if (this.#unpacked <= this.#unpackedLimit) return;
    const mebibytes = Math.round(this.#unpackedLimit / 2 ** 20);
    throw new OcaqError(
      'archive-bomb',
      `"${this.#file}" unpacks to more than ${mebibytes} MiB, which is out of proportion to its size; reading ended there. If it is what you want to read, unpack it and choose the files in it.`,
      { file: this.#file, limit: this.#unpackedLimit },
    );
  }

  /** @throws OcaqError `archive-members` */
  member(): void {
    this.#members++;
    const { members } = this.#limits;
    if (this.#members <= members) return;
    throw new OcaqError(
      'archive-members',
      `"${this.#file}" holds more than ${members} files; the rest was not read. Pack them into fewer, larger files or split the archive.`,
      { file: this.#file, count: members },
    );
  }

  /** @throws OcaqError `archive-member-large` */
  hold(bytes: number, member: string): void {
    this.#held += bytes;
    const { heldBytes } = this.#limits;
    if (this.#held <= heldBytes) return;
    const mebibytes = Math.round(heldBytes / 2 ** 20);
    throw new OcaqError(
      'archive-member-large',
      `"${member}" in "${this.#file}" must be held in memory to be read, and there is room for ${mebibytes} MiB. Unpack it and choose it by itself.`,
      { file: this.#file, member, limit: heldBytes },
    );
  }

  release(bytes: number): void {
    this.#held -= bytes;
  }
}
