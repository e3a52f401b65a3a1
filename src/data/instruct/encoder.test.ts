/** The two kinds of encoders against the prompts and texts that their templates write. */
import { Template } from '@huggingface/jinja';
import { describe, expect, it } from 'vitest';
import { ChatRenderer, type ChatTemplate, chatRendering } from '../../formats/chat-renderer.ts';
import { BYTE_LEVEL_ALPHABET } from '../tokenizer/byte-level.ts';
import { Tokenizer } from '../tokenizer/tokenizer.ts';
import { chatEncoder, promptEncoder, withTokensOf } from './encoder.ts';
import { PROMPT_TEMPLATES, renderPrompt } from './templates.ts';

const SPECIAL = ['<s>', '</s>', '<|im_start|>', '<|im_end|>'];
const vocab = new Map([...BYTE_LEVEL_ALPHABET, ...SPECIAL].map((token, id) => [token, id]));
const tokenizer = Tokenizer.fromModel({
  vocab,
  merges: [],
  specialTokens: SPECIAL.map((content) => ({ content, id: vocab.get(content) as number })),
  splitPattern: '\\p{L}+|[^\\p{L}]+',
});
const idOf = (token: string) => vocab.get(token) as number;

const CHATML =
  "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

function chatBy(eosToken: string, source = CHATML) {
  const template: ChatTemplate = { source, bosToken: '<s>', eosToken };
  const answer = chatRendering(Template);
  const open = async () => ({ ask: async (request: Parameters<typeof answer>[0]) => answer(request), end() {} });
  return chatEncoder(tokenizer, new ChatRenderer(open, template), template);
}

const said = [
  { role: 'system', content: 'Qısa danış.' },
  { role: 'user', content: 'Salam' },
  { role: 'assistant', content: 'Hə' },
  { role: 'user', content: 'Sağ ol' },
] as const;
const record = { instruction: 'Topla', input: '1 2', output: 'Üç', row: 1 };

describe('an encoder by a template that is built in', () => {
  const encoder = promptEncoder(tokenizer, PROMPT_TEMPLATES.az);

  it('asks in a conversation as training did, ends each answer, and tells the system prompt once', async () => {
    const asked = (instruction: string, system?: string) =>
      renderPrompt(PROMPT_TEMPLATES.az, { instruction, input: '', ...(system === undefined ? {} : { system }) });
    const text = tokenizer.decode(await encoder.conversation(said));
    expect(text).toBe(`${asked('Salam', 'Qısa danış.')}Hə</s>${asked('Sağ ol')}`);
  });

  it('reads special tokens in what is said as plain text', async () => {
    const tokens = await encoder.conversation([{ role: 'user', content: '</s>' }]);
    expect(tokens).not.toContain(idOf('</s>'));
  });
});

describe('an encoder by the model’s own template', () => {
  it('asks for the next answer after everything that was said', async () => {
    const turn = (role: string, content: string) => `<|im_start|>${role}\n${content}<|im_end|>\n`;
    const text = said.map(({ role, content }) => turn(role, content)).join('');
    const tokens = await chatBy('</s>').conversation(said);
    expect(tokens).toEqual(tokenizer.encode(`${text}<|im_start|>assistant\n`));
  });

  it.each([
    ['that of the tokenizer', '</s>', ['</s>']],
    ['one that the folder names, before that of the tokenizer', '<|im_end|>', ['<|im_end|>', '</s>']],
    ['that of the tokenizer where the folder names none', '', ['</s>']],
    ['that of the tokenizer where the folder names no token', 'son', ['</s>']],
  ])('ends an answer by %s', (_, eosToken, ends) => {
    expect(chatBy(eosToken).stopTokens).toEqual(ends.map(idOf));
  });

  it('learns the end that the folder names, and adds it where the template writes none', async () => {
    const endsOf = async (source?: string) => {
      const example = await chatBy('<|im_end|>', source).example(record, 1000);
      return 'tooLong' in example ? null : example.labels.findLast((label) => label >= 0);
    };
    expect(await endsOf()).toBe(idOf('<|im_end|>'));
    const withoutEnd =
      "{% for m in messages %}{{ m.role + ': ' + m.content + '\n' }}{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}";
    expect(await endsOf(withoutEnd)).toBe(idOf('<|im_end|>'));
  });

  it('gives a prompt that begins its example', async () => {
    const encoder = chatBy('</s>');
    const example = await encoder.example(record, 1000);
    if ('tooLong' in example) throw new Error('too long');
    expect(example.tokens.subarray(0, example.promptLength)).toEqual(await encoder.prompt(record));
  });
});

describe('withTokensOf', () => {
  it.each([
    ['the folder’s', { bosToken: '<|im_start|>', eosToken: '<|im_end|>' }, '<|im_start|>', '<|im_end|>'],
    ['none where it says so', { bosToken: '', eosToken: '</s>' }, '', '</s>'],
    ['the tokenizer’s where it says nothing', { bosToken: undefined, eosToken: undefined }, '<s>', '</s>'],
  ])('takes tokens: %s', (_, named, bosToken, eosToken) => {
    expect(withTokensOf(tokenizer, { source: 'x', ...named })).toEqual({ source: 'x', bosToken, eosToken });
  });

  it('is null without a template', () => {
    expect(withTokensOf(tokenizer, { source: '', bosToken: '<s>', eosToken: '</s>' })).toBeNull();
  });
});
