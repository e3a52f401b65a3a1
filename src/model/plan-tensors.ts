/** Tensors that a plan declares before its programs are recorded. */
import { type ElementType, Graph, type StorageType, type Tensor } from '../ops/operator.ts';
import type { PersistentTensor } from '../plan/step-plan.ts';

export interface Declarations {
  readonly list: PersistentTensor[];
  /** A tensor with a buffer of its own. */
  persistent(id: string, rows: number, cols: number, type: ElementType, usage: PersistentTensor['usage']): Tensor;
  /** A tensor that something else gives a place: an arena slice, a cache. In the storage type unless another is given. */
  detached(id: string, rows: number, cols: number, type?: ElementType): Tensor;
  /** The same, of f32 without padding. */
  scalars(id: string, rows: number, cols: number): Tensor;
}

export function declarations(storage: StorageType): Declarations {
  const graph = new Graph(storage);
  const list: PersistentTensor[] = [];
  return {
    list,
    persistent(id, rows, cols, type, usage) {
      const tensor = graph.scalars(id, rows, cols, type);
      list.push({ tensor, category: 'workspace', usage });
      return tensor;
    },
    detached: (id, rows, cols, type) => graph.matrix(id, rows, cols, type),
    scalars: (id, rows, cols) => graph.scalars(id, rows, cols),
  };
}
