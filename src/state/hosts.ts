/**
 * Services that the person has turned on, by origin: the page's policy lets nothing else be asked. It is set when the page
 * loads (app/connect-policy.js), so what changes here counts from the next load on.
 */

import { originOf } from '../data/translation/endpoint.ts';

const KEY = 'ocaq.hosts';

function readHosts(): readonly string[] {
  try {
    const hosts: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(hosts) ? hosts.filter((host) => typeof host === 'string' && originOf(host) === host) : [];
  } catch {
    return []; // the browser forbids it, or somebody else wrote it
  }
}

/** Those that this page may ask. */
export const turnedOn = readHosts();

export const mayAsk = (origin: string): boolean => origin === location.origin || turnedOn.includes(origin);

/** Turns a service on or off, and loads the page anew, since only that changes what it may ask. */
export function turnHost(origin: string, isOn: boolean): void {
  const others = readHosts().filter((host) => host !== origin);
  localStorage.setItem(KEY, JSON.stringify(isOn ? [...others, origin] : others));
  location.reload();
}
