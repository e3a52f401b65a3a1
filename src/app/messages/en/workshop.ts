/** Messages of the corpus workshop beside its cleaning: clusters of duplicates, the mixture of sources, the report. Parameters are ready text. */

export const workshop = {
  tokens: (count: string) => `${count} tokens`,
  clusters: {
    title: 'Duplicates',
    lead: 'Which documents repeat which, over all sources: the largest clusters first.',
    find: 'Find the clusters',
    none: 'No document that is kept has duplicates, as far as the steps that are on can tell.',
    said: (clusters: string, dropped: string) =>
      `Clusters: ${clusters}. Documents left out because one that is kept stands for them: ${dropped}.`,
    size: (size: string) => `${size} documents`,
    sources: (names: string, more: string | null) =>
      more === null ? names : `${names} and ${more} more ${more === '1' ? 'source' : 'sources'}`,
    place: (source: string, number: string) => `${source}, document ${number}`,
    kept: 'kept',
    like: (share: string) => `${share} in common`,
    same: 'the same',
    compare: 'Side by side',
    compareWith: (place: string) => `${place}: side by side with the one that is kept`,
    pair: 'Two documents side by side',
    pairLead: (share: string) =>
      `${share} of their runs of five words are common; what no common run covers is marked.`,
    repeat: 'Repeat documents by the sizes of their clusters',
    repeatHint:
      'A text found in a few places is usually a good one: somebody thought it worth copying. One found in thousands of places is a menu or a notice. So some of the copies can be given back: the kept document of a cluster of 2 is learned 2 times, of 3 or 4 three times, of 5 to 99 five times, of 100 to 999 eight times, of 1000 and more once. The weights are those of FineWeb-2, which calls this “rehydration”.',
    repeatAdds: (documents: string, amount: string, share: string) =>
      `Documents learned more than once: ${documents}. That adds ${amount} to what is learned in one pass (${share} more).`,
    repeatNothing: 'It would add nothing: no document that is learned stands for others.',
    range: (from: string, to: string, all: string) => `${from}–${to} of ${all}`,
  },
  mixture: {
    title: 'Mixture of sources',
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
    onTop: 'Documents that are repeated by the sizes of their clusters come on top.',
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
