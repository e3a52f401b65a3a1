/** The loss head in float64, written for reading. x [rows, d]; weight [vocab, d]; weights [rows]; a negative target is not counted. */
export function linearCrossEntropyForward(
  x: Float64Array,
  weight: Float64Array,
  targets: Int32Array,
  inverseTokens: number,
  weights: ArrayLike<number> = alike(targets),
): { loss: number; rowLoss: Float64Array; probabilities: Float64Array } {
  const d = x.length / targets.length;
  const vocab = weight.length / d;
  const probabilities = new Float64Array(targets.length * vocab);
  const rowLoss = Float64Array.from(targets, (target, row) => {
    const logits = Float64Array.from({ length: vocab }, (_, token) => {
      let sum = 0;
      for (let c = 0; c < d; c++) sum += x[row * d + c]! * weight[token * d + c]!;
      return sum;
    });
    const largest = logits.reduce((a, b) => Math.max(a, b));
    const logSum = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
    probabilities.set(
      logits.map((logit) => Math.exp(logit - logSum)),
      row * vocab,
    );
    return target < 0 ? 0 : (logSum - logits[target]!) * weights[row]!;
  });
  return { loss: rowLoss.reduce((sum, loss) => sum + loss, 0) * inverseTokens, rowLoss, probabilities };
}

export function linearCrossEntropyBackward(
  x: Float64Array,
  weight: Float64Array,
  targets: Int32Array,
  inverseTokens: number,
  weights: ArrayLike<number> = alike(targets),
): { dx: Float64Array; dweight: Float64Array } {
  const d = x.length / targets.length;
  const vocab = weight.length / d;
  const { probabilities } = linearCrossEntropyForward(x, weight, targets, inverseTokens);
  const dx = new Float64Array(x.length);
  const dweight = new Float64Array(weight.length);
  targets.forEach((target, row) => {
    if (target < 0) return;
    for (let token = 0; token < vocab; token++) {
      const dlogit = (probabilities[row * vocab + token]! - (token === target ? 1 : 0)) * inverseTokens * weights[row]!;
      for (let c = 0; c < d; c++) {
        dx[row * d + c] = dx[row * d + c]! + dlogit * weight[token * d + c]!;
        dweight[token * d + c] = dweight[token * d + c]! + dlogit * x[row * d + c]!;
      }
    }
  });
  return { dx, dweight };
}

const alike = ({ length }: Int32Array): number[] => Array<number>(length).fill(1);
