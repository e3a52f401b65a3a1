/** Nothing leaves the machine — and the watch that every browser test relies on for this sees every way out. */
import { expect, test } from './fixtures.ts';
import { createWatch } from './watch.ts';

test('opening the studio asks for nothing outside of it', async ({ page, watched }) => {
  await page.goto('./');
  await page.waitForLoadState('networkidle');
  expect(watched.leaks).toEqual([]);
});

test('the page policy refuses a request to elsewhere before it is made, of the page and of its worker', async ({
  page,
}) => {
  const starting = page.waitForEvent('worker');
  await page.goto('./');
  const worker = await starting;
  await expect(page.getByTestId('screen-corpus')).toBeVisible();
  expect(await page.evaluate(forbiddenDirective)).toBe('connect-src');
  expect(await worker.evaluate(forbiddenDirective)).toBe('connect-src');
  // Only origins in the list of services that were turned on reach the policy.
  await page.evaluate(() => {
    const hosts = ['https://a.example', 'https://*.hf.co', 'https://*.example', '*; script-src *', 7];
    localStorage.setItem('ocaq.hosts', JSON.stringify(hosts));
  });
  await page.reload();
  const policies = await page.evaluate(() =>
    [...document.querySelectorAll('meta[http-equiv]')].map((meta) => meta.getAttribute('content')),
  );
  expect(policies.at(-1)).toBe("connect-src 'self' blob: data: https://a.example https://*.hf.co");
});

/** Runs in a page or a worker: which directive of its policy a request to elsewhere breaks. */
async function forbiddenDirective(): Promise<string> {
  const target: EventTarget = globalThis.document ?? globalThis;
  const violation = new Promise<string>((resolve) =>
    target.addEventListener('securitypolicyviolation', (event) =>
      resolve((event as SecurityPolicyViolationEvent).effectiveDirective),
    ),
  );
  await fetch('http://leak.invalid/').catch(() => undefined);
  return violation;
}

test.describe('the watch, where no page policy is in its way', () => {
  test.use({ pagePolicy: false });

  test('requests of pages, workers, frames and images, beacons and WebSockets are all seen', async ({
    page,
    context,
    baseURL,
  }) => {
    await page.goto('./');
    const site = new URL(baseURL!).origin;
    // To a watch of another site, every request to this one is a leak.
    const stranger = createWatch('http://elsewhere.invalid');
    stranger.follow(context);
    await page.evaluate(async (origin) => {
      await fetch(`${origin}/by-page`);
      const text = `await fetch('${origin}/by-worker'); postMessage('done');`;
      const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      const worker = new Worker(address, { type: 'module' });
      await new Promise((resolve) => worker.addEventListener('message', resolve));
      const frame = document.createElement('iframe');
      frame.src = `${origin}/by-frame`;
      document.body.append(frame);
      await new Promise((resolve) => frame.addEventListener('load', resolve));
      const image = new Image();
      image.src = `${origin}/by-image`;
      navigator.sendBeacon(`${origin}/by-beacon`);
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/by-socket`);
      await new Promise((resolve) => socket.addEventListener('close', resolve));
    }, site);
    for (const way of ['page', 'worker', 'frame', 'image', 'beacon', 'socket'])
      await expect.poll(() => stranger.leaks.map((address) => new URL(address).pathname)).toContain(`/by-${way}`);
    expect(() => stranger.expectNoLeaks()).toThrow('/by-worker');
  });

  test('a test that lets something out fails (and so is expected to)', async ({ page }) => {
    test.fail();
    await page.goto('./');
    await page.evaluate(() => fetch('http://leak.invalid/').catch(() => undefined));
  });
});
