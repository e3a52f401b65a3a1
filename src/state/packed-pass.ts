/** What a pass over the corpus is with its documents packed, for the run that is being set up. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PackedPass } from '../worker/api.ts';
import type { Api } from './connection.ts';
import { onOtherProject, type Studio } from './studio.ts';

export interface PackedPassState {
  /** In rows of so many tokens; null: not known. */
  pass: (PackedPass & { readonly seq: number }) | null;
}

export interface Packing {
  store: StoreApi<PackedPassState>;
  /** Packs the documents of the open project. */
  look(seq: number): Promise<void>;
}

export function createPacking(api: Api, studio: Studio): Packing {
  const store = createStore<PackedPassState>(() => ({ pass: null }));
  onOtherProject(studio, () => store.setState({ pass: null }));
  let newest = 0;
  return {
    store,
    async look(seq) {
      const mine = ++newest;
      // What cannot be packed is refused when a run with it is started.
      const pass = await api.packedPass(studio.projectId(), seq).catch(() => null);
      if (mine === newest) store.setState({ pass: pass && { ...pass, seq } });
    },
  };
}
