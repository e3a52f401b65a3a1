import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instructionsOf } from '../../../testing/instructions.ts';

const read = (record: unknown) => instructionsOf(JSON.stringify([record, usable]), 'a.json');
/** Beside the record that is looked at, so that a set is never without any. */
const usable = { conversations: [turn('human', 'S'), turn('gpt', 'C')] };
function turn(from: string, value: unknown) {
  return { from, value };
}
const exchange = (record: unknown) => {
  const { records, problems, remarks } = read(record);
  const first = records.find(({ row }) => row === 1);
  const of = remarks.filter(({ rows }) => rows.includes(1)).map(({ remark }) => remark);
  return {
    asked: first?.instruction,
    answer: first?.output,
    system: first?.system,
    remarks: of,
    problem: problems[0]?.reason,
  };
};

describe('roles and keys', () => {
  const keys = [
    ['from', 'value'],
    ['role', 'content'],
    ['role', 'value'],
    ['speaker', 'text'],
  ] as const;
  const users = ['user', 'human', 'USER', 'prompter', 'istifadəçi', 'kullanıcı'];
  const assistants = ['gpt', 'assistant', 'bot', 'chatgpt', 'model', 'Assistant', 'köməkçi', 'asistan'];
  const fields = ['conversations', 'messages', 'conversation', 'dialog', 'chat'];

  it('are read in every combination', () => {
    const of = <T>(values: readonly T[]) => fc.constantFrom(...values);
    fc.assert(
      fc.property(of(keys), of(users), of(assistants), of(fields), ([role, text], user, assistant, field) => {
        const turns = [
          { [role]: user, [text]: 'Sual' },
          { [role]: assistant, [text]: 'Cavab' },
        ];
        const { records, problems } = instructionsOf(JSON.stringify([{ id: 1, [field]: turns }]), 'a.json');
        expect(records).toEqual([{ instruction: 'Sual', input: '', output: 'Cavab', row: 1 }]);
        expect(problems).toEqual([]);
      }),
    );
  });

  it('are read from the JSON in the cell of a table', () => {
    const cell = JSON.stringify([
      { role: 'user', content: 'a, "b"' },
      { role: 'assistant', content: 'c' },
    ]);
    const { records } = instructionsOf(`id,messages\n1,"${cell.replaceAll('"', '""')}"\n`, 'a.csv');
    expect(records).toEqual([{ instruction: 'a, "b"', input: '', output: 'c', row: 2 }]);
  });
});

describe('a conversation', () => {
  const asked = turn('human', 'S');
  const answered = turn('gpt', 'C');
  const none = { system: undefined, remarks: [], problem: undefined };
  const plain = { asked: 'S', answer: 'C', ...none };

  it.each([
    ['one exchange', { conversations: [asked, answered] }, plain],
    ['a system turn', { conversations: [turn('system', 'D'), asked, answered] }, { ...plain, system: 'D' }],
    ['a field `system`', { system: 'D', conversations: [asked, answered] }, { ...plain, system: 'D' }],
    ['a list of parts', { conversations: [turn('user', [{ type: 'text', text: 'S' }]), answered] }, plain],
    [
      'several parts',
      { conversations: [turn('user', [{ type: 'text', text: 'S ' }, 'T']), answered] },
      { ...plain, asked: 'S T' },
    ],
    [
      'turns of one side',
      { conversations: [asked, turn('human', 'T'), answered] },
      { ...plain, asked: 'S\nT', remarks: ['turns-joined'] },
    ],
    [
      'an answer first',
      { conversations: [turn('gpt', 'Salam'), asked, answered] },
      { ...plain, remarks: ['answer-first'] },
    ],
    ['more exchanges', { conversations: [asked, answered, asked, answered] }, { ...plain, remarks: ['later-answers'] }],
    ['a last question', { conversations: [asked, answered, asked] }, plain],
    ['an empty turn', { conversations: [asked, turn('gpt', ''), answered] }, plain],
  ])('with %s is used', (_name, record, expected) => {
    expect(exchange(record)).toEqual(expected);
  });

  const refused = (problem: string) => ({ asked: undefined, answer: undefined, ...none, problem });
  it.each([
    ['nothing', { conversations: [] }, 'instruction-missing'],
    ['no list', { conversations: 'S' }, 'turns-missing'],
    ['no answer', { conversations: [asked] }, 'output-missing'],
    ['an empty answer', { conversations: [asked, turn('gpt', ' ')] }, 'output-missing'],
    ['answers alone', { conversations: [answered] }, 'instruction-missing'],
    ['a turn that is no object', { conversations: [asked, 'C'] }, 'turn-not-readable'],
    ['a turn without a role', { conversations: [asked, { value: 'C' }] }, 'turn-not-readable'],
    ['a turn without a text', { conversations: [asked, { from: 'gpt' }] }, 'turn-not-readable'],
    ['an unknown role', { conversations: [asked, turn('narrator', 'C')] }, 'turn-role-unknown'],
    [
      'a turn of a tool',
      { conversations: [asked, turn('function_call', '{}'), turn('observation', '{}'), answered] },
      'turn-of-tool',
    ],
    [
      'a call of a tool',
      { conversations: [asked, { role: 'assistant', content: null, tool_calls: [{}] }] },
      'turn-of-tool',
    ],
    ['an image', { conversations: [turn('human', [{ type: 'image_url', image_url: {} }]), answered] }, 'turn-not-text'],
    ['an object for a text', { conversations: [turn('human', { a: 1 }), answered] }, 'turn-not-text'],
  ])('with %s is listed', (_name, record, problem) => {
    expect(exchange(record)).toEqual(refused(problem));
  });

  it('is counted by the answers that are not learned', () => {
    expect(read({ conversations: [asked, answered, asked, answered, asked, answered] }).laterAnswers).toBe(2);
  });

  it('comes before a prompt without its answer', () => {
    const messages = [
      { role: 'user', content: 'S' },
      { role: 'assistant', content: 'C' },
    ];
    const { reading } = instructionsOf(JSON.stringify([{ prompt: 'S', prompt_id: '7', messages }]), 'a.json');
    expect(reading).toEqual({ shape: 'conversation', mapping: { turns: 'messages' } });
  });
});

describe('prompt and completion as turns', () => {
  const user = { role: 'user', content: 'S' };
  const assistant = { role: 'assistant', content: 'C' };
  const read = (record: unknown) =>
    instructionsOf(JSON.stringify([{ prompt: [user], completion: [assistant] }, record]), 'a.json');

  it('are one exchange', () => {
    const { reading, records } = read({ prompt: [{ role: 'system', content: 'D' }, user], completion: [assistant] });
    expect(reading).toEqual({ shape: 'prompt-completion', mapping: { prompt: 'prompt', completion: 'completion' } });
    expect(records[1]).toEqual({ instruction: 'S', input: '', output: 'C', system: 'D', row: 2 });
  });

  it('are listed where the prompt has answers of its own', () => {
    const { problems } = read({ prompt: [user, assistant, user], completion: [assistant] });
    expect(problems).toEqual([{ row: 2, reason: 'prompt-of-turns' }]);
  });
});
