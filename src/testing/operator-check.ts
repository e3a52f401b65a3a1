/**
 * Holds an operator's WGSL to its float64 reference: output, every input's gradient, and the zero padding of rows, with
 * gradients written (`=`) and accumulated (`+=`). Test files only list cases.
 */
import { expect } from 'vitest';
import { f16ToF32, f32ToF16 } from '../formats/half.ts';
import type { Gpu } from '../gpu/device.ts';
import type { StorageType } from '../gpu/launch.ts';
import { createBuffers } from '../gpu/memory.ts';
import { createProgram } from '../gpu/program.ts';
import { DIRECT, Graph, type KernelChoice, type Operator, type Tensor, tensorBytes } from '../ops/operator.ts';
import { encodeWords, STEP_WORDS } from '../ops/step-words.ts';
import { backwardLaunches } from '../plan/backward.ts';
import { expectClose } from './compare.ts';

export { DIRECT, TILED } from '../ops/operator.ts';

export interface FloatInput {
  readonly rows: number;
  readonly cols: number;
  /** Row-major without padding; random when left out. */
  readonly data?: Float64Array;
  /** A weight: its gradient is f32 and always accumulated. */
  readonly parameter?: boolean;
  /** A table of f32: it has no gradient. */
  readonly constant?: boolean;
  /** Read by this operator alone, whose gradient then is the whole: always `=`. */
  readonly sole?: boolean;
}

export interface OperatorCase {
  readonly name: string;
  readonly inputs: Readonly<Record<string, FloatInput>>;
  readonly integers?: Readonly<Record<string, Uint32Array | Int32Array>>;
  /** f32 unless given. What 16 bits hold is rounded before the reference sees it. */
  readonly storage?: StorageType;
  /** The Step uniform, when the operator binds one. */
  readonly step?: ArrayBuffer;
  /**
   * Calls the operator; returns the tensor to compare. `t.step` is the Step uniform. An operator that works in place
   * returns its input: the output and the upstream gradient then replace it, so nothing is accumulated onto it.
   */
  build(graph: Graph, t: Readonly<Record<string, Tensor>>): Tensor;
  /** The float64 reference on the same inputs (rounded to f32). */
  output(inputs: Readonly<Record<string, Float64Array>>): Float64Array;
  /** Gradients by input name; left out for operators without a derivative, which then run as in inference. */
  gradients?(
    inputs: Readonly<Record<string, Float64Array>>,
    upstream: Float64Array,
  ): Readonly<Record<string, Float64Array>>;
}

/** Of results that are rounded once, to 16 bits: half a unit in the last place of 11 bits, 2⁻¹² to 2⁻¹¹, at most. */
export const ROUNDED_TO_16_BITS = 4e-4;

/** Deterministic values in (−1, 1), already rounded to f32. */
export function randomValues(count: number, seed: number): Float64Array {
  let state = seed >>> 0;
  return Float64Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.fround((state / 2 ** 32) * 2 - 1);
  });
}

/** The Step uniform of an operator that needs nothing of it but the position. */
export const stepAt = (position: number): ArrayBuffer => encodeWords(STEP_WORDS, { position });

/** A call without launches whose backward pass introduces gradients that the test uploads. */
const seed: Operator<{ output: Tensor; inputs: readonly Tensor[] }> = {
  name: 'seed',
  validate: () => undefined,
  forward: () => [],
  backward({ output, inputs }, gradients) {
    for (const tensor of [output, ...inputs]) gradients.into(tensor);
    return [];
  },
};

export async function checkOperator(
  gpu: Gpu,
  test: OperatorCase,
  kernels: KernelChoice = DIRECT,
  tolerance = 2e-6,
): Promise<void> {
  const accumulates = test.gradients && Object.values(test.inputs).some(({ sole, constant }) => !sole && !constant);
  for (const accumulate of accumulates ? [false, true] : [false])
    await checkOnce(gpu, test, kernels, tolerance, accumulate);
}

async function checkOnce(
  gpu: Gpu,
  test: OperatorCase,
  kernels: KernelChoice,
  tolerance: number,
  accumulate: boolean,
): Promise<void> {
  const storage = test.storage ?? 'f32';
  const graph = new Graph(storage);
  const tensors: Record<string, Tensor> = {};
  const values: Record<string, Float64Array> = {};
  const uploads = new Map<string, { tensor: Tensor; data: Float64Array }>();
  const parameterGradients = new Map<string, Tensor>();
  Object.entries(test.inputs).forEach(([name, input], index) => {
    const tensor = graph.matrix(name, input.rows, input.cols, input.constant ? 'f32' : storage);
    tensors[name] = tensor;
    values[name] = rounded(tensor, input.data ?? randomValues(input.rows * input.cols, index + 1));
    uploads.set(name, { tensor, data: values[name] });
    if (input.parameter) parameterGradients.set(name, graph.matrix(`grad.${name}`, input.rows, input.cols, 'f32'));
  });
  for (const [name, data] of Object.entries(test.integers ?? {}))
    tensors[name] = graph.scalars(name, data.length, 1, 'u32');
  tensors.step = graph.scalars('step', 16, 1, 'f32');
  const output = test.build(graph, tensors);
  const differentiable = Object.keys(test.inputs).filter((name) => !test.inputs[name]?.constant);
  const activations = differentiable.filter((name) => !test.inputs[name]?.parameter);
  const preset = accumulate
    ? activations
        .filter((name) => !test.inputs[name]?.sole)
        .map((name) => tensors[name] as Tensor)
        .filter((tensor) => tensor !== output)
    : [];
  if (test.gradients) graph.call(seed, { output, inputs: preset });

  const context = { kernels, training: test.gradients !== undefined };
  const forward = graph.calls.flatMap((call) => call.forward(context));
  const backward = test.gradients
    ? backwardLaunches(graph, graph.calls, context, { of: (id) => parameterGradients.get(id), accumulate: true })
    : [];

  const upstream = randomValues(output.rows * output.cols, 99);
  const before: Record<string, Float64Array> = {};
  if (test.gradients) {
    uploads.set(`d${output.id}`, { tensor: graph.tensors.get(`d${output.id}`) as Tensor, data: upstream });
    for (const [index, tensor] of preset.entries()) {
      before[tensor.id] = randomValues(tensor.rows * tensor.cols, 200 + index);
      uploads.set(`d${tensor.id}`, {
        tensor: graph.tensors.get(`d${tensor.id}`) as Tensor,
        data: before[tensor.id] as Float64Array,
      });
    }
  }

  const set = await createBuffers(
    gpu,
    [...graph.tensors.values()].map((t) => ({
      name: t.id,
      bytes: Math.max(16, tensorBytes(t)),
      usage: t.id === 'step' ? 'uniform' : 'storage',
    })),
  );
  try {
    const bufferOf = (id: string) => set.buffers.get(id) as GPUBuffer;
    for (const { tensor, data } of uploads.values())
      gpu.device.queue.writeBuffer(bufferOf(tensor.id), 0, padded(tensor, data));
    for (const [name, data] of Object.entries(test.integers ?? {}))
      gpu.device.queue.writeBuffer(bufferOf(name), 0, data as Uint32Array<ArrayBuffer>);
    if (test.step) gpu.device.queue.writeBuffer(bufferOf('step'), 0, test.step);
    const program = await createProgram(gpu, [...forward, ...backward], (id) => ({
      buffer: bufferOf(id),
      offset: 0,
    }));
    const encoder = gpu.device.createCommandEncoder();
    program.encode(encoder);
    gpu.device.queue.submit([encoder.finish()]);

    const label = `${test.name}${accumulate ? ' (accumulating)' : ''}`;
    expectClose(
      await download(gpu, bufferOf(output.id), output, label),
      test.output(values),
      tolerance,
      `${label}: output`,
    );
    if (test.gradients) {
      const expected = test.gradients(values, upstream);
      expect(new Set(Object.keys(expected))).toEqual(new Set(differentiable));
      for (const [name, reference] of Object.entries(expected)) {
        // An operator that works in place on the output's gradient leaves the input's there.
        const own = parameterGradients.get(name) ?? graph.tensors.get(`d${name}`);
        const gradient = own ?? (graph.tensors.get(`d${output.id}`) as Tensor);
        const start = before[name];
        const sum = start ? reference.map((value, i) => value + (start[i] as number)) : reference;
        expectClose(
          await download(gpu, bufferOf(gradient.id), gradient, `${label}: d${name}`),
          sum,
          tolerance,
          `${label}: d${name}`,
        );
      }
    }
    expect(gpu.failure()).toBeNull();
  } finally {
    set.destroy();
  }
}

/** The values that a tensor's type holds. */
function rounded(tensor: Tensor, data: Float64Array): Float64Array {
  return tensor.bytesPerElement === 2 ? Float64Array.from(f16ToF32(f32ToF16(Float32Array.from(data)))) : data;
}

function padded(tensor: Tensor, data: Float64Array): Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  const out = new Float32Array(tensor.rows * tensor.stride);
  for (let row = 0; row < tensor.rows; row++)
    out.set(data.subarray(row * tensor.cols, (row + 1) * tensor.cols), row * tensor.stride);
  return tensor.bytesPerElement === 2 ? f32ToF16(out) : out;
}

/** Reads a matrix back without its padding, which must be zero. */
async function download(gpu: Gpu, buffer: GPUBuffer, tensor: Tensor, what: string): Promise<Float64Array> {
  const bytes = tensorBytes(tensor);
  const staging = gpu.device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = gpu.device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, bytes);
  gpu.device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const raw = staging.getMappedRange().slice(0);
  const all = tensor.bytesPerElement === 2 ? f16ToF32(new Uint16Array(raw)) : new Float32Array(raw);
  staging.destroy();
  const out = new Float64Array(tensor.rows * tensor.cols);
  for (let row = 0; row < tensor.rows; row++) {
    out.set(all.subarray(row * tensor.stride, row * tensor.stride + tensor.cols), row * tensor.cols);
    for (let i = tensor.cols; i < tensor.stride; i++)
      expect(all[row * tensor.stride + i], `${what}: padding of row ${row}`).toBe(0);
  }
  return out;
}
