/**
 * Which programs open which form of export, for people who choose one. A program that does not open a form is sent to the one that
 * it does open, with the reason. Where a version stands in `tried`, a file of Ocaq was opened in it and gave the engine's own
 * numbers; elsewhere the program's documentation says so.
 *
 * Sources: convert/convert.go and docs/import.md of Ollama (of the families here it turns folders of Llama and Qwen2 alone, with split
 * rules that it knows by their hash); convert_hf_to_gguf.py of llama.cpp (knows vocabularies by the ids of one text, and so none that
 * is new); docs of transformers, peft, mlx-lm and wllama (which runs llama.cpp in a browser, from files below 2 GB).
 */

/** As `ExportOptions.form`, of those that other programs open. */
export type LoadedForm = 'model' | 'adapter' | 'gguf';

export type LoaderOutcome =
  | { readonly kind: 'opens'; readonly tried?: string }
  | { readonly kind: 'instead'; readonly form: LoadedForm; readonly why: LoaderReason };

export type LoaderReason =
  /** A GGUF is another format than the safetensors that it reads. */
  | 'reads-safetensors'
  | 'reads-gguf'
  /** It would take the folder only with a vocabulary that it knows. */
  | 'known-vocabularies'
  /** It opens adapters of its own form alone, or none. */
  | 'own-adapters'
  /** It opens adapters through peft alone. */
  | 'with-peft'
  /** It is for adapters; the model beside which they lie is opened by transformers. */
  | 'adapters-only';

export interface Loader {
  /** With the version that the table speaks of. */
  readonly name: string;
  readonly outcomes: Readonly<Record<LoadedForm, LoaderOutcome>>;
}

const opens = (tried?: string): LoaderOutcome => (tried === undefined ? { kind: 'opens' } : { kind: 'opens', tried });
const instead = (form: LoadedForm, why: LoaderReason): LoaderOutcome => ({ kind: 'instead', form, why });

const TRANSFORMERS = {
  adapter: instead('model', 'with-peft'),
  gguf: instead('model', 'reads-safetensors'),
} as const;
const LLAMA_CPP = {
  model: instead('gguf', 'known-vocabularies'),
  adapter: instead('gguf', 'own-adapters'),
} as const;

export const LOADERS: readonly Loader[] = [
  { name: 'transformers 4.57', outcomes: { ...TRANSFORMERS, model: opens('4.57.6') } },
  { name: 'transformers 5', outcomes: { ...TRANSFORMERS, model: opens('5.18') } },
  {
    name: 'peft',
    outcomes: {
      model: instead('adapter', 'adapters-only'),
      adapter: opens('0.21'),
      gguf: instead('adapter', 'reads-safetensors'),
    },
  },
  {
    name: 'mlx-lm',
    outcomes: {
      model: opens(),
      adapter: instead('model', 'own-adapters'),
      gguf: instead('model', 'reads-safetensors'),
    },
  },
  { name: 'llama.cpp', outcomes: { ...LLAMA_CPP, gguf: opens('0.5.0') } },
  { name: 'Ollama', outcomes: { ...LLAMA_CPP, gguf: opens() } },
  {
    name: 'wllama',
    outcomes: { model: instead('gguf', 'reads-gguf'), adapter: instead('gguf', 'reads-gguf'), gguf: opens() },
  },
];
