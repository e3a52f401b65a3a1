/** What a pass over the corpus is with its documents packed, for the run that is being set up. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OcaqError } from '../errors.ts';
import type { PackedPass } from '../worker/api.ts';
import { type Api, asOcaqError } from './connection.ts';
import { onOtherProject, type Studio } from './studio.ts';

export interface PackedPassState {
  /** In rows of so many tokens; null: not known. */
  pass: (PackedPass & { readonly seq: number }) | null;
  /** Why the corpus could not be looked at; null where it is only too short, which is said when a run with it is started. */
  error: OcaqError | null;
}

export interface Packing {
  store: StoreApi<PackedPassState>;
  /** Packs the documents of the open project. */
  look(seq: number): Promise<void>;
}

const unknown: PackedPassState = { pass: null, error: null };

export function createPacking(api: Api, studio: Studio): Packing {
  const store = createStore<PackedPassState>(() => unknown);
  onOtherProject(studio, () => store.setState(unknown));
  let newest = 0;

  async function packed(seq: number): Promise<PackedPassState> {
    try {
      const pass = await api.packedPass(studio.projectId(), seq);
      return { pass: pass && { ...pass, seq }, error: null };
    } catch (thrown) {
      const error = asOcaqError(thrown);
      return error.code === 'corpus-too-short' ? unknown : { pass: null, error };
    }
  }

  return {
    store,
    async look(seq) {
      const mine = ++newest;
      const state = await packed(seq);
      if (mine === newest) store.setState(state);
    },
  };
}
