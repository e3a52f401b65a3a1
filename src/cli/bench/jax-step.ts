/**
 * The same Llama training step in jax-js, to be measured beside ours: embedding by gather, fused jit of forward,
 * backward and AdamW, loss read back once a step. jax-js consumes each array once; `.ref` keeps it for another use.
 */
import { OcaqError } from '../../errors.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import type { Contender, StepShape } from './contender.ts';

const BETA1 = 0.9;
const BETA2 = 0.95;
const EPSILON = 1e-8;
const DECAY = 0.1;
const LEARNING_RATE = 3e-3;

export async function jaxContender(config: ModelConfig, shape: StepShape): Promise<Contender> {
  if (config.family !== 'llama')
    throw new OcaqError('bench-family', `jax-js is compared with on Llama models alone, not on "${config.family}".`);
  installIteratorHelpers();
  const { defaultDevice, init, jit, nn, numpy: np, valueAndGrad } = await import('@jax-js/jax');
  const devices = await init('webgpu');
  if (!devices.includes('webgpu')) throw new Error(`jax-js found no WebGPU device, only ${devices.join(', ')}`);
  defaultDevice('webgpu');
  type Array = ReturnType<typeof np.array>;

  const { hiddenSize, heads, kvHeads, headSize, ffnSize, vocabSize, layers, ropeTheta = 10_000 } = config;
  const { batch, seq } = shape;
  const half = headSize / 2;
  const random = normals(1);
  const matrix = (rows: number, cols: number, std = 0.02): Array =>
    np.array(Float32Array.from({ length: rows * cols }, () => random() * std)).reshape([rows, cols]);
  const ones = (n: number): Array => np.array(new Float32Array(n).fill(1));
  const std = 0.02 / Math.sqrt(2 * layers);
  // A flat list: [embedding, final norm, head, then per layer: norm1, q, k, v, o, norm2, gate, up, down].
  let parameters: Array[] = [matrix(vocabSize, hiddenSize), ones(hiddenSize), matrix(hiddenSize, vocabSize)];
  for (let layer = 0; layer < layers; layer++) {
    parameters.push(
      ones(hiddenSize),
      matrix(hiddenSize, heads * headSize),
      matrix(hiddenSize, kvHeads * headSize),
      matrix(hiddenSize, kvHeads * headSize),
    );
    parameters.push(
      matrix(heads * headSize, hiddenSize, std),
      ones(hiddenSize),
      matrix(hiddenSize, ffnSize),
      matrix(hiddenSize, ffnSize),
      matrix(ffnSize, hiddenSize, std),
    );
  }
  const zeros = () => parameters.map((p) => np.array(new Float32Array(p.size)).reshape(p.shape));
  let first = zeros();
  let second = zeros();
  const angle = (i: number) => Math.floor(i / half) * ropeTheta ** (-(2 * (i % half)) / headSize);
  const table = (f: (x: number) => number) =>
    np.array(Float32Array.from({ length: seq * half }, (_, i) => f(angle(i)))).reshape([1, seq, 1, half]);
  const [cos, sin] = [table(Math.cos), table(Math.sin)];

  const norm = (x: Array, w: Array): Array => {
    const root = np.sqrt(np.square(x.ref).mean(-1, { keepdims: true }).add(config.normEps));
    return x.div(root).mul(w);
  };
  const rotate = (x: Array, c: Array, s: Array): Array => {
    const a = x.ref.slice([], [], [], [0, half]);
    const b = x.slice([], [], [], [half, headSize]);
    return np.concatenate([a.ref.mul(c.ref).sub(b.ref.mul(s.ref)), b.mul(c).add(a.mul(s))], -1);
  };
  const loss = (p: Array[], tokens: Array, targets: Array, c: Array, s: Array): Array => {
    const at = (i: number) => p[i] as Array;
    let x = at(0).slice(tokens);
    for (let layer = 0; layer < layers; layer++) {
      const [n1, q, k, v, o, n2, gate, up, down] = p.slice(3 + 9 * layer, 12 + 9 * layer) as [
        Array,
        Array,
        Array,
        Array,
        Array,
        Array,
        Array,
        Array,
        Array,
      ];
      const h = norm(x.ref, n1).reshape([batch * seq, hiddenSize]);
      const query = rotate(np.matmul(h.ref, q).reshape([batch, seq, heads, headSize]), c.ref, s.ref);
      const key = rotate(np.matmul(h.ref, k).reshape([batch, seq, kvHeads, headSize]), c.ref, s.ref);
      const value = np.matmul(h, v).reshape([batch, seq, kvHeads, headSize]);
      const attended = nn.dotProductAttention(query, key, value, { isCausal: true });
      x = x.add(np.matmul(attended.reshape([batch * seq, heads * headSize]), o).reshape([batch, seq, hiddenSize]));
      const m = norm(x.ref, n2).reshape([batch * seq, hiddenSize]);
      const mixed = nn.silu(np.matmul(m.ref, gate)).mul(np.matmul(m, up));
      x = x.add(np.matmul(mixed, down).reshape([batch, seq, hiddenSize]));
    }
    c.dispose();
    s.dispose();
    const logits = np.matmul(norm(x, at(1)).reshape([batch * seq, hiddenSize]), at(2));
    const picked = nn
      .logSoftmax(logits, -1)
      .mul(nn.oneHot(targets.reshape([batch * seq]), vocabSize))
      .sum(-1);
    return picked.mean().neg();
  };

  const step = jit(
    (p: Array[], m: Array[], v: Array[], tokens: Array, targets: Array, c: Array, s: Array, hyper: Array) => {
      const [value, gradients] = valueAndGrad(loss)(
        p.map((a) => a.ref),
        tokens,
        targets,
        c,
        s,
      ) as [Array, Array[]];
      const [rate, correction, keep] = [0, 1, 2].map((i) => hyper.ref.slice(i)) as [Array, Array, Array];
      hyper.dispose();
      const m2 = m.map((a, i) => a.mul(BETA1).add((gradients[i] as Array).ref.mul(1 - BETA1)));
      const v2 = v.map((a, i) => a.mul(BETA2).add(np.square(gradients[i] as Array).mul(1 - BETA2)));
      const p2 = p.map((a, i) => {
        const update = (m2[i] as Array).ref
          .mul(rate.ref)
          .div(np.sqrt((v2[i] as Array).ref.mul(correction.ref)).add(EPSILON));
        return (a.ndim > 1 ? a.mul(keep.ref) : a).sub(update);
      });
      for (const a of [rate, correction, keep]) a.dispose();
      return [value, p2, m2, v2] as [Array, Array[], Array[], Array[]];
    },
  );

  let done = 0;
  return {
    name: 'jax-js',
    async step(tokens, targets) {
      done += 1;
      const hyper = np.array(
        Float32Array.of(LEARNING_RATE / (1 - BETA1 ** done), 1 / (1 - BETA2 ** done), 1 - LEARNING_RATE * DECAY),
      );
      const [value, p, m, v] = step(
        parameters,
        first,
        second,
        np.array(tokens).reshape([batch, seq]),
        np.array(targets).reshape([batch, seq]),
        cos.ref,
        sin.ref,
        hyper,
      );
      [parameters, first, second] = [p, m, v];
      return Number(await value.jsAsync());
    },
  };
}

/** Standard normals: mulberry32 and Box–Muller. */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
}

/** jax-js uses iterator helpers, which Node has from version 22 on. */
export function installIteratorHelpers(): void {
  const prototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as Record<string, unknown>;
  for (const name of ['map', 'filter', 'some', 'every', 'find', 'reduce', 'flatMap', 'forEach'] as const) {
    prototype[name] ??= function (this: Iterable<unknown>, ...args: unknown[]) {
      const list = [...this];
      const result = (list[name] as (...a: unknown[]) => unknown)(...args);
      return Array.isArray(result) ? result[Symbol.iterator]() : result;
    };
  }
  prototype.toArray ??= function (this: Iterable<unknown>) {
    return [...this];
  };
}
