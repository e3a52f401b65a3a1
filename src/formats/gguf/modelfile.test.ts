import { describe, expect, it } from 'vitest';
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

describe('a text that ends an answer', () => {
  const read = (stop: string) =>
    modelfileRead(modelfileText({ file: 'a.gguf', template: `{{ .Prompt }}${stop}`, stops: [stop], contextLength: 8 }));

  it.each(['<|eos|>', 'a "b"', '"', '""', '"""', 'a"""b', '""""""', 'a\nb', '"\n"', ' a ', '\u2581</s>', '</s> #'])(
    'is read by Ollama as it is: %j',
    (stop) => expect(read(stop)).toMatchObject({ TEMPLATE: [`{{ .Prompt }}${stop}`], 'PARAMETER stop': [stop] }),
  );

  it.each(['"""\n', 'a""" \r\nb', 'a\u00a0b', '\u0000', '\u200b'])('is refused where it would not be: %j', (stop) => {
    expect(() => read(stop)).toThrow(expect.objectContaining({ code: 'gguf-modelfile-text', details: { text: stop } }));
  });
});

/** Values by what stands before them, as parser/parser.go of Ollama reads them: each up to the first line that closes its quotes. */
function modelfileRead(text: string): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  let open = '';
  for (const line of text.split(/(?<=\n)/)) {
    open += line;
    const [, command = '', written = ''] = /^(FROM|TEMPLATE|PARAMETER \w+) ([\s\S]*)\n$/.exec(open) ?? [];
    const value = unquoted(written.trim());
    if (value === null) continue;
    values[command] = [...(values[command] ?? []), value];
    open = '';
  }
  return values;
}

function unquoted(text: string): string | null {
  const quote = ['"""', '"'].find((one) => text.startsWith(one));
  if (quote === undefined) return text;
  return text.length >= 2 * quote.length && text.endsWith(quote) ? text.slice(quote.length, -quote.length) : null;
}
