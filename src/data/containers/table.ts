/** Every compression that is looked through. A new one is a file here and its line. */
import { bzip2 } from './bzip2.ts';
import type { Compression } from './container.ts';
import { gzip } from './gzip.ts';

export const COMPRESSIONS: readonly Compression[] = [gzip, bzip2];
