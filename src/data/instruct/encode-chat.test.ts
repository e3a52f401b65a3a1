/** Chats by templates as models have them, against @huggingface/jinja and @huggingface/tokenizers. */
import { Template } from '@huggingface/jinja';
import { Tokenizer as HuggingFace } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { ChatRenderer, chatRendering } from '../../formats/chat-renderer.ts';
import { IGNORE } from '../batches.ts';
import { BYTE_LEVEL_ALPHABET, toByteLevel } from '../tokenizer/byte-level.ts';
import { Tokenizer } from '../tokenizer/tokenizer.ts';
import { encodeRendered, questionOf, renderRecord } from './encode-chat.ts';
import type { InstructionRecord } from './records.ts';
import { chatTemplateJinja, PROMPT_TEMPLATES } from './templates.ts';

const SPECIAL = ['<s>', '</s>', '<|im_start|>', '<|im_end|>'];
/** Bytes, and a few words that span the borders of turns where a template lets them. */
const model = () => {
  const merges: [string, string][] = [
    ['S', 'a'],
    ['l', 'a'],
    ['Sa', 'la'],
    ['Sala', 'm'],
    [toByteLevel(Uint8Array.of(10)), toByteLevel(Uint8Array.of(10))],
  ];
  const words = [...BYTE_LEVEL_ALPHABET, ...merges.map((pair) => pair.join(''))];
  const vocab = new Map([...words, ...SPECIAL].map((token, id) => [token, id]));
  const specialTokens = SPECIAL.map((content) => ({ content, id: vocab.get(content) as number }));
  return Tokenizer.fromModel({ vocab, merges, specialTokens, splitPattern: '\\p{L}+|\\n+|[^\\p{L}\\n]+' });
};
const json = model().toJson();
const idOf = (token: string) => model().encode(token)[0] as number;

const CHATML =
  "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
const LLAMA2 =
  "{% if messages[0]['role'] == 'system' %}{% set rest = messages[1:] %}{% set told = '<<SYS>>\n' + messages[0]['content'] + '\n<</SYS>>\n\n' %}{% else %}{% set rest = messages %}{% set told = '' %}{% endif %}{% for message in rest %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + (told if loop.first else '') + message['content'] | trim + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' ' + message['content'] | trim + ' ' + eos_token }}{% endif %}{% endfor %}";
const WITHOUT_END =
  "{{ bos_token }}{% for m in messages %}{{ m.role + ': ' + m.content + '\n' }}{% endfor %}{% if add_generation_prompt %}assistant: {% endif %}";
const OPENS_OTHERWISE =
  "{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + m.content + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n<think>\n' }}{% endif %}";

const record: InstructionRecord = { instruction: 'Salam ver', input: '', output: 'Salam, dünya!', row: 3 };
const withMore = { ...record, system: 'Qısa danış.', input: 'dosta' };

async function encodeBy(source: string, eos: string, one: InstructionRecord, maxLength = 1000) {
  const tokenizer = Tokenizer.fromJson(json, { eosId: idOf(eos) });
  const template = { source, bosToken: '<s>', eosToken: eos };
  const answer = chatRendering(Template);
  const renderer = new ChatRenderer(async () => ({ ask: async (request) => answer(request), end() {} }), template);
  const encoded = encodeRendered(tokenizer, await renderRecord(renderer, one), maxLength);
  if ('tooLong' in encoded) throw new Error(`${encoded.tooLong} tokens`);
  const learned = Array.from(encoded.labels).filter((label) => label !== IGNORE);
  return { ...encoded, learned: tokenizer.decode(learned), tokenizer };
}

describe('chats of a model’s own template', () => {
  it.each([
    ['ChatML', CHATML, '<|im_end|>', record],
    ['ChatML with a system prompt and an input', CHATML, '<|im_end|>', withMore],
    ['Llama 2', LLAMA2, '</s>', record],
    ['Llama 2 with a system prompt', LLAMA2, '</s>', withMore],
    ['one of Ocaq', chatTemplateJinja(PROMPT_TEMPLATES.az), '</s>', record],
  ])('%s: ids are those of @huggingface/jinja and @huggingface/tokenizers', async (_, source, eos, one) => {
    const { tokens } = await encodeBy(source, eos, one);
    const messages = [...questionOf(one), { role: 'assistant', content: one.output }];
    const text = new Template(source).render({ messages, bos_token: '<s>', eos_token: eos });
    const { ids } = new HuggingFace(JSON.parse(json), {}).encode(text, { add_special_tokens: false });
    expect([...tokens]).toEqual([...ids]);
  });

  it.each([
    ['ChatML', CHATML, '<|im_end|>', 'Salam, dünya!<|im_end|>'],
    ['Llama 2', LLAMA2, '</s>', ' Salam, dünya! </s>'],
    ['one that writes no end', WITHOUT_END, '</s>', 'Salam, dünya!\n</s>'],
    ['one that opens an answer otherwise', OPENS_OTHERWISE, '<|im_end|>', 'Salam, dünya!<|im_end|>'],
  ])('%s: the answer and its end are learned, and nothing else', async (_, source, eos, learned) => {
    expect((await encodeBy(source, eos, record)).learned).toBe(learned);
  });

  it.each(['d', 'x', 'y', 'assistant'])('an answer of %j is found where it stands', async (output) => {
    const { tokens, promptLength, tokenizer } = await encodeBy(OPENS_OTHERWISE, '<|im_end|>', { ...record, output });
    const asked = '<|im_start|>user\nSalam ver<|im_end|>\n<|im_start|>assistant\n';
    expect(tokenizer.decode(tokens.slice(0, promptLength))).toBe(asked);
    expect(tokenizer.decode(tokens.slice(promptLength))).toBe(`${output}<|im_end|>\n`);
  });

  it('begin once, by the template alone', async () => {
    const begins = async (source: string, eos: string) =>
      (await encodeBy(source, eos, record)).tokens.filter((id) => id === idOf('<s>')).length;
    expect([await begins(LLAMA2, '</s>'), await begins(CHATML, '<|im_end|>')]).toEqual([1, 0]);
  });

  it('do not fit, have no answer, or lose it: each is said', async () => {
    await expect(encodeBy(CHATML, '<|im_end|>', record, 10)).rejects.toThrow('tokens');
    await expect(encodeBy('{{ messages[0].content }}', '</s>', record)).rejects.toMatchObject({
      code: 'example-all-masked',
      details: { row: 3, part: 'answer' },
    });
    await expect(
      encodeBy("{{ messages[0].content + ('?' if add_generation_prompt else '') }}", '</s>', record),
    ).rejects.toMatchObject({ code: 'chat-template-failed', details: { row: 3 } });
  });
});
