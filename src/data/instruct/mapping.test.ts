import { expect, it } from 'vitest';
import { fieldsFor, firstMapping, possibleShapes, remapped, unusedFields } from './mapping.ts';
import { setFields } from './recognise.ts';
import { conversation } from './shapes/conversation.ts';
import { instruction } from './shapes/instruction.ts';

const turns = [
  { role: 'user', content: 'a' },
  { role: 'assistant', content: 'b' },
];
const fields = setFields([{ id: 7, prompt: 'a', meta: { topic: 'c', note: null }, messages: turns, tags: ['x'] }]);

it('offers a role the fields that can hold it', () => {
  expect(fieldsFor(instruction.roles[0], fields)).toEqual(['id', 'prompt', 'meta.topic', 'tags']);
  expect(fieldsFor(conversation.roles[0], fields)).toEqual(['messages']);
});

it('offers the shapes that have fields enough, mapped by their names first', () => {
  expect(possibleShapes(fields).map(({ id }) => id)).toEqual(['instruction', 'conversation']);
  expect(firstMapping(instruction, fields)).toEqual({ instruction: 'prompt', output: 'id' });
  expect(firstMapping(conversation, fields)).toEqual({ turns: 'messages' });
  expect(possibleShapes(setFields([{ a: 'b' }]))).toEqual([]);
});

it('gives a role to another field, or to none', () => {
  expect(remapped({ instruction: 'a', output: 'b' }, 'input', 'c')).toEqual({
    instruction: 'a',
    input: 'c',
    output: 'b',
  });
  expect(remapped({ instruction: 'a', input: 'c', output: 'b' }, 'input', null)).toEqual({
    instruction: 'a',
    output: 'b',
  });
});

it('names the fields that nothing uses, an object once', () => {
  expect(unusedFields(fields, { turns: 'messages' })).toEqual(['id', 'prompt', 'meta', 'tags']);
  expect(unusedFields(fields, { instruction: 'meta.topic', output: 'prompt' })).toEqual(['id', 'messages', 'tags']);
});
