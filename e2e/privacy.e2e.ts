/** Nothing leaves the machine — and the watch that every browser test relies on for this sees every way out. */
import { expect, test } from './fixtures.ts';
import { createWatch } from './watch.ts';

test('opening the studio asks for nothing outside of it', async ({ page, watched }) => {
  await page.goto('./');
  await page.waitForLoadState('networkidle');
  expect(watched.leaks).toEqual([]);
});

test('the page policy refuses a request to elsewhere before it is made', async ({ page }) => {
  await page.goto('./');
  const refused = await page.evaluate(async () => {
    const violation = new Promise<string>((resolve) =>
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)),
    );
    await fetch('http://leak.invalid/').catch(() => undefined);
    return violation;
  });
  expect(refused).toBe('connect-src');
});

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
