/** How often the sources of a corpus are learned, and what tokens of them are known by. */
import { contentOf } from '../../storage/corpus.ts';
import type { SourceRecord } from '../../storage/records.ts';

/** How often its text is learned in one pass over the corpus: 1 unless a person chose otherwise. */
export const weightOfSource = ({ details }: SourceRecord): number =>
  (details as { readonly weight?: number } | null)?.weight ?? 1;

/**
 * What tokens are made of, source by source: another list after a source came, went, was cleaned otherwise or weighed
 * otherwise.
 * @param byClusterSize whether documents are repeated by the sizes of their clusters
 */
export const learnedContents = (sources: readonly SourceRecord[], byClusterSize: boolean): string[] =>
  sources.map((source) => {
    const weight = weightOfSource(source);
    return `${contentOf(source)}${weight === 1 ? '' : ` × ${weight}`}${byClusterSize ? ' by cluster size' : ''}`;
  });
