/** Carries the stores from the composition root to the components, and reads them. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Stores } from '../state/stores.ts';

export const StoresContext = createContext<Stores | null>(null);

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (!stores) throw new Error('useStores outside of StoresContext');
  return stores;
}

/** One selected value of the frame's store; `select` must return a value that is stable while nothing changes. */
export function useStudio<T>(select: (state: ReturnType<Stores['studio']['store']['getState']>) => T): T {
  return useStore(useStores().studio.store, select);
}
