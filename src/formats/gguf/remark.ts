/** What a person should know of a GGUF that was written: where other tools do not quite what Ocaq does. */
export type GgufRemark =
  /** Other tools let a position see all before it; the context is no longer than the window, within which that is the same. */
  | { readonly kind: 'window'; readonly count: number }
  /** Tensors whose rows are no whole blocks of the type are in f16. */
  | { readonly kind: 'rows'; readonly count: number }
  /** Other tools take a text as it is, where the tokenizer brings it to NFC first. */
  | { readonly kind: 'nfc' }
  /** Words that are tokens, which other tools take or merge where the tokenizer does the other. */
  | { readonly kind: 'words'; readonly count: number }
  /** The split rule is known since build b11034 of llama.cpp. */
  | { readonly kind: 'recent' }
  /** A file names three tokens that end an answer to llama.cpp; the model has more. */
  | { readonly kind: 'ends'; readonly count: number }
  /** The chat template could not be written for Ollama. */
  | { readonly kind: 'template' };
