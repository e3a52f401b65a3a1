/** Keys of services, in memory alone. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { originOf } from '../data/translation/endpoint.ts';

export interface ServiceKeys {
  /** By origin: none is ever sent to another. */
  store: StoreApi<Readonly<Record<string, string>>>;
  set(origin: string, key: string): void;
  /** That of the service at an address; '' where there is none. */
  of(address: string): string;
}

export function createServiceKeys(): ServiceKeys {
  const store = createStore<Readonly<Record<string, string>>>(() => ({}));
  return {
    store,
    set(origin, key) {
      store.setState({ [origin]: key });
    },
    of(address) {
      const origin = originOf(address);
      return origin === null ? '' : (store.getState()[origin] ?? '').trim();
    },
  };
}
