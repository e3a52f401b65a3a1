/** A form that `export` writes a model in. One file each, and a line in `table.ts`. */
import type { CommandResult } from '../options.ts';

export interface ExportRequest<Type extends string> {
  /** The Hugging Face folder of the model. */
  readonly model: string;
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
  /** How weights may be stored; the first is what is taken where nothing is said. */
  readonly types: readonly Type[];
  /** Methods, not function properties: a target of certain types then stands where any is asked for. */
  write(request: ExportRequest<Type>): Promise<Exported>;
}
