/** Every form that `export` writes. A new one is a file beside this and its line here. */
import { cluster } from './cluster.ts';
import { gguf } from './gguf.ts';
import { hf } from './hf.ts';
import { peft } from './peft.ts';
import type { ExportTarget } from './target.ts';

export const EXPORT_TARGETS = { hf, gguf, peft, cluster } as const satisfies Record<string, ExportTarget>;

export type ExportTargetName = keyof typeof EXPORT_TARGETS;

export const EXPORT_TARGET_NAMES = Object.keys(EXPORT_TARGETS) as ExportTargetName[];
