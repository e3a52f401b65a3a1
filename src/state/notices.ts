/**
 * Things that finished or failed away from where the person is looking. Stores announce them here; the page turns them
 * into toasts in the person's language. A notice carries facts, never text to show.
 */
import type { OcaqError } from '../errors.ts';
import type { RunRecord } from '../worker/api.ts';

export type Notice =
  | { kind: 'error'; error: OcaqError }
  | { kind: 'imported'; fileName: string; documents: number; nearShare: number }
  /** A file whose documents the corpus has already. */
  | { kind: 'already-there'; fileName: string }
  /** Texts that were chosen for a step of cleaning before. */
  | { kind: 'already-chosen'; name: string }
  | { kind: 'instructions-imported'; fileName: string; records: number; problems: number }
  | { kind: 'tokenizer-trained'; vocabSize: number }
  | { kind: 'checkpoint-saved'; step: number }
  | { kind: 'run-ended'; run: RunRecord }
  /** A checkpoint of it came back from elsewhere. */
  | { kind: 'run-returned'; run: RunRecord; step: number }
  | { kind: 'exported'; fileName: string }
  /** An export, to that repository of the Hub. */
  | { kind: 'pushed'; id: string }
  /** The file has been read back. */
  | { kind: 'project-saved'; fileName: string; bytes: number }
  | { kind: 'project-opened'; name: string }
  | { kind: 'journey-done' };

export interface Notices {
  announce(notice: Notice): void;
  on(listener: (notice: Notice) => void): () => void;
}

export function createNotices(): Notices {
  const listeners = new Set<(notice: Notice) => void>();
  return {
    announce(notice) {
      for (const listener of listeners) listener(notice);
    },
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
