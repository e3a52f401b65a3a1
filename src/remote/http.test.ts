import { describe, expect, it, test } from 'vitest';
import { endpointUrl } from './address.ts';
import { bearer } from './bearer.ts';
import { retryAfter } from './http.ts';
import { waitAfter } from './pace.ts';

describe('endpointUrl', () => {
  test.each([
    ['https://api.example.com/v1', 'https://api.example.com/v1/chat/completions'],
    [' https://api.example.com/v1/ ', 'https://api.example.com/v1/chat/completions'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1/chat/completions'],
    ['http://localhost:11434/v1', 'http://localhost:11434/v1/chat/completions'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080/chat/completions'],
  ])('%s', (address, url) => expect(endpointUrl(address, '/chat/completions', true).href).toBe(url));

  test.each([
    '',
    'api.example.com',
    'ftp://a.b',
    'https://me:secret@a.b/v1',
    'https://:secret@a.b',
    'https://a.b/v1?key=1',
    'https://a.b/#x',
  ])('refuses %s', (address) => {
    const refusal = () => endpointUrl(address, '/translate', false);
    expect(refusal).toThrow(expect.objectContaining({ code: 'endpoint-address' }));
    expect(refusal).not.toThrow(/secret/);
  });

  it('sends no key unencrypted over a network', () => {
    expect(() => endpointUrl('http://192.168.1.5/v1', '/x', true)).toThrow(
      expect.objectContaining({ code: 'endpoint-insecure' }),
    );
    expect(endpointUrl('http://192.168.1.5/v1', '/x', false).href).toBe('http://192.168.1.5/v1/x');
  });
});

describe('bearer', () => {
  test.each(['sk-1', 'hf_!~'])('%s', (key) => expect(bearer(key)).toBe(`Bearer ${key}`));

  test.each(['sk-s\u0435cret', 'sk-secret\n', 'sk secret', '\ufeffsk-secret', 'sk-secret\x7f'])('refuses %j', (key) => {
    expect(() => bearer(key)).toThrow(expect.objectContaining({ code: 'endpoint-key', details: {} }));
    expect(() => bearer(key)).not.toThrow(/secret|cret/);
  });
});

test.each([
  ['2', 2000],
  ['0.5', 500],
  ['Fri, 27 Nov 2026 12:00:10 GMT', 10_000],
  ['Fri, 27 Nov 2026 11:00:00 GMT', 0],
  ['soon', null],
  [null, null],
])('Retry-After: %s', (value, wait) => {
  const headers = new Headers(value === null ? {} : { 'retry-after': value });
  expect(retryAfter(headers, Date.parse('Fri, 27 Nov 2026 12:00:00 GMT'))).toBe(wait);
});

it('waits twice as long after each failure, up to a limit, and never quite the same', () => {
  const patience = { tries: 9, firstWait: 1000, longestWait: 8000 };
  for (const [failures, most] of [
    [1, 1000],
    [2, 2000],
    [4, 8000],
    [8, 8000],
  ] as const) {
    const waits = Array.from({ length: 50 }, () => waitAfter(failures, patience));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(most / 2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(most);
    expect(new Set(waits).size).toBeGreaterThan(1);
  }
});
