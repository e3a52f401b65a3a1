/** Errors that say what a project lacks: they are over once it has that, wherever it came from. */
import type { StoreApi } from 'zustand/vanilla';
import type { ErrorCode } from '../error-codes.ts';
import type { OcaqError } from '../errors.ts';
import type { ProjectSnapshot } from '../worker/api.ts';
import type { Studio } from './studio.ts';

const has: Partial<Record<ErrorCode, (snapshot: ProjectSnapshot) => boolean>> = {
  'corpus-empty': ({ corpus }) => corpus.sources.length > 0,
  'corpus-not-cleaned': ({ corpus }) => corpus.documents > 0,
  'no-tokenizer': ({ tokenizer }) => tokenizer !== null,
  'no-model': ({ model }) => model !== null,
};

/** Lets a store forget such an error when the open project has what it lacked. */
export function endWithTheLack(
  studio: Studio,
  store: Pick<StoreApi<{ error: OcaqError | null }>, 'getState' | 'setState'>,
): void {
  studio.store.subscribe(({ snapshot }) => {
    const { error } = store.getState();
    if (error && snapshot && has[error.code]?.(snapshot)) store.setState({ error: null });
  });
}
