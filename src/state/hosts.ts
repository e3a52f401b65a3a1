/**
 * Services that the person has turned on, by origin: the page's policy lets nothing else be asked. It is set when the page
 * loads (app/connect-policy.js), so what changes here counts from the next load on.
 */
import { HUB_FILES } from '../data/hub.ts';
import { originOf } from '../data/translation/endpoint.ts';

const KEY = 'ocaq.hosts';
const PLACE_KEY = 'ocaq.asked-at';

/** Forms in which services are turned on. */
const PLACES = ['hub', 'push', 'translation', 'self-instruct'] as const;

export type AskingPlace = (typeof PLACES)[number];

/** By which the page's policy names an address; null where it is none. The one name with a star is where the Hub's files lie. */
export const allowedOrigin = (address: string): string | null =>
  address.trim() === HUB_FILES ? HUB_FILES : originOf(address);

/** As it is shown: an address with a star would lose it to `URL`. */
export const hostOf = (origin: string): string => origin.replace(/^https?:\/\//, '');

function readHosts(): readonly string[] {
  try {
    const hosts: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(hosts) ? hosts.filter((host) => typeof host === 'string' && allowedOrigin(host) === host) : [];
  } catch {
    return []; // the browser forbids it, or somebody else wrote it
  }
}

/** Those that this page may ask. */
export const turnedOn = readHosts();

export const mayAsk = (origin: string): boolean => origin === location.origin || turnedOn.includes(origin);

/** Where the person turned services on or off, for which this page was loaded anew; null: it was loaded otherwise. */
export const askedAt: AskingPlace | null = takePlace();

function takePlace(): AskingPlace | null {
  try {
    const place = sessionStorage.getItem(PLACE_KEY);
    sessionStorage.removeItem(PLACE_KEY);
    return PLACES.find((one) => one === place) ?? null;
  } catch {
    return null; // the browser forbids it
  }
}

/** Turns services on or off, and loads the page anew, since only that changes what it may ask; the person comes back to `place`. */
export function turnHosts(origins: readonly string[], isOn: boolean, place: AskingPlace): void {
  const others = readHosts().filter((host) => !origins.includes(host));
  localStorage.setItem(KEY, JSON.stringify(isOn ? [...others, ...origins] : others));
  sessionStorage.setItem(PLACE_KEY, place);
  location.reload();
}
