/** Composition root: starts the worker, wires the stores to it, and draws the page. */
import { createRoot } from 'react-dom/client';
import { OcaqError } from '../errors.ts';
import { asOcaqError, createEventStream } from '../state/connection.ts';
import { createPreferences } from '../state/preferences.ts';
import { createStores } from '../state/stores.ts';
import { startWorker } from '../worker/client.ts';
import { App } from './app.tsx';
import { Beginning } from './frame/beginning.tsx';
import { applyLook } from './look.ts';
import { languageOf, languageTags } from './messages/languages.ts';
import './styles.css';

const silentMilliseconds = 20_000;

const preferences = createPreferences(languageTags);
applyLook(preferences);

const host = document.getElementById('root');
if (!host) throw new Error('index.html has no #root');
const root = createRoot(host);
const language = () => languageOf(preferences.getState().language);

const showBeginning = (failure: OcaqError | null) => root.render(<Beginning language={language()} failure={failure} />);

showBeginning(null);

const silence = setTimeout(
  () => showBeginning(new OcaqError('worker-silent', 'The studio’s background work does not answer. Reload the page.')),
  silentMilliseconds,
);

const events = createEventStream();
try {
  const api = await startWorker((event) => events.emit(event)).finally(() => clearTimeout(silence));
  const stores = createStores(api, events, preferences, navigator.storage);
  root.render(<App stores={stores} />);
  await stores.studio.start(language().messages.project.first);
} catch (thrown) {
  showBeginning(asOcaqError(thrown));
}
