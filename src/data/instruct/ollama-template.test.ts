import { Template } from '@huggingface/jinja';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runGoTemplate } from '../../testing/go-template.ts';
import { ollamaTemplate } from './ollama-template.ts';
import { chatTemplateJinja, PROMPT_TEMPLATES } from './templates.ts';

const END = '<|eos|>';
const text = fc.string({ unit: fc.constantFrom('ə', 'İ', ' ', '\n', '"', '{', '}', '{{ .Role }}', 'x') });
const chats = fc.array(fc.record({ role: fc.constantFrom('system', 'user', 'assistant'), content: text }));

describe('the template of a Modelfile', () => {
  it.each(Object.values(PROMPT_TEMPLATES))('$id writes what the trained one writes, of any chat', (template) => {
    const jinja = chatTemplateJinja(template);
    const go = ollamaTemplate(jinja, END);
    fc.assert(
      fc.property(chats, (messages) => {
        const Messages = messages.map(({ role, content }) => ({ Role: role, Content: content }));
        expect(runGoTemplate(go ?? '', { Messages })).toBe(
          new Template(jinja).render({ messages, add_generation_prompt: true, eos_token: END }),
        );
      }),
    );
  });

  it.each(['{{', '<{eos}>', '{', '"{'])('writes an end of an answer with braces as text: %j', (end) => {
    const go = ollamaTemplate(chatTemplateJinja(PROMPT_TEMPLATES.az), end) ?? '';
    const Messages = [{ Role: 'assistant', Content: 'Salam' }];
    expect(runGoTemplate(go, { Messages })).toContain(`Salam${end}`);
    expect(go).toContain(`{{ ${JSON.stringify(end)} }}`);
  });

  it('lets a model that has not learned to chat have the text as it is', () => {
    expect(ollamaTemplate('', END)).toBe('{{ .Prompt }}');
  });

  it('is none for a template of somebody else', () => {
    expect(ollamaTemplate('{{ messages[0].content }}', END)).toBeNull();
  });
});
