/** Addresses of services that a person names: what may be asked, and under which origin the page's policy must allow it. */
import { OcaqError } from '../errors.ts';

/**
 * @param path what the service's API adds to its base address, unless it is there already
 * @throws OcaqError `endpoint-address`, `endpoint-insecure` where a key would travel unencrypted over a network
 */
export function endpointUrl(address: string, path: string, hasKey: boolean): URL {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : null;
  if (
    !url ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.username !== '' ||
    url.password !== '' ||
    url.hash !== '' ||
    url.search !== ''
  )
    throw new OcaqError(
      'endpoint-address',
      `"${withoutLogin(address)}" is no address of a service. Write one such as https://api.example.com/v1, without a user name, a question mark or a hash.`,
      { address: withoutLogin(address) },
    );
  if (hasKey && url.protocol === 'http:' && !isThisMachine(url.hostname))
    throw new OcaqError(
      'endpoint-insecure',
      `The key would travel to ${url.host} unencrypted. Use an address that begins with https://, or leave the key out.`,
      { host: url.host },
    );
  const base = url.pathname.replace(/\/+$/, '');
  url.pathname = base.endsWith(path) ? base : `${base}${path}`;
  return url;
}

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);

const withoutLogin = (address: string): string => address.replace(/\/\/[^/@]*@/, '//');
