/** Every compression that is looked through, besides the archives tar and zip. A new one is a file here and its line. */
import { bzip2 } from './bzip2.ts';
import type { Compression } from './container.ts';
import { gzip } from './gzip.ts';
import { xz } from './xz.ts';
import { zstd } from './zstd.ts';

export const COMPRESSIONS: readonly Compression[] = [gzip, bzip2, xz, zstd];

/** By how compressed files and archives are named. */
export const CONTAINER_EXTENSIONS: readonly string[] = [
  '.zip',
  '.tar',
  ...COMPRESSIONS.flatMap(({ extensions }) => Object.keys(extensions)),
];
