/** The part of the contract about duplicates: clusters of them, and two side by side. Part of `api.ts`, from where it is imported. */
import type { DocumentPlace } from './api-documents.ts';
import type { Id } from './api-ids.ts';

export interface ClusterQuery {
  /** Of the clusters, the largest being 0. */
  from: number;
  count: number;
}

export interface ClusterDocument {
  place: DocumentPlace;
  fileName: string;
  begins: string;
}

export interface DocumentCluster {
  /** The one that stands for the others. */
  kept: ClusterDocument;
  /** Documents, the kept one among them. */
  size: number;
  /** Names of the sources that they are in, in the order in which those were added. */
  sources: string[];
  /** How often that is learned where documents are repeated by the sizes of their clusters. */
  times: number;
}

/** One that was dropped. */
export interface ClusterMember extends ClusterDocument {
  /** Share of their runs of five words that it and the kept one have in common, 0 … 1. */
  similarity: number;
}

export interface ClusterPage {
  clusters: DocumentCluster[];
  total: number;
  /** Documents that were dropped, in all clusters. */
  dropped: number;
  /** What repeating documents by the sizes of their clusters would add to what is learned of each source at weight 1. */
  repeats: { source: Id; documents: number; bytes: number }[];
}

/** The texts as they were compared; the beginnings of very long ones. */
export interface DocumentPair {
  kept: string;
  other: string;
}
