/**
 * Holds a reference's gradients to central finite differences of its own forward pass: the link of the proof that needs
 * no GPU. The scalar differentiated is Σ upstream · output.
 */
import { expectClose } from './compare.ts';
import { randomValues } from './operator-check.ts';

export function checkGradients(
  inputs: Readonly<Record<string, Float64Array>>,
  output: (inputs: Readonly<Record<string, Float64Array>>) => Float64Array,
  gradients: (
    inputs: Readonly<Record<string, Float64Array>>,
    upstream: Float64Array,
  ) => Readonly<Record<string, Float64Array>>,
  tolerance = 1e-6,
): void {
  const upstream = randomValues(output(inputs).length, 7);
  const along = (changed: Readonly<Record<string, Float64Array>>): number =>
    output(changed).reduce((sum, value, i) => sum + value * (upstream[i] as number), 0);
  for (const [name, analytic] of Object.entries(gradients(inputs, upstream))) {
    const values = inputs[name] as Float64Array;
    const numeric = values.map((value, i) => {
      const step = 1e-5;
      const at = (x: number) => along({ ...inputs, [name]: values.with(i, x) });
      return (at(value + step) - at(value - step)) / (2 * step);
    });
    expectClose(analytic, numeric, tolerance, `d${name} against finite differences`);
  }
}
