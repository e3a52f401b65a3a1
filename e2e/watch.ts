/**
 * What browsers do while a test runs, kept from their first moment: requests that leave the site, and what pages and
 * workers complain about. Sees pages, frames, workers, beacons and WebSockets of the contexts that it follows, not the
 * browser's own traffic (which the launch arguments turn off).
 */
import type { BrowserContext, Page } from 'playwright/test';

const withoutNetwork = new Set(['blob:', 'data:', 'about:', 'chrome-error:']);

export interface Watch {
  /** Addresses outside of the site that were asked for, in order. */
  readonly leaks: readonly string[];
  /** Uncaught exceptions and console messages of level error, in order. */
  readonly complaints: readonly string[];
  follow(context: BrowserContext): void;
  /** A service that the test has turned on in the studio: to ask it is no leak. */
  allow(address: string): void;
  /** @throws Error that names every address outside of the site that was asked for */
  expectNoLeaks(): void;
}

/** @param site an address of the site; its host is the only one that may be asked for anything */
export function createWatch(site: string): Watch {
  const leaks: string[] = [];
  const complaints: string[] = [];
  const hosts = new Set([new URL(site).host]);

  function note(address: string): void {
    const url = new URL(address);
    if (!hosts.has(url.host) && !withoutNetwork.has(url.protocol)) leaks.push(address);
  }

  /** The browser tells of what the page's policy forbids too; it did not leave. */
  function forgive(address: string): void {
    const place = leaks.indexOf(address);
    if (place !== -1) leaks.splice(place, 1);
  }

  function followPage(page: Page): void {
    page.on('websocket', (socket) => note(socket.url()));
    page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
    });
  }

  return {
    leaks,
    complaints,
    follow(context) {
      context.on('request', (request) => note(request.url()));
      context.on('requestfailed', (request) => {
        if (request.failure()?.errorText === 'csp') forgive(request.url());
      });
      context.on('page', followPage);
      for (const page of context.pages()) followPage(page);
    },
    allow(address) {
      hosts.add(new URL(address).host);
    },
    expectNoLeaks() {
      if (leaks.length > 0) throw new Error(`Requests left the site:\n${leaks.join('\n')}`);
    },
  };
}
