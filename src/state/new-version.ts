/**
 * Whether a newer version of the studio has been fetched and waits. The service worker (app/offline) keeps the files of the
 * version that is open; a newer one takes over only when the person says so, or when no page of this one is left.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface NewVersion {
  store: StoreApi<{ waiting: boolean }>;
  /** Lets it take over, and opens the page anew in it. */
  take(): void;
}

/**
 * Begins when the page has been loaded and is idle, so that what it fetches delays nothing.
 * @param container undefined where pages cannot have service workers; nothing is offered then
 * @param script address of the service worker
 */
export function createNewVersion(container: ServiceWorkerContainer | undefined, script: string): NewVersion {
  const store = createStore(() => ({ waiting: false }));
  let worker: ServiceWorker | null = null;

  async function register(): Promise<void> {
    const registration = await container?.register(script).catch(() => undefined); // a host that has no such file: no offline use
    if (!registration) return;
    const look = () => {
      worker = registration.waiting;
      // Without a worker at work the one that waits is the first, which nobody has to be asked about.
      if (worker && registration.active) store.setState({ waiting: true });
    };
    look();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  }

  if (container) whenIdle(() => void register());
  return {
    store,
    take() {
      container?.addEventListener('controllerchange', () => location.reload(), { once: true });
      worker?.postMessage('take-over');
    },
  };
}

/** Safari has no idle callbacks. */
function whenIdle(work: () => void): void {
  const whenLoaded = () => ('requestIdleCallback' in window ? requestIdleCallback(work) : setTimeout(work, 2000));
  if (document.readyState === 'complete') whenLoaded();
  else window.addEventListener('load', whenLoaded, { once: true });
}
