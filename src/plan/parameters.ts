/**
 * Where parameters lie: in a few arenas, each no larger than the adapter lets one kernel bind, so that one fused AdamW
 * launch serves a whole arena. Weights, gradients and both moments have the same layout. Within an arena the groups that
 * the optimizer treats differently lie one after the other: where an element lies says what group it is of. Parameters
 * whose moments may be held in 8 bits have arenas of their own. A table that no binding can hold is cut into parts of
 * whole rows.
 */
import { OcaqError } from '../errors.ts';
import { roundUp } from '../ops/operator.ts';
import { PARAMETER_GROUPS, type ParameterGroup } from '../ops/optimizer.ts';

export interface ParameterShape {
  readonly id: string;
  readonly rows: number;
  readonly cols: number;
  readonly group: ParameterGroup;
  /** Its moments may be held in 8 bits: a matrix within a layer, not a table and not a vector. */
  readonly isCompact?: boolean;
  /** Its rows may lie in several parts, because all operators that read it take it so: the embedding table, the head. */
  readonly isTable?: boolean;
}

export interface ParameterSlice {
  readonly arena: number;
  /** Elements from the start of the arena; a multiple of 256, so that a binding may start there whatever the type. */
  readonly offset: number;
  readonly rows: number;
  readonly cols: number;
  readonly stride: number;
}

export interface Arena {
  /** Elements, padding included. */
  readonly elements: number;
  /** Elements before this one are of tables, those from there to the next of matrices, the rest of vectors. */
  readonly tablesEnd: number;
  readonly matricesEnd: number;
  /** Holds compact parameters, and nothing else. */
  readonly isCompact: boolean;
}

export interface ParameterLayout {
  readonly arenas: readonly Arena[];
  /** By the id of a parameter, or of a part of one. */
  readonly slices: ReadonlyMap<string, ParameterSlice>;
  /** By the id of a parameter: the ids of the slices that hold its rows, in order. Its own alone unless it was cut. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

/** Elements. A binding starts at a multiple of 256 bytes: 256 elements of one byte, and more of any other type. */
const ALIGNMENT = 256;
/**
 * Parts of a table hold a multiple of so many rows, but for the last. Their rows are columns of the logits, which are then
 * bound from a multiple of 256 bytes on, in 16 bits too.
 */
const PART_ROWS = 128;

/**
 * @param bindingBytes most bytes that one binding may span
 * @throws OcaqError('parameter-beyond-binding') at a matrix that none could hold and that cannot be cut
 */
export function layOutParameters(parameters: readonly ParameterShape[], bindingBytes: number): ParameterLayout {
  const limit = Math.floor(bindingBytes / 4);
  const slices = new Map<string, ParameterSlice>();
  const arenas: { elements: number; isCompact: boolean; members: ParameterShape[] }[] = [];
  const cut = parameters.map((parameter) => ({ id: parameter.id, parts: cutRows(parameter, limit) }));
  const stored = cut.flatMap(({ parts }) => parts);
  for (const parameter of [...stored.filter((p) => !p.isCompact), ...stored.filter((p) => p.isCompact)]) {
    const isCompact = parameter.isCompact ?? false;
    const elements = sliceElements(parameter);
    let arena = arenas.at(-1);
    if (!arena || arena.isCompact !== isCompact || arena.elements + elements > limit) {
      arena = { elements: 0, isCompact, members: [] };
      arenas.push(arena);
    }
    arena.elements += elements;
    arena.members.push(parameter);
  }
  return {
    arenas: arenas.map(({ elements, isCompact, members }, index) => {
      let offset = 0;
      const [tablesEnd, matricesEnd] = PARAMETER_GROUPS.map((group) => {
        for (const parameter of members.filter((p) => p.group === group)) {
          const { rows, cols } = parameter;
          slices.set(parameter.id, { arena: index, offset, rows, cols, stride: roundUp(cols, 4) });
          offset += sliceElements(parameter);
        }
        return offset;
      }) as [number, number, number];
      return { elements, tablesEnd, matricesEnd, isCompact };
    }),
    slices,
    parts: new Map(cut.map(({ id, parts }) => [id, parts.map((part) => part.id)])),
  };
}

/** As few parts as there can be, each of at most `limit` elements. */
function cutRows(parameter: ParameterShape, limit: number): ParameterShape[] {
  const { id, rows, cols, isTable } = parameter;
  const elements = sliceElements(parameter);
  if (elements <= limit) return [parameter];
  const most = Math.floor(limit / (roundUp(cols, 4) * PART_ROWS)) * PART_ROWS;
  if (!isTable || most === 0)
    throw new OcaqError(
      'parameter-beyond-binding',
      `The matrix "${id}" takes ${Math.ceil((elements * 4) / 2 ** 20)} MiB, but this adapter binds at most ${Math.floor(limit / 2 ** 18)} MiB at a time. Choose a smaller hidden or feed-forward size.`,
      { parameter: id, bytes: elements * 4, limit: limit * 4 },
    );
  return Array.from({ length: Math.ceil(rows / most) }, (_, i) => ({
    ...parameter,
    id: `${id}.${i}`,
    rows: Math.min(most, rows - i * most),
  }));
}

const sliceElements = (p: ParameterShape): number => roundUp(p.rows * roundUp(p.cols, 4), ALIGNMENT);
