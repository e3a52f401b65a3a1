/** Composition root: starts the worker, wires the stores to it, and draws the page. */
import { createRoot } from 'react-dom/client';
import { OcaqError } from '../errors.ts';
import { createEventStream } from '../state/connection.ts';
import { createPreferences } from '../state/preferences.ts';
import { createStores } from '../state/stores.ts';
import { startWorker } from '../worker/client.ts';
import { App } from './app.tsx';
import { Beginning } from './frame/beginning.tsx';
import { applyLook } from './look.ts';
import { messages } from './messages/messages.ts';
import './styles.css';

const silentMilliseconds = 20_000;

const preferences = createPreferences();
applyLook(preferences);

const host = document.getElementById('root');
if (!host) throw new Error('index.html has no #root');
const root = createRoot(host);
const text = () => messages[preferences.getState().language];

root.render(<Beginning messages={text()} failure={null} />);

const silence = setTimeout(() => {
  const failure = new OcaqError('worker-silent', 'The studio’s background work does not answer. Reload the page.');
  root.render(<Beginning messages={text()} failure={failure} />);
}, silentMilliseconds);

const events = createEventStream();
const api = await startWorker((event) => events.emit(event));
clearTimeout(silence);

const stores = createStores(api, events, preferences);
root.render(<App stores={stores} />);
await stores.studio.start(text().project.first);
