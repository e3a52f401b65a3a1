/** The tokenizer bench: vocabulary size, training, and any text split live. The newest text wins over a slower answer. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SplitRuleId } from '../data/tokenizer/split-rules.ts';
import type { OcaqError } from '../errors.ts';
import type { TokenPiece } from '../worker/api.ts';
import { type Api, asOcaqError, isCancelled } from './connection.ts';
import type { Jobs } from './jobs.ts';
import type { Notices } from './notices.ts';
import type { Studio } from './studio.ts';

export interface TokenizerState {
  vocabSize: number;
  rule: SplitRuleId;
  training: boolean;
  error: OcaqError | null;
  text: string;
  pieces: readonly TokenPiece[];
  splitError: OcaqError | null;
}

export interface Tokenizer {
  store: StoreApi<TokenizerState>;
  setVocabSize(size: number): void;
  setRule(rule: SplitRuleId): void;
  train(): Promise<void>;
  setText(text: string): void;
  /** Splits the current text again, with the tokenizer that is there now. */
  resplit(): void;
}

export const vocabSizes = [1024, 2048, 4096, 8192, 16_000, 32_000] as const;

/**
 * A vocabulary that the corpus can fill: about one token per 256 bytes, taken down to a size on the list. A larger one
 * spends parameters on tokens that are hardly ever seen.
 */
export function suggestedVocabSize(corpusBytes: number): number {
  let best: number = vocabSizes[0];
  for (const size of vocabSizes) if (size * 256 <= corpusBytes) best = size;
  return best;
}

const splitDelayMilliseconds = 120;

export function createTokenizer(api: Api, studio: Studio, jobs: Jobs, notices: Notices): Tokenizer {
  const store = createStore<TokenizerState>(() => ({
    vocabSize: vocabSizes[0],
    rule: 'llama-3',
    training: false,
    error: null,
    text: '',
    pieces: [],
    splitError: null,
  }));
  let timer: ReturnType<typeof setTimeout> | null = null;
  let newest = 0;

  async function split(): Promise<void> {
    const { text } = store.getState();
    const mine = ++newest;
    if (text === '' || !studio.store.getState().snapshot?.tokenizer) {
      store.setState({ pieces: [], splitError: null });
      return;
    }
    try {
      const pieces = await api.splitText(studio.projectId(), text);
      if (mine === newest) store.setState({ pieces, splitError: null });
    } catch (thrown) {
      if (mine === newest) store.setState({ splitError: asOcaqError(thrown) });
    }
  }

  function resplit(): void {
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void split(), splitDelayMilliseconds);
  }

  return {
    store,
    setVocabSize(vocabSize) {
      store.setState({ vocabSize, error: null });
    },
    setRule(rule) {
      store.setState({ rule });
    },
    async train() {
      const { vocabSize, rule } = store.getState();
      store.setState({ training: true, error: null });
      try {
        const report = await jobs.run('tokenizer', '', (jobId) =>
          api.trainTokenizer(studio.projectId(), jobId, { vocabSize, rule }),
        );
        notices.announce({ kind: 'tokenizer-trained', vocabSize: report.vocabSize });
        resplit();
      } catch (thrown) {
        if (isCancelled(thrown)) return;
        const error = asOcaqError(thrown);
        const { possible } = error.details;
        // Pressed again, it trains the largest vocabulary that this text allows.
        const isTooLarge = error.code === 'vocabulary-too-large' && typeof possible === 'number';
        store.setState({ error, ...(isTooLarge ? { vocabSize: possible } : {}) });
      } finally {
        store.setState({ training: false });
        await studio.refreshStorage();
      }
    },
    setText(text) {
      store.setState({ text });
      resplit();
    },
    resplit,
  };
}
