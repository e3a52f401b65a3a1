/** Templates that mean harm, in a thread of Node. */
import { describe, expect, it } from 'vitest';
import { type ChatMessage, ChatRenderer } from '../formats/chat-renderer.ts';
import { openRenderThread } from './render-thread.ts';

const CHAT: ChatMessage[] = [{ role: 'user', content: 'Salam' }];

async function render(source: string): Promise<string> {
  const renderer = new ChatRenderer(openRenderThread, { source, bosToken: '<s>', eosToken: '</s>' });
  try {
    return await renderer.render(CHAT, true);
  } finally {
    renderer.close();
  }
}

const loops = (depth: number, inner: string): string =>
  depth === 0 ? inner : `{% for i${depth} in range(2000) %}${loops(depth - 1, inner)}{% endfor %}`;

describe('a thread that renders chat templates', { timeout: 60_000 }, () => {
  it.each([
    ['does not end', loops(4, ''), 'chat-template-limit', { limit: 'time' }],
    ['writes more than 1 MB', `${loops(1, 'x'.repeat(600))}`, 'chat-template-limit', { limit: 'size' }],
    ['is no template', '{% for %}', 'chat-template-invalid', {}],
    ['is not closed', '{% if x %}', 'chat-template-invalid', {}],
    ['refuses', "{{ raise_exception('yalnız istifadəçi') }}", 'chat-template-failed', { reason: 'yalnız istifadəçi' }],
    ['calls a constructor', "{{ messages.constructor('return process')() }}", 'chat-template-failed', {}],
    ['calls that of a text', "{{ ''.constructor.constructor('return 1')() }}", 'chat-template-failed', {}],
  ])('says so where one %s', async (_, source, code, details) => {
    await expect(render(source)).rejects.toMatchObject({ code, details });
  });

  it.each(['{{ messages.__proto__ }}', '{{ process }}', '{{ globalThis }}', "{{ ''.constructor }}"])(
    'shows nothing of the machine to %s',
    async (source) => {
      const text = await render(source).catch(({ code }: { code: string }) => code);
      expect(text).not.toMatch(/function|native|object Object|env|PATH/);
    },
  );

  it('answers again after one was ended, and in the same thread before', async () => {
    const source = `{% if messages[0].content == 'Salam' %}{{ bos_token + messages[0].content }}{% else %}${loops(4, '')}{% endif %}`;
    const renderer = new ChatRenderer(openRenderThread, { source, bosToken: '<s>', eosToken: '</s>' });
    expect(await renderer.render(CHAT, true)).toBe('<s>Salam');
    expect(await renderer.render(CHAT, false)).toBe('<s>Salam');
    await expect(renderer.render([{ role: 'user', content: 'Dayanma' }], true)).rejects.toMatchObject({
      code: 'chat-template-limit',
    });
    expect(await renderer.render(CHAT, true)).toBe('<s>Salam');
    renderer.close();
  });
});
