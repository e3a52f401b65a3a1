/** A document as a reader gave it. */
export interface RawDocument {
  readonly text: string;
  /** From the columns of its row that hold numbers, by name, where they were asked for. */
  readonly scores?: Readonly<Record<string, number>>;
}
