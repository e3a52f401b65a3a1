/** Messages of the corpus workshop beside its cleaning: the mixture of sources, the report. Parameters are ready text. */

export const workshop = {
  mixture: {
    title: 'Mixture',
    lead: 'How often a run learns each source. At 2 its text is learned twice as often as at 1; 0 leaves it out, 0.5 takes half of its documents. Held-out documents stay as they are, once each.',
    source: 'Source',
    weight: 'Weight',
    weightOf: (source: string) => `Weight of ${source}`,
    tokens: 'Tokens',
    bytes: 'Bytes',
    share: 'Share',
    all: 'All',
    about: (amount: string) => `≈ ${amount}`,
    none: 'No source has a weight above 0: there is nothing to learn.',
    later: 'The corpus is encoded anew at the start of the next run.',
  },
  report: {
    title: 'Report',
    lead: 'What cleaning made of each source, how long the documents are and in which languages, and what can be trained on them.',
    write: 'Write the report',
    saveMarkdown: 'Save as Markdown',
    saveJson: 'Save as JSON',
    none: 'Nothing has been cleaned yet: there is nothing to report on.',
    fileName: 'corpus-report',
    share: 'Share',
  },
};

export type WorkshopMessages = typeof workshop;
