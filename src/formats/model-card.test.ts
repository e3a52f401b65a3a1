import { describe, expect, it } from 'vitest';
import type { CardRecipe } from './card-recipe.ts';
import { type ModelCard, modelCard } from './model-card.ts';

const card: ModelCard = {
  name: 'Kiçik model',
  description: 'A first try.\n\nIt speaks *little*.',
  languages: ['az', 'no'],
  license: 'cc-by-sa-4.0',
  family: 'Llama',
  config: {
    family: 'llama',
    vocabSize: 32000,
    hiddenSize: 768,
    layers: 12,
    heads: 12,
    kvHeads: 4,
    headSize: 64,
    ffnSize: 2048,
    contextLength: 1024,
    normEps: 1e-5,
    ropeTheta: 10000,
    tied: true,
    initializerRange: 0.02,
  },
  parameters: 109_529_856,
  training: { steps: 2000, tokens: 123_456_789 },
  sources: [{ name: 'wiki|az.txt', documents: 12_345, license: 'CC BY-SA' }, { name: '<img src=x onerror=alert(1)>' }],
  figures: [{ kind: 'perplexity', value: 23.456789, measuredOn: 'heldout.jsonl', window: 1024 }],
  chat: true,
};

const recipe: CardRecipe = {
  optimizer: 'muon',
  learningRate: 0.004,
  minLearningRate: 0,
  tableRate: 0.013,
  schedule: 'hold',
  holdShare: 0.7,
  warmupSteps: 100,
  plannedSteps: 2000,
  weightDecay: 0.1,
  beta1: 0.8,
  beta2: 0.95,
  clip: 1,
  batch: 8,
  accumulate: 4,
  seq: 1024,
  bits: 16,
  isMean: false,
  seed: 7,
};

const frontMatterOf = (text: string) => text.slice(4, text.indexOf('\n---\n', 4)).split('\n');

describe('modelCard', () => {
  it('opens with the metadata the Hub reads', () => {
    const text = modelCard({ ...card, base: { name: 'me/base', step: 1200 } });
    expect(text.startsWith('---\n')).toBe(true);
    expect(frontMatterOf(text)).toEqual([
      'language:',
      '- "az"',
      '- "no"',
      'license: "cc-by-sa-4.0"',
      'library_name: transformers',
      'pipeline_tag: text-generation',
      'base_model: "me/base"',
      'tags:',
      '- "ocaq"',
      '- "llama"',
      '- "conversational"',
      'model-index:',
      '- name: "Kiçik model"',
      '  results:',
      '  - task:',
      '      type: text-generation',
      '    dataset:',
      '      type: "held-out"',
      '      name: "heldout.jsonl"',
      '    metrics:',
      '    - type: "perplexity"',
      '      value: 23.4568',
    ]);
  });

  it('says what it was trained on, and each figure with its rule', () => {
    const text = modelCard(card);
    expect(text).toContain('109,529,856 parameters');
    expect(text).toContain('2,000 optimizer steps over 123,456,789 tokens.');
    expect(text).toContain('- wiki\\|az.txt (12,345 documents, licence CC BY-SA)');
    expect(text).toContain('| perplexity | 23.4568 | heldout.jsonl | windows of 1,024 tokens without overlap;');
    expect(text).toContain('apply_chat_template');
  });

  it('says how rows were made of the text, where that was not by cutting it anywhere', () => {
    const training = { steps: 1, tokens: 9, isPacked: true, documentMask: true };
    const extent = '1 optimizer steps over 9 tokens.';
    const [packed, masked] = [
      'Rows of text began with documents, packed by best fit.',
      'Attention stayed within documents.',
    ];
    expect(modelCard({ ...card, training })).toContain(`${extent} ${packed} ${masked}\n\n- wiki`);
    expect(modelCard({ ...card, training: { ...training, isPacked: false } })).toContain(
      `${extent} ${masked}\n\n- wiki`,
    );
    expect(modelCard({ ...card, training: { ...training, documentMask: false } })).toContain(`${extent} ${packed}\n\n`);
    expect(modelCard(card, ['az', 'tr'])).not.toContain('best-fit');
  });

  it('says what was changed while it learned, and nothing where nothing was', () => {
    const changes = [
      { kind: 'taken-back', step: 1000, diverged: 1203, rateScale: 0.5, withoutBatches: true },
      { kind: 'rate', step: 1500, from: 5e-4, to: 1e-4 },
    ] as const;
    const text = modelCard({ ...card, changes }, ['en', 'az']);
    expect(text).toContain('- It diverged at step 1,203 and was taken back to step 1,000; from there on the texts');
    expect(text).toContain(
      'multiplied by 0.5.\n- After step 1,500 the peak learning rate was 0.0001; before, it was 0.0005.',
    );
    expect(text).toContain('Öyrətmə zamanı dəyişənlər:\n\n- Öyrətmə dağıldı (addım 1.203)');
    expect(modelCard(card)).not.toContain('Changed while');
  });

  it('says how it learned', () => {
    const text = modelCard({ ...card, recipe });
    expect(text.slice(text.indexOf('## How it learned'), text.indexOf('## Figures'))).toBe(
      `## How it learned

| | |
|---|---|
| optimizer | Muon for matrices, AdamW for everything else |
| learning rate, at the peak and after all steps | 0.004; 0 |
| peak learning rate of tables | 0.013 |
| schedule | held until 70 % of the steps, then in a straight line |
| warm-up | 100 of 2,000 steps |
| weight decay | 0.1 |
| β1, β2 | 0.8; 0.95 |
| largest norm of the gradients | 1 |
| a step | 8 rows of 1,024 tokens × 4 |
| activations | 16 bits |
| seed | 7 |

`,
    );
    const adapted = modelCard({
      ...card,
      recipe: {
        ...recipe,
        clip: 0,
        isMean: true,
        schedule: 'cosine',
        adapter: { rank: 8, alpha: 32, quantised: 'nf4' },
      },
    });
    for (const line of [
      '| adapters | LoRA, rank 8, alpha 32; the weights beside them in nf4 |',
      '| schedule | along a cosine |',
      '| largest norm of the gradients | no limit |',
      '| weights | the mean of the last third of the steps |',
    ])
      expect(adapted).toContain(line);
    expect(modelCard(card)).not.toContain('How it learned');
  });

  it('says scores with their interval, what guessing gets, and what was known before', () => {
    const of = { set: 'AzBLiMP|x', count: 2664, leaked: 0 };
    const text = modelCard({
      ...card,
      figures: [
        { ...of, kind: 'pair-accuracy', value: 0.68213, interval: { low: 0.664, high: 0.699 }, chance: 0.5 },
        { ...of, kind: 'chrf++', value: 12.3456, interval: null, leaked: 3, signature: 'nrefs:1|case:mixed' },
      ],
    });
    expect(text).toContain(
      '| right choices between two sentences | 68.2 % (95 %: 66.4 % to 69.9 %) | AzBLiMP\\|x (2,664 items) | the likelier sentence is the right one; guessing gets 50 % |',
    );
    expect(text).toContain(
      '| chrF++ | 12.35 | AzBLiMP\\|x (2,664 items) | greedy answers; 3 of them stand in what it learned from; nrefs:1\\|case:mixed |',
    );
    expect(frontMatterOf(text).slice(-16)).toContain('      value: 0.68213');
  });

  it('says so where nothing is known', () => {
    const text = modelCard({ name: card.name, config: card.config, family: card.family, parameters: card.parameters });
    expect(frontMatterOf(text)).toEqual([
      'library_name: transformers',
      'pipeline_tag: text-generation',
      'tags:',
      '- "ocaq"',
      '- "llama"',
    ]);
    for (const part of ['licence | not stated', 'sources were not recorded', 'Nothing was measured']) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('apply_chat_template');
    const unmeasurable = modelCard({
      ...card,
      figures: [{ kind: 'perplexity', value: Number.NaN, measuredOn: null, window: 8 }],
    });
    expect(unmeasurable).toContain('| perplexity | not a finite number | held-out documents, not in this folder |');
  });

  it('is written in several languages, one after the other, under one head', () => {
    const text = modelCard({ ...card, base: { name: '', step: 1200 } }, ['az', 'en']);
    expect(text.match(/^# /gm)).toHaveLength(1);
    expect(text.match(/^---$/gm)).toHaveLength(3);
    expect(text).toContain('Öyrədilmənin başlandığı model: fərdi quruluşlu model, addım: 1.200.');
    expect(text).toContain('It was tuned from a model of its own shape, step 1,200.');
    expect(text.indexOf('## Nədən öyrənib')).toBeLessThan(text.indexOf('## Trained on'));
    for (const language of ['az', 'en', 'tr'] as const)
      expect(modelCard(card, [language])).toContain('- wiki\\|az.txt (12');
  });

  it('has no heading by which llama.cpp takes a model for a reranker', () => {
    const text = modelCard({ ...card, name: 'Qwen3-Reranker-az' });
    expect(text).not.toContain('# Qwen3-Reranker');
    expect(text).toContain('# Qwen3\\-Reranker-az\n');
  });

  it('says of a model that Ocaq has not trained only that Ocaq wrote it', () => {
    for (const language of ['az', 'en', 'tr'] as const) {
      const [own, other] = [modelCard(card, [language]), modelCard({ ...card, isConverted: true }, [language])];
      expect(other).not.toBe(own);
      expect(other).toContain('Ocaq');
    }
    expect(modelCard({ ...card, isConverted: true })).not.toContain('trained with Ocaq');
  });

  it('keeps what people write as text', () => {
    const text = modelCard({
      ...card,
      name: 'A\n---\nevil: true\n# <script>',
      description: '- not a list\n<b>bold</b> &amp; ![x](http://tracker/x.png)\n\n1. not a list either\n\n===',
      license: 'x"\nevil: "y\u0085\u2028\ud800',
    });
    expect(frontMatterOf(text)[3]).toBe('license: "x\\"\\nevil: \\"y\\u0085\\u2028\ufffd"');
    expect(text).toContain('\n# A --- evil: true \\# \\<script\\>\n');
    expect(text).toContain(
      '\n\\- not a list \\<b\\>bold\\</b\\> \\&amp; \\!\\[x\\](http://tracker/x.png)\n\n1\\. not a list either\n\n\\===\n',
    );
    expect(text).toContain('- \\<img src=x onerror=alert(1)\\>');
    expect(text).not.toMatch(/^evil/m);
  });
});
