import { expect, test } from 'vitest';
import { originOf } from './endpoint.ts';

test.each([
  ['https://api.example.com/v1', 'https://api.example.com'],
  [' HTTP://Localhost:5000/ ', 'http://localhost:5000'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
])('%s is asked at %s', (address, origin) => expect(originOf(address)).toBe(origin));

test.each([
  ['', 'api.example.com', 'ftp://a.b'],
  ['https://me@a.b', 'https://:secret@a.b', 'https://a.b/v1?key=secret', 'https://a.b/#secret'],
  ['http://[::1]:8080', 'http://my_box:5000'],
])('none is asked at %s, %s and the like', (...addresses) => {
  expect(addresses.map(originOf)).toEqual(addresses.map(() => null));
});
