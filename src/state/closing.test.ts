import { describe, expect, test } from 'vitest';
import type { CheckpointRecord, ProjectSnapshot } from '../worker/api.ts';
import { type ClosedStep, closingOf } from './closing.ts';
import { checkpoint, run, snapshot } from './fixtures.ts';

const corpus = {
  sources: [],
  references: [],
  cleaning: [],
  byClusterSize: false,
  documents: 3,
  bytes: 900,
  tokens: null,
};
const tokenizer = { id: 't', vocabSize: 300, trainedAt: 0, fertility: 2, bytesPerToken: 3, longest: [], stale: false };
const pretrained = run('r', 'finished', 400);
const tuning = {
  ...run('i', 'finished', 80),
  startedAt: 9,
  data: { kind: 'instructions', sets: [{ set: 's', weight: 1 }], template: 'az' } as const,
};
const of = (id: string, runId: string, step: number, template: 'az' | null = null): CheckpointRecord => ({
  ...checkpoint(id, template === null ? 'pretrain' : 'instruct', step),
  runId,
  step,
  template,
});
const with_ = (parts: Partial<ProjectSnapshot>): ProjectSnapshot => ({ ...snapshot('p'), ...parts });
const next = (step: ClosedStep, parts: Partial<ProjectSnapshot>, answered = false) =>
  closingOf(step, with_(parts), answered)?.next ?? null;

describe('closingOf', () => {
  test('nothing is done in an empty project', () => {
    for (const step of ['corpus', 'tokenizer', 'model', 'train', 'instruct', 'chat'] as const) {
      expect(closingOf(step, null, false)).toBeNull();
      expect(next(step, {})).toBeNull();
    }
  });

  test('each step leads to the one after it', () => {
    expect(next('corpus', { corpus })).toBe('tokenizer');
    expect(next('tokenizer', { corpus, tokenizer })).toBe('model');
    expect(next('model', { tokenizer, model: pretrained.choice })).toBe('train');
    expect(next('train', { runs: [pretrained], checkpoints: [of('c', 'r', 400)] })).toBe('instruct');
    expect(next('instruct', { runs: [pretrained, tuning], checkpoints: [of('c', 'i', 80, 'az')] })).toBe('chat');
    expect(next('chat', {}, true)).toBe('export');
  });

  test('an imported model leads to instructions where there is no corpus to train on', () => {
    const shape = { family: 'gpt2', hiddenSize: 8, layers: 1, contextLength: 8, parameters: 9 };
    const imports = [
      { run: 'm', name: 'm', importedAt: 0, ...shape, tokens: 300, begin: '', adapter: null, hasChatTemplate: false },
    ];
    expect(next('model', { tokenizer, model: pretrained.choice, imports })).toBe('instruct');
    expect(next('model', { tokenizer, model: pretrained.choice, imports, corpus })).toBe('train');
  });

  test('what is there already is led past', () => {
    const model = pretrained.choice;
    expect(next('corpus', { corpus, tokenizer })).toBe('model');
    expect(next('corpus', { corpus, tokenizer, model })).toBe('train');
    expect(next('corpus', { corpus, tokenizer: { ...tokenizer, stale: true }, model })).toBe('tokenizer');
    expect(next('tokenizer', { corpus, tokenizer, model })).toBe('train');
  });

  test('a tokenizer of older text, and a model without a tokenizer, are not done', () => {
    expect(next('tokenizer', { tokenizer: { ...tokenizer, stale: true } })).toBeNull();
    expect(next('model', { model: pretrained.choice })).toBeNull();
  });

  test('a run is done when it has ended and saved what it has learned', () => {
    const checkpoints = [of('old', 'r', 100), of('new', 'r', 400), of('other', 'x', 900)];
    expect(closingOf('train', with_({ runs: [pretrained], checkpoints }), false)).toMatchObject({
      steps: 400,
      best: null,
    });
    expect(next('train', { runs: [pretrained], checkpoints: [] })).toBeNull();
    for (const status of ['running', 'paused', 'failed'] as const)
      expect(next('train', { runs: [run('r', status)], checkpoints })).toBeNull();
    expect(next('train', { runs: [run('r', 'stopped', 1)], checkpoints })).toBe('instruct');
    expect(next('train', { runs: [run('r', 'stopped', 0)], checkpoints: [of('c', 'r', 0)] })).toBeNull();
  });

  test('the best checkpoint is named where it is not the last', () => {
    const checkpoints = [{ ...of('old', 'r', 100), isBest: true }, of('new', 'r', 400)];
    expect(closingOf('train', with_({ runs: [pretrained], checkpoints }), false)).toMatchObject({
      steps: 400,
      best: 100,
    });
  });

  test('after tuning, training leads to the chat', () => {
    const checkpoints = [of('c', 'r', 400), of('t', 'i', 80, 'az')];
    expect(next('train', { runs: [pretrained, tuning], checkpoints })).toBe('chat');
  });
});
