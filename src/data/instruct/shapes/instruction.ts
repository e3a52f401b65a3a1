/** One instruction and its answer, each in a field: Alpaca, prompts and completions as text, questions and answers. */
import { orEmpty, type Shape, SYSTEM, type Treatment, textOf } from './shape.ts';

/** The Azerbaijani and Turkish names are those of translated sets, as people and tools write them. */
export const instruction = {
  id: 'instruction',
  roles: [
    {
      id: 'instruction',
      holds: 'text',
      isRequired: true,
      names: [
        ...['instruction', 'prompt', 'question', 'query', 'user', 'inputs'],
        ...['təlimat', 'telimat', 'sual', 'sorğu', 'talimat', 'soru', 'инструкция', 'вопрос'],
      ],
      otherwise: ['input'],
    },
    {
      id: 'input',
      holds: 'text',
      isRequired: false,
      names: ['input', 'context', 'giriş', 'giris', 'kontekst', 'girdi', 'bağlam', 'контекст'],
    },
    {
      id: 'output',
      holds: 'text',
      isRequired: true,
      names: [
        ...['output', 'response', 'completion', 'answer', 'cavab', 'target', 'targets', 'assistant'],
        ...['çıktı', 'cevap', 'yanıt', 'ответ'],
      ],
      otherwise: ['reference', 'references'],
    },
    SYSTEM,
  ],
  read(value) {
    const treatments: Treatment[] = [];
    const [asked, input, output, system] = (['instruction', 'input', 'output', 'system'] as const).map((role) =>
      textOf(value(role), treatments),
    );
    if (asked === undefined || asked === null) return 'instruction-not-text';
    if (input === undefined || input === null) return 'input-not-text';
    if (output === undefined || output === null) return 'output-not-text';
    if (system === undefined || system === null) return 'system-not-text';
    if (asked.trim() === '') return 'instruction-missing';
    if (output.trim() === '') return 'output-missing';
    return {
      system: orEmpty(system),
      instruction: asked,
      input: orEmpty(input),
      output,
      treatments,
      laterAnswers: 0,
    };
  },
} as const satisfies Shape;
