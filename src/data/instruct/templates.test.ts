import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chatTemplateJinja, PROMPT_TEMPLATES, renderPrompt } from './templates.ts';

const { az, alpaca } = PROMPT_TEMPLATES;

describe('renderPrompt', () => {
  it('az', () => {
    expect(renderPrompt(az, { instruction: 'Topla', input: '1, 2' })).toBe(
      '### Təlimat:\nTopla\n\n### Giriş:\n1, 2\n\n### Cavab:\n',
    );
    expect(renderPrompt(az, { instruction: 'Salam de', input: '' })).toBe('### Təlimat:\nSalam de\n\n### Cavab:\n');
  });

  it('alpaca, in the words of Stanford', () => {
    expect(renderPrompt(alpaca, { instruction: 'Add', input: '1, 2' })).toBe(
      'Below is an instruction that describes a task, paired with an input that provides further context. Write a response that appropriately completes the request.\n\n### Instruction:\nAdd\n\n### Input:\n1, 2\n\n### Response:\n',
    );
    expect(renderPrompt(alpaca, { instruction: 'Say hello', input: '' })).toBe(
      'Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\nSay hello\n\n### Response:\n',
    );
  });

  it('puts any text in as it is, placeholders and $ patterns included', () => {
    const text = fc.string({ unit: fc.constantFrom('{instruction}', '{input}', '$&', "$'", '$1', 'ə', '\n') });
    fc.assert(
      fc.property(text, text, (instruction, input) => {
        const middle = input === '' ? '' : `### Giriş:\n${input}\n\n`;
        expect(renderPrompt(az, { instruction, input })).toBe(`### Təlimat:\n${instruction}\n\n${middle}### Cavab:\n`);
      }),
    );
  });
});

describe('chatTemplateJinja', () => {
  // Rendered once with Jinja2 3.1.6, set up as transformers does (sandboxed, trim_blocks, lstrip_blocks), with and
  // without add_generation_prompt, for system, user and assistant turns: the output was the plain joining of the parts.
  it('is the text that was checked with Jinja2', () => {
    expect(chatTemplateJinja(az)).toBe(
      "{% for message in messages %}{% if message['role'] == 'user' %}{{ '### Təlimat:\\n' + message['content'] + '\\n\\n' }}{% elif message['role'] == 'assistant' %}{{ '### Cavab:\\n' + message['content'] + eos_token }}{% else %}{{ message['content'] + '\\n\\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}{{ '### Cavab:\\n' }}{% endif %}",
    );
    expect(chatTemplateJinja(alpaca)).toContain(
      "{{ 'Below is an instruction that describes a task. Write a response that appropriately completes the request.\\n\\n### Instruction:\\n' + message['content'] + '\\n\\n' }}",
    );
  });

  it('holds, for a user turn, exactly the parts of the prompt without input', () => {
    for (const template of [az, alpaca]) {
      const literals = [...chatTemplateJinja(template).matchAll(/'((?:[^'\\]|\\.)*)'/g)].map(([, text]) =>
        text!.replaceAll('\\n', '\n'),
      );
      const user = literals.indexOf('user');
      const [before, , after] = literals.slice(user + 1);
      expect(`${before}SUAL${after}${literals.at(-1)}`).toBe(
        renderPrompt(template, { instruction: 'SUAL', input: '' }),
      );
    }
  });

  it('escapes quotes and backslashes, and refuses a template it cannot turn', () => {
    const odd = { ...az, withoutInput: "it's \\ {instruction}" };
    expect(chatTemplateJinja(odd)).toContain("'it\\'s \\\\ '");
    for (const withoutInput of ['no field', '{instruction} {instruction}']) {
      expect(() => chatTemplateJinja({ ...az, withoutInput })).toThrow(
        expect.objectContaining({ code: 'template-placeholder' }),
      );
    }
  });
});
