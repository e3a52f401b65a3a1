/** The words of a report on a corpus: English gives the form. Parameters are ready text. */

export const report = {
  title: 'Corpus report',
  lead: (documentsIn: string, documentsOut: string, size: string, tokens: string, bytesPerToken: string) =>
    `Documents read: ${documentsIn}. Left: ${documentsOut}, ${size}, ${tokens} of ${bytesPerToken} bytes.`,
  counted: (tokens: string) => `${tokens} tokens`,
  estimated: (tokens: string) => `${tokens} tokens (estimated)`,
  sources: {
    title: 'Sources',
    columns: {
      source: 'source',
      licence: 'licence',
      documentsIn: 'documents in',
      bytesIn: 'bytes in',
      tokensIn: 'tokens in',
      estimatedIn: 'tokens (estimated) in',
      out: 'out',
    },
    all: 'all',
    unknown: 'unknown',
    skipped: (source: string, files: string) => `Files of ${source} that were not read: ${files}.`,
  },
  steps: {
    title: 'Steps',
    columns: {
      step: 'step',
      documentsIn: 'documents in',
      changed: 'changed',
      removed: 'removed',
      rules: 'by rule',
      remarks: 'remarks',
      bytes: 'bytes taken out',
      tokens: 'tokens taken out, about',
    },
  },
  lengths: {
    title: 'Lengths',
    columns: { characters: 'characters', documents: 'documents', bytes: 'bytes' },
    between: (from: string, to: string) => `${from} to ${to}`,
    from: (from: string) => `${from} and more`,
  },
  languages: {
    title: 'Languages',
    columns: { language: 'language', documents: 'documents', share: 'share of bytes' },
    other: 'other',
  },
  duplicates: {
    title: 'Duplicates',
    said: (exact: string, near: string, share: string) =>
      `Documents that were the same as an earlier one: ${exact}; nearly the same: ${near} (${share} of those compared).`,
    columns: { documents: 'documents of a cluster', clusters: 'clusters' },
  },
  licences: { title: 'Licences', none: 'Nothing to look at.' },
  allowance: {
    title: 'What can be trained on it',
    lead: (tokens: string, perWeight: string, passes: string) =>
      `${tokens} tokens. About ${perWeight} tokens for each weight are best for a given amount of arithmetic, and up to ${passes} passes over a text are nearly as good as as much fresh text.`,
    columns: { passes: 'passes', tokens: 'tokens trained on', weights: 'weights' },
    tooLittle:
      'It is too little text for any model of the ladder to be worth its training: add text, or train further what is trained.',
    model: (weights: string) =>
      `The largest model of the ladder that it feeds has ${weights} weights. A larger one learns the text by heart unless it is decayed hard.`,
    preset: (weights: string, preset: string) =>
      `The largest model of the ladder that it feeds has ${weights} weights (preset ${preset}). A larger one learns the text by heart unless it is decayed hard.`,
  },
};

export type ReportWords = typeof report;
