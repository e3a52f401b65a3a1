/** Every shape of instruction records; of two that give as many records the earlier is taken. A new one is a file here and its line. */
import { conversation } from './conversation.ts';
import { instruction } from './instruction.ts';
import { promptCompletion } from './prompt-completion.ts';
import type { Shape } from './shape.ts';

export const SHAPES = [instruction, promptCompletion, conversation] as const satisfies readonly Shape[];

export type ShapeId = (typeof SHAPES)[number]['id'];

export function shapeOf(id: ShapeId): Shape {
  const shape = SHAPES.find((one) => one.id === id);
  if (!shape) throw new RangeError(`there is no shape "${id}"`);
  return shape;
}
