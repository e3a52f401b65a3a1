/** A form that `export` writes a model, or a run, in. One file each, and a line in `table.ts`. */
import type { CommandResult } from '../options.ts';

export interface ExportRequest<Type extends string> {
  /** The folder of what is written: a model as Hugging Face has it, or a run. */
  readonly from: string;
  /** Of a run: the folder of the model that it was begun with, where that is given. */
  readonly base: string | undefined;
  /** Of a run: the files that it learns. */
  readonly corpus: readonly string[];
  readonly out: string;
  readonly type: Type;
}

export interface WrittenFile {
  readonly name: string;
  readonly bytes: number;
}

export interface Exported extends CommandResult {
  readonly files: readonly WrittenFile[];
  /** What of the written files was read again and compared. */
  readonly checks: Readonly<Record<string, number>>;
}

export interface ExportTarget<Type extends string = string> {
  /** What it writes where, in one sentence of the command's help. */
  readonly summary: string;
  /** What it writes, and the option that names it. */
  readonly source: 'model' | 'run';
  /** How weights may be stored; the first is what is taken where nothing is said. */
  readonly types: readonly Type[];
  /** Methods, not function properties: a target of certain types then stands where any is asked for. */
  write(request: ExportRequest<Type>): Promise<Exported>;
}
