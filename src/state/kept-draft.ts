/** What a person is setting up, in localStorage: turning a service on loads the page anew, and loses none of it. */
import { originOf } from '../data/translation/endpoint.ts';

/** Field by field: what is missing or of another kind is as it is at first. */
export function parseDraft<Draft extends object>(first: Draft, stored: string | null): Draft {
  try {
    const parsed = JSON.parse(stored ?? '{}') as Readonly<Record<string, unknown>>;
    const fields = Object.entries(first).map(([name, initial]) => {
      const value = parsed[name];
      return [name, typeof value === typeof initial ? value : initial];
    });
    return Object.fromEntries(fields) as Draft;
  } catch {
    return first;
  }
}

export function readDraft<Draft extends object>(key: string, first: Draft): Draft {
  try {
    return parseDraft(first, localStorage.getItem(key));
  } catch {
    return first;
  }
}

/** An address that holds more than where the service is may hold a secret, and is not stored. */
export function keepDraft<Draft extends { readonly address: string }>(key: string, draft: Draft): void {
  try {
    const address = originOf(draft.address) === null ? '' : draft.address;
    localStorage.setItem(key, JSON.stringify({ ...draft, address }));
  } catch {
    // What was typed then lasts as long as the tab.
  }
}
