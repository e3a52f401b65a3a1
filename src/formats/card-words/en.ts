/** Words of a model card. Parameters are ready text. */
export const en = {
  locale: 'en-US',
  summary: (family: string, parameters: string) =>
    `A ${family} language model of ${parameters} parameters, trained with Ocaq in a browser on the owner's own graphics card.`,
  converted: (family: string, parameters: string) =>
    `A ${family} language model of ${parameters} parameters, written as this folder by Ocaq.`,
  tunedFrom: (base: string) => `It was tuned from ${base}.`,
  atStep: (model: string, step: string) => `${model}, step ${step}`,
  ownShape: 'a model of its own shape',
  layers: 'layers',
  hiddenSize: 'hidden size',
  heads: 'attention heads (key/value heads)',
  ffnSize: 'feed-forward size',
  vocabulary: 'vocabulary',
  tied: 'one table for input and output',
  context: 'context',
  tokens: (count: string) => `${count} tokens`,
  license: 'licence',
  notStated: 'not stated',
  trainedOn: 'Trained on',
  extent: (steps: string, tokens: string) => `${steps} optimizer steps over ${tokens} tokens.`,
  packed: 'Rows of text began with documents, packed by best fit.',
  documentMask: 'Attention stayed within documents.',
  documents: (count: string) => `${count} documents`,
  ofLicense: (license: string) => `licence ${license}`,
  noSources: 'The sources were not recorded.',
  changes: 'Changed while it learned:',
  rateChanged: (step: string, from: string, to: string) =>
    `After step ${step} the peak learning rate was ${to}; before, it was ${from}.`,
  takenBack: (diverged: string, step: string, factor: string) =>
    `It diverged at step ${diverged} and was taken back to step ${step}; from there on its learning rate was multiplied by ${factor}.`,
  takenBackWithout: (diverged: string, step: string, factor: string) =>
    `It diverged at step ${diverged} and was taken back to step ${step}; from there on the texts of those steps were left out, and its learning rate was multiplied by ${factor}.`,
  figures: 'Figures',
  noFigures: 'Nothing was measured.',
  figure: 'figure',
  value: 'value',
  measuredOn: 'measured on',
  rule: 'rule',
  perplexity: 'perplexity',
  notInFolder: 'held-out documents, not in this folder',
  windows: (tokens: string) =>
    `windows of ${tokens} tokens without overlap; documents joined by the end-of-text token, which is counted`,
  notFinite: 'not a finite number',
  howToLoad: 'How to load it',
};

export type CardWords = typeof en;
