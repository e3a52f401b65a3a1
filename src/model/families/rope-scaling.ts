/**
 * The RoPE part of a `config.json`: the base and a scaling of the frequencies, in both styles (`rope_theta` and
 * `rope_scaling` up to transformers 4, `rope_parameters` from 5). Scalings other than `linear` (Chen et al. 2023,
 * arXiv:2306.15595) and `llama3` (Llama 3.1) are refused by name.
 */
import { OcaqError } from '../../errors.ts';
import { type ConfigFields, checkRange, type ModelConfig, optional, show } from '../../formats/hf-config.ts';

export type RopeScaling =
  | { readonly type: 'linear'; readonly factor: number }
  | {
      readonly type: 'llama3';
      readonly factor: number;
      /** Rotations within the original context up to which a frequency is scaled in full, and from which on not at all. */
      readonly lowFrequencyFactor: number;
      readonly highFrequencyFactor: number;
      readonly originalContextLength: number;
    };

export interface RopeConfig extends ModelConfig {
  ropeTheta: number;
  /** Absent: frequencies as the base gives them. */
  ropeScaling?: RopeScaling;
}

/** @throws `config-unsupported`, `config-rope-scaling`, `config-rope-theta-conflict`, `config-field-type` */
export function readRope(fields: ConfigFields, defaultTheta: number): Pick<RopeConfig, 'ropeTheta' | 'ropeScaling'> {
  fields.expect('partial_rotary_factor', [1], 'positions rotated in part of each head');
  return { ropeTheta: readTheta(fields, defaultTheta), ...optional('ropeScaling', readScaling(fields)) };
}

/** The objects of both styles. */
const STYLES = ['rope_scaling', 'rope_parameters'] as const;

function readTheta(fields: ConfigFields, defaultTheta: number): number {
  const { file } = fields;
  const places: [string, unknown][] = [
    ['rope_theta', fields.given('rope_theta')],
    ...STYLES.map((style): [string, unknown] => [`${style}.rope_theta`, fields.within(style)?.given('rope_theta')]),
  ];
  const [first, ...others] = places.filter(([, theta]) => theta !== undefined);
  if (!first) return defaultTheta;
  const [place, theta] = first;
  const other = others.find(([, value]) => value !== theta);
  if (other)
    throw new OcaqError(
      'config-rope-theta-conflict',
      `"${file}" states two different RoPE bases: ${place} ${show(theta)} and ${other[0]} ${show(other[1])}. Remove the wrong one.`,
      { file, outside: show(theta), inside: show(other[1]) },
    );
  if (typeof theta !== 'number') throw fields.wrongType(place, theta, 'a number');
  return theta;
}

/** Where a file has both objects, they say the same or one says nothing. */
function readScaling(fields: ConfigFields): RopeScaling | undefined {
  const stated = STYLES.flatMap((style) => scalingOf(fields, style) ?? []);
  const [first, second] = stated;
  if (first && second && JSON.stringify(first) !== JSON.stringify(second))
    throw new OcaqError(
      'config-rope-scaling',
      `"${fields.file}" states two different RoPE scalings: rope_scaling ${show(first)} and rope_parameters ${show(second)}. Remove the wrong one.`,
      { file: fields.file },
    );
  return first?.type === 'default' ? undefined : first;
}

/** undefined where nothing is said of a scaling, which is not the same as `default`. */
function scalingOf(fields: ConfigFields, field: string): RopeScaling | { readonly type: 'default' } | undefined {
  const rope = fields.within(field);
  if (!rope) return undefined;
  const missing = (name: string) =>
    new OcaqError(
      'config-rope-scaling',
      `"${fields.file}" asks for RoPE scaling (${field}: ${show(fields.given(field))}) without ${name}: the model would give wrong answers. Add it from the original config.`,
      { file: fields.file, field: `${field}.${name}` },
    );
  const number = (name: string): number => {
    if (rope.given(name) === undefined) throw missing(name);
    return rope.number(name, 0);
  };
  if (['full_attention', 'sliding_attention'].some((kind) => rope.has(kind)))
    throw fields.unsupported(field, 'a RoPE of its own in each kind of layer');
  if ((rope.given('partial_rotary_factor') ?? 1) !== 1)
    throw fields.unsupported(field, 'another scheme than plain RoPE');
  const type = rope.given('rope_type') ?? rope.given('type');
  switch (type) {
    case undefined:
      if (rope.given('factor') !== undefined) throw missing('rope_type');
      return undefined;
    case 'default':
      return { type };
    case 'linear':
      return { type, factor: number('factor') };
    case 'llama3':
      return {
        type,
        factor: number('factor'),
        lowFrequencyFactor: number('low_freq_factor'),
        highFrequencyFactor: number('high_freq_factor'),
        originalContextLength: number('original_max_position_embeddings'),
      };
    default:
      throw fields.unsupported(field, 'a RoPE scaling other than "linear" and "llama3"');
  }
}

/** @throws `config-number-out-of-range` */
export function checkRope({ ropeTheta, ropeScaling }: RopeConfig): void {
  checkRange('ropeTheta', 'RoPE base', ropeTheta, 1, 1e12);
  if (!ropeScaling) return;
  // A factor of 1 scales nothing, and is written by some.
  checkRange('ropeScaling.factor', 'RoPE scaling factor', ropeScaling.factor, 0.99, 1e6);
  if (ropeScaling.type === 'linear') return;
  const { lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength } = ropeScaling;
  checkRange('ropeScaling.lowFrequencyFactor', 'low frequency factor of RoPE', low, 0, 1e6);
  checkRange('ropeScaling.highFrequencyFactor', 'high frequency factor of RoPE', high, low, 1e6);
  checkRange('ropeScaling.originalContextLength', 'original context length of RoPE', originalContextLength, 0, 2 ** 24);
}

/** Both styles at once, each as its readers know it. */
export function ropeFields({ ropeTheta, ropeScaling }: RopeConfig): object {
  if (!ropeScaling) return { rope_theta: ropeTheta, rope_parameters: { rope_theta: ropeTheta, rope_type: 'default' } };
  const scaling = {
    rope_type: ropeScaling.type,
    factor: ropeScaling.factor,
    ...(ropeScaling.type === 'llama3' && {
      low_freq_factor: ropeScaling.lowFrequencyFactor,
      high_freq_factor: ropeScaling.highFrequencyFactor,
      original_max_position_embeddings: ropeScaling.originalContextLength,
    }),
  };
  return {
    rope_theta: ropeTheta,
    rope_scaling: { ...scaling, type: ropeScaling.type },
    rope_parameters: { ...scaling, rope_theta: ropeTheta },
  };
}

/** What a scaling makes of a frequency in radians a position. */
export function scaledFrequency(frequency: number, scaling: RopeScaling | undefined): number {
  switch (scaling?.type) {
    case undefined:
      return frequency;
    case 'linear':
      return frequency / scaling.factor;
    case 'llama3': {
      const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength } = scaling;
      const rotations = (originalContextLength * frequency) / (2 * Math.PI);
      const kept = Math.min(1, Math.max(0, (rotations - low) / (high - low)));
      return kept * frequency + ((1 - kept) * frequency) / factor;
    }
    default:
      return scaling satisfies never;
  }
}
