/**
 * The tensors of a model as a GGUF holds them: names, types and order of llama.cpp, each made of the Hugging Face tensor when its
 * turn comes. Vectors and learned positions stay f32, as llama.cpp's converter has them; quantised types want rows of whole blocks,
 * and tables are no smaller than 8 bits in any of them.
 */
import { type GgufTensorType, type GgufType, type GgufValue, TENSOR_TYPES } from '../formats/gguf/layout.ts';
import type { GgufRemark } from '../formats/gguf/remark.ts';
import type { GgufTensor } from '../formats/gguf/write.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { familyOf, parameterTable } from './families/table.ts';
import { besideItsPair, type Parameter, type ParameterPart } from './parameters.ts';

export interface GgufModel {
  /** In the order in which they are written. */
  readonly keys: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
  /** Tokens that a context may have. */
  readonly contextLength: number;
  readonly remarks: readonly GgufRemark[];
}

/** `general.file_type`: the type of most tensors. */
const FILE_TYPES: Readonly<Record<GgufType, number>> = { f32: 0, f16: 1, q4_0: 2, q8_0: 7 };

/**
 * @param tensor a Hugging Face tensor as f32, row-major; asked for in order, once each time that the file is written or checked
 * @throws OcaqError `gguf-rope-scaling`
 */
export function ggufModel(
  config: ModelConfig,
  type: GgufType,
  tensor: (name: string) => Promise<Float32Array>,
): GgufModel {
  const form = familyOf(config).gguf(config);
  const parts = parameterTable(config).flatMap((parameter) => parameter.parts.map((part) => ({ parameter, part })));
  const tensors = parts.map(
    ({ parameter, part }): GgufTensor => ({
      name: form.tensorName(part.name),
      type: typeOf(parameter, type),
      shape: parameter.isVector ? [part.count] : [part.count, parameter.cols],
      data: async () => inGgufOrder(parameter, part, await tensor(part.name), form.pairsLieTogether),
    }),
  );
  const constants = form.constants.map(
    ({ name, values }): GgufTensor => ({ name, type: 'F32', shape: [values.length], data: () => values }),
  );
  const keys = Object.entries(form.keys).map(([key, value]) => [`${form.architecture}.${key}`, value] as const);
  return {
    keys: new Map<string, GgufValue>([
      ['general.architecture', { type: 'string', value: form.architecture }],
      ['general.file_type', { type: 'u32', value: FILE_TYPES[type] }],
      ...keys,
    ]),
    tensors: [...constants, ...tensors],
    contextLength: form.contextLength,
    remarks: remarksOn(config, form.contextLength, type, tensors),
  };
}

function typeOf({ isVector, isTable, group, cols }: Parameter, type: GgufType): GgufTensorType {
  const isLearnedPositions = group === 'tables' && !isTable;
  if (isVector || isLearnedPositions || type === 'f32') return 'F32';
  const wanted = ({ f16: 'F16', q8_0: 'Q8_0', q4_0: isTable ? 'Q8_0' : 'Q4_0' } as const)[type];
  return cols % TENSOR_TYPES[wanted].block === 0 ? wanted : 'F16';
}

/** [count, cols] or [count]: a row an output, and rows of q and k as the architecture has them. */
function inGgufOrder(
  { cols, isVector }: Parameter,
  { count, isTransposed, rotatedHead }: ParameterPart,
  values: Float32Array,
  pairsLieTogether: boolean,
): Float32Array {
  if (isTransposed) return transposed(values, cols, count);
  return rotatedHead && pairsLieTogether ? interleaved(values, count, isVector ? 1 : cols, rotatedHead) : values;
}

/** [rows, cols] → [cols, rows] */
function transposed(values: Float32Array, rows: number, cols: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let col = 0; col < cols; col++) result[col * rows + row] = values[row * cols + col]!;
  return result;
}

/** Rows of each head, so that those which RoPE rotates together lie side by side. */
function interleaved(values: Float32Array, rows: number, cols: number, headSize: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const i = row % headSize;
    result.set(values.subarray(row * cols, (row + 1) * cols), (row - i + besideItsPair(i, headSize)) * cols);
  }
  return result;
}

function remarksOn(
  config: ModelConfig,
  contextLength: number,
  type: GgufType,
  tensors: readonly GgufTensor[],
): GgufRemark[] {
  const wider = type === 'f16' ? [] : tensors.filter((tensor) => tensor.type === 'F16');
  return [
    ...(contextLength < config.contextLength ? [{ kind: 'window', count: contextLength } as const] : []),
    ...(wider.length > 0 ? [{ kind: 'rows', count: wider.length } as const] : []),
  ];
}
