/**
 * What a family is in a GGUF: the architecture that llama.cpp runs it as, its keys, and the names of its tensors there
 * (llama.cpp: gguf-py/gguf/constants.py, src/models/).
 */
import type { GgufValue } from '../../formats/gguf/layout.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';

export interface GgufForm {
  /** `general.architecture` */
  readonly architecture: string;
  /** Keys of the architecture, without its name in front. */
  readonly keys: Readonly<Record<string, GgufValue>>;
  /** Tokens that a context may have. */
  readonly contextLength: number;
  /** Whether the two elements of a head that RoPE rotates together lie side by side there. */
  readonly pairsLieTogether: boolean;
  /** Tensors that follow from the config, each a vector of f32. */
  readonly constants: readonly { readonly name: string; readonly values: Float32Array }[];
  /** @param name of a Hugging Face tensor of the family */
  tensorName(name: string): string;
}

export const u32 = (value: number): GgufValue => ({ type: 'u32', value });
export const f32 = (value: number): GgufValue => ({ type: 'f32', value });

/** What every architecture has. */
export const commonKeys = (config: ModelConfig, contextLength: number): Record<string, GgufValue> => ({
  vocab_size: u32(config.vocabSize),
  context_length: u32(contextLength),
  embedding_length: u32(config.hiddenSize),
  block_count: u32(config.layers),
  feed_forward_length: u32(config.ffnSize),
  'attention.head_count': u32(config.heads),
  'attention.head_count_kv': u32(config.kvHeads),
});

/**
 * Names of tensors by those of their modules.
 * @param layers the Hugging Face name before the number of a layer
 * @param inLayer what follows it, without `.weight` and `.bias`
 */
export function tensorNames(
  layers: string,
  inLayer: Readonly<Record<string, string>>,
  outside: Readonly<Record<string, string>>,
): (name: string) => string {
  return (name) => {
    const at = name.lastIndexOf('.');
    const [module, kind] = [name.slice(0, at), name.slice(at + 1)];
    const isInLayer = module.startsWith(`${layers}.`);
    const [, number = '', part = ''] = isInLayer ? (/^(\d+)\.(.*)$/.exec(module.slice(layers.length + 1)) ?? []) : [];
    const found = isInLayer ? inLayer[part] : outside[module];
    if (found === undefined) throw new Error(`the tensor "${name}" has no name in a GGUF`);
    return isInLayer ? `blk.${number}.${found}.${kind}` : `${found}.${kind}`;
  };
}
