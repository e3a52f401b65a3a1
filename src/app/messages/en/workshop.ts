/** Messages of the corpus workshop beside its cleaning: the report. Parameters are ready text. */

export const workshop = {
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
