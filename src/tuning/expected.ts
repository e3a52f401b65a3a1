/** What an element of the output must be, and the size of what is added up there, by which errors are judged. */
export interface Expected {
  readonly row: number;
  readonly column: number;
  readonly value: number;
  readonly scale: number;
}
