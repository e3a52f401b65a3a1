import { describe, expect, it } from 'vitest';
import { readChatTemplate } from './chat-template.ts';
import { blobFolder } from './hf-folder.ts';

const read = (files: Readonly<Record<string, unknown>>) =>
  readChatTemplate(
    blobFolder(
      'model',
      new Map(
        Object.entries(files).map(([name, content]) => [
          name,
          new Blob([typeof content === 'string' ? content : JSON.stringify(content)]),
        ]),
      ),
    ),
  );

describe('readChatTemplate', () => {
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['the file', { 'chat_template.jinja': 'file', 'tokenizer_config.json': { chat_template: 'config' } }, 'file'],
    [
      'a text, whatever class the tokenizer has',
      { 'tokenizer_config.json': { tokenizer_class: 'TokenizersBackend', chat_template: 'config' } },
      'config',
    ],
    ['a text', { 'tokenizer_config.json': { chat_template: 'config' } }, 'config'],
    [
      'the default of a list',
      {
        'tokenizer_config.json': {
          chat_template: [
            { name: 'tool_use', template: 'tools' },
            { name: 'default', template: 'plain' },
          ],
        },
      },
      'plain',
    ],
    ['none of a list without a default', { 'tokenizer_config.json': { chat_template: [null, 3, { name: 'x' }] } }, ''],
    ['none of another type', { 'tokenizer_config.json': { chat_template: 3 } }, ''],
    ['none of a config that is none', { 'tokenizer_config.json': [] }, ''],
    ['none of null', { 'tokenizer_config.json': 'null' }, ''],
    ['none where there is no file', {}, ''],
  ])('takes %s', async (_, files, expected) => {
    expect((await read(files)).source).toBe(expected);
  });

  it.each([
    ['texts', { bos_token: '<s>', eos_token: '</s>' }, '<s>', '</s>'],
    ['written out', { bos_token: { content: '<s>', special: true }, eos_token: { content: '</s>' } }, '<s>', '</s>'],
    ['none', { bos_token: null, eos_token: '</s>' }, '', '</s>'],
    ['not said', {}, undefined, undefined],
    ['no tokens', { bos_token: 3, eos_token: [] }, undefined, undefined],
  ])('reads tokens that are %s', async (_, config, bosToken, eosToken) => {
    const files = { 'chat_template.jinja': 'x', 'tokenizer_config.json': config };
    expect(await read(files)).toEqual({ source: 'x', bosToken, eosToken });
  });

  it('refuses a file that is no JSON', async () => {
    await expect(read({ 'tokenizer_config.json': '{' })).rejects.toMatchObject({ code: 'file-not-json' });
  });
});
