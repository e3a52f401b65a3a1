/** An engine that takes training steps, as `bench step` measures it. */
export interface StepShape {
  /** Rows of a micro-batch, tokens of a row, micro-batches of a step. */
  readonly batch: number;
  readonly seq: number;
  readonly accumulate: number;
}

export interface Contender {
  readonly name: string;
  /** One optimizer step on [batch, seq] tokens, as often as it accumulates; resolves with the loss when the device has finished. */
  step(tokens: Int32Array<ArrayBuffer>, targets: Int32Array<ArrayBuffer>): Promise<number>;
}

/** A predictable stream (next = 7·token + noise), so that losses fall and engines can be told to agree. */
export function patternBatch(
  vocab: number,
  { batch, seq }: Pick<StepShape, 'batch' | 'seq'>,
): { tokens: Int32Array<ArrayBuffer>; targets: Int32Array<ArrayBuffer> } {
  const [tokens, targets] = [new Int32Array(batch * seq), new Int32Array(batch * seq)];
  let state = 12_345;
  const random = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state;
  };
  for (let row = 0; row < batch; row++) {
    let token = random() % vocab;
    for (let t = 0; t < seq; t++) {
      tokens[row * seq + t] = token;
      token = (token * 7 + ((random() >> 16) % 4)) % vocab;
      targets[row * seq + t] = token;
    }
  }
  return { tokens, targets };
}
