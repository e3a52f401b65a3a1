/** The part of the contract about reading what is in the corpus. Part of `api.ts`, from where it is imported. */
import type { Id } from './api-ids.ts';

/** Where a document is kept. */
export interface DocumentPlace {
  source: Id;
  shard: number;
  /** In the shard, from 0. */
  index: number;
  /** In the source, from 0. */
  number: number;
}

export interface DocumentQuery {
  /** null: all. */
  source: Id | null;
  /** What the documents must have in them, in whatever case; empty: they all count. */
  text: string;
  /** The first that is looked at; null: the corpus's or source's first. */
  from: DocumentPlace | null;
  count: number;
}

export interface FoundDocument {
  place: DocumentPlace;
  fileName: string;
  heldOut: boolean;
  /** Of the whole text, in UTF-16 units, as all lengths and offsets here. */
  length: number;
  /** Its beginning, or what stands around the first match. */
  excerpt: string;
  /** Offset of the first match; 0 where nothing was looked for. */
  match: number;
}

export interface DocumentPage {
  documents: FoundDocument[];
  /** The first of the next page; null where these are the last. */
  next: DocumentPlace | null;
}

/** A part of a document: one may be as long as a book. */
export interface DocumentPart {
  from: number;
  text: string;
  /** Offset of the part after it; null where it is the last. */
  next: number | null;
}
