/** The part of the contract about files that a person hands over. Part of `api.ts`, from where it is imported. */

/** What a person chose at once: a file, or a folder with its files by their paths. */
export interface SourceFiles {
  name: string;
  files: readonly {
    path: string;
    /** null: it was gone by the time that its folder was opened. */
    file: File | null;
  }[];
}
