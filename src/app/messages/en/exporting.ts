/** Messages of the Export screen. Parameters are ready text. */

export const exporting = {
  checkpoint: 'Checkpoint',
  name: 'Name',
  nameHint: 'Letters, digits, dot, dash and underscore',
  license: 'Licence of the model',
  licenseOther: 'Other',
  licenseNone: 'Not stated',
  cardLanguage: 'Language of the model card',
  cardLanguageHint: 'It is written in English too.',
  withHeldOut: 'Take the held-out documents along',
  licenseHint: 'It must be allowed by the texts that you trained on.',
  start: 'Export',
  again: 'Export again',
  contents: 'What the file holds',
  form: 'What to export',
  forms: { adapter: 'The adapter, for peft', model: 'A whole model, merged', gguf: 'GGUF, for llama.cpp and Ollama' },
  /** The form `model` where there is nothing to merge. */
  folder: 'Hugging Face folder',
  leads: {
    model: 'One zip with a folder that Hugging Face transformers and the tools built on it load.',
    adapter:
      'One zip with a folder that Hugging Face peft loads beside the base. Export the base as a model of its own.',
    gguf: 'One zip with the model as a single file, which llama.cpp and the programs built on it run, and a Modelfile for Ollama.',
  },
  ggufType: 'Numbers',
  ggufTypes: { f32: '32 bits', f16: '16 bits', q8_0: '8 bits (q8_0)', q4_0: '4 bits (q4_0)' },
  remarks: {
    window: (count: string) =>
      `Other programs do not know the model’s sliding window. The file gives a context of ${count} tokens, within which that makes no difference.`,
    rows: (count: string) => `${count} tensors are in 16 bits, because their rows are no multiples of 32.`,
    nfc: () =>
      'Ocaq brings text to one Unicode form (NFC) before it reads it; other programs take it as it is. Text that was typed in the usual way is in that form already.',
    words: (count: string) =>
      `${count} words are tokens that other programs take where this tokenizer merges, or the other way round; text with them is read otherwise there.`,
    recent: () =>
      'The way in which this tokenizer cuts words is known to llama.cpp since September 2026 (build b11034). Older versions, of Ollama too, refuse the file.',
    ends: (count: string) => `${count} tokens end an answer; llama.cpp hears of the first three, Ollama of all.`,
    template: () =>
      'The chat template came with the model, and how Ollama would write it is not known: the Modelfile has none, and Ollama takes the one that it knows by the file.',
  },
  merged: (largest: string) => `The adapters are merged into the weights. No weight changed by more than ${largest}.`,
  mergedLogits: (largest: string) =>
    `The logits of the merged model differ from those of the adapters beside the base by ${largest} at most.`,
  purposes: {
    'model.safetensors': 'The weights.',
    'model.gguf': 'Weights, tokenizer and chat template in one.',
    Modelfile: 'For Ollama: template, ends of an answer, sampling.',
    'adapter_model.safetensors': 'The adapters: A and B of each layer.',
    'adapter_config.json': 'Rank, alpha and the layers that have an adapter.',
    'config.json': 'The shape of the model.',
    'generation_config.json': 'How text is generated unless told otherwise.',
    'tokenizer.json': 'The tokenizer, whole: vocabulary, merges, rules.',
    'tokenizer_config.json': 'Special tokens and the chat template.',
    'chat_template.jinja': 'The wording around instruction and answer.',
    'README.md': 'The model card: data, training, scores, licence.',
    'heldout.jsonl': 'The held-out text, so that anyone can check the perplexity.',
  } as Record<string, string>,
  otherPurpose: 'Further data of the run.',
  verified: (tensors: string) => `Verified: the written file was read back, and all ${tensors} tensors are the same.`,
  download: (size: string) => `Download, ${size}`,
  quality: 'Quality on held-out text',
  perplexity: 'Perplexity',
  loss: 'Loss',
  bitsPerByte: 'Bits per byte',
  evaluate: 'Evaluate now',
  notEvaluated: 'not evaluated',
  needsCheckpoint: 'There is no checkpoint yet. Train a model, and take it with you from here.',
  toTrain: 'Go to Train',
  use: 'Loading it in Python',
  useGguf: 'Running it, in the unpacked folder',
  loaders: 'Which programs open it',
  program: 'Program',
  opensIt: 'Whether it opens it',
  opens: 'Opens it, by its documentation.',
  triedIn: (version: string) => `Opens it: tried in version ${version}, with the same numbers.`,
  instead: (reason: string, form: string) => `${reason} Export ${form} for it.`,
  loaderForms: { model: 'a whole model', adapter: 'the adapter', gguf: 'a GGUF' },
  loaderReasons: {
    'reads-safetensors': 'Reads safetensors.',
    'reads-gguf': 'Reads GGUF.',
    'known-vocabularies': 'Turns folders into GGUF itself, but only with vocabularies or split rules that it knows.',
    'own-adapters': 'Opens adapters of its own form alone.',
    'with-peft': 'Opens adapters through peft alone.',
    'adapters-only': 'Is for adapters; the model beside which they lie is opened by transformers.',
  },
  badName: 'The name needs at least one letter or digit.',
  size: 'Size',
  file: 'File',
  purpose: 'What it is for',
};

export type Exporting = typeof exporting;
