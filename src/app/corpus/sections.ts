/** The sections of the corpus page: which are there, in their order, and the headings by which they are found. */
import { mixtureOf } from '../../state/mixture.ts';
import type { ProjectSnapshot } from '../../worker/api.ts';
import { STAGES_HEADING } from './show-stages.ts';

export type CorpusSection = 'sources' | 'cleaning' | 'stages' | 'clusters' | 'mixture' | 'report' | 'documents';

export const HEADINGS: Record<CorpusSection, string> = {
  sources: 'corpus-sources',
  cleaning: 'corpus-cleaning',
  stages: STAGES_HEADING,
  clusters: 'corpus-clusters',
  mixture: 'corpus-mixture',
  report: 'corpus-report',
  documents: 'corpus-documents',
};

const isThere: Record<CorpusSection, (snapshot: ProjectSnapshot) => boolean> = {
  sources: () => true,
  cleaning: () => true,
  stages: ({ corpus }) => corpus.sources.some(({ steps }) => steps.length > 0),
  clusters: ({ corpus }) => corpus.sources.some(({ state }) => state !== 'raw'),
  // One source is all there is to learn, whatever its weight.
  mixture: (snapshot) => mixtureOf(snapshot).rows.length > 1,
  report: () => true,
  documents: ({ corpus }) => corpus.documents > 0,
};

export const sectionsOf = (snapshot: ProjectSnapshot): CorpusSection[] =>
  (Object.keys(isThere) as CorpusSection[]).filter((section) => isThere[section](snapshot));
