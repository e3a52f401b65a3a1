/**
 * Sizes of a vocabulary that llama.cpp's converter takes for those of one model, whose special tokens it then writes
 * (`conversion/llama.py`): CodeLlama's 32016 gets prompts for filling in, Granite's and SmolLM's 49152 no token that begins a text.
 */
const MISREAD: readonly number[] = [32_016, 49_152];
/** Tables whose rows are a multiple of this stay one. */
const STEP = 8;

/** The size itself, or the next one that no tool misreads. */
export const readableVocabSize = (size: number): number => (MISREAD.includes(size) ? size + STEP : size);
