/** Composition root: starts the worker, wires the stores to it, and draws the page in the person's language. */
import { createRoot } from 'react-dom/client';
import { OcaqError } from '../errors.ts';
import type { BatteryManager } from '../state/battery.ts';
import { asOcaqError, createEventStream } from '../state/connection.ts';
import { createNewVersion } from '../state/new-version.ts';
import { createNotices } from '../state/notices.ts';
import { createPreferences } from '../state/preferences.ts';
import { type Browser, createStores } from '../state/stores.ts';
import { connect } from '../worker/client.ts';
import { App } from './app.tsx';
import { Beginning } from './frame/beginning.tsx';
import { applyLook } from './look.ts';
import { type CurrentLanguage, followLanguage } from './messages/current-language.ts';
import { languages } from './messages/languages.ts';
import './styles.css';

const silentMilliseconds = 20_000;

const host = document.getElementById('root');
if (!host) throw new Error('index.html has no #root');

const preferences = createPreferences(languages.map(({ tag }) => tag));
const notices = createNotices();
// The development server builds no service worker.
const newVersion = createNewVersion(import.meta.env.PROD ? navigator.serviceWorker : undefined, './sw.js');
const { getBattery } = navigator as { getBattery?: () => Promise<BatteryManager> };
const browser: Browser = {
  storage: navigator.storage,
  wakeLocks: navigator.wakeLock,
  page: document,
  battery: getBattery?.call(navigator) ?? Promise.resolve(undefined),
};
const events = createEventStream();
const connecting = connect((event) => events.emit(event));
try {
  const language = await followLanguage(preferences, (failure) =>
    notices.announce({ kind: 'error', error: asOcaqError(failure) }),
  );
  applyLook(preferences, language);
  await showStudio(host, language);
} catch (failure) {
  host.textContent = asOcaqError(failure).message; // without messages in any language, only the error's own text is there
}

async function showStudio(host: HTMLElement, language: CurrentLanguage): Promise<void> {
  const root = createRoot(host);
  const showBeginning = (failure: OcaqError | null) =>
    root.render(<Beginning language={language.getState()} failure={failure} />);
  showBeginning(null);
  const silence = setTimeout(
    () =>
      showBeginning(new OcaqError('worker-silent', 'The studio’s background work does not answer. Reload the page.')),
    silentMilliseconds,
  );
  try {
    const connection = await connecting.finally(() => clearTimeout(silence));
    const stores = createStores(connection, events, notices, preferences, browser, newVersion);
    root.render(<App stores={stores} language={language} />);
    await stores.studio.start(language.getState().messages.project.first);
  } catch (thrown) {
    showBeginning(asOcaqError(thrown));
  }
}
