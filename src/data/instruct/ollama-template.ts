/** Chat templates as Ollama has them: programs of Go's text/template over `.Messages`, which Ollama itself fills in. */
import { PLAIN_TEMPLATE } from '../../formats/gguf/modelfile.ts';
import { chatTemplateJinja, PROMPT_TEMPLATES, type PromptTemplate } from './templates.ts';

/**
 * The Go form of a model's chat template. It writes what the Jinja form writes with `add_generation_prompt`.
 * @param jinja empty for a model that has not learned to chat
 * @param endText of the token that ends an answer
 * @returns null for a template that is none of Ocaq's: what it does is not known
 */
export function ollamaTemplate(jinja: string, endText: string): string | null {
  if (jinja === '') return PLAIN_TEMPLATE;
  const own = Object.values(PROMPT_TEMPLATES).find((template) => chatTemplateJinja(template) === jinja);
  return own ? goTemplate(own, endText) : null;
}

function goTemplate({ withoutInput, answerHeader }: PromptTemplate, endText: string): string {
  const user = withoutInput.replace('{instruction}', '{{ .Content }}');
  return [
    '{{ range .Messages }}',
    `{{ if eq .Role "user" }}${user}`,
    `{{ else if eq .Role "assistant" }}${answerHeader}{{ .Content }}${asText(endText)}`,
    '{{ else }}{{ .Content }}\n\n{{ end }}',
    '{{ end }}',
    // The last line break as a string, which no reader of the file takes for white space at its end.
    `${answerHeader.replace(/\n$/, '')}{{ "\\n" }}`,
  ].join('');
}

/** A brace could open an action. */
const asText = (text: string): string => (text.includes('{') ? `{{ ${JSON.stringify(text)} }}` : text);
