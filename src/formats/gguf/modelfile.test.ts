import { expect, it } from 'vitest';
import { modelfileText } from './modelfile.ts';

it('names the file, the template, every end and the sampling', () => {
  const text = modelfileText({
    file: 'az-q8_0.gguf',
    template: '{{ .Prompt }}',
    stops: ['<|eos|>', 'a "quoted" end'],
    contextLength: 1024,
  });
  expect(text).toBe(`FROM ./az-q8_0.gguf
TEMPLATE """{{ .Prompt }}"""
PARAMETER stop "<|eos|>"
PARAMETER stop """a "quoted" end"""
PARAMETER num_ctx 1024
PARAMETER temperature 0.3
PARAMETER repeat_penalty 1.0
`);
});

it('leaves out a template that there is not', () => {
  expect(modelfileText({ file: 'a.gguf', template: null, stops: [], contextLength: 8 })).not.toContain('TEMPLATE');
});
