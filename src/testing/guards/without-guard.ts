/** A plugin that loads a module without one of its guards. */
import path from 'node:path';
import type { Plugin } from 'vite';
import { GUARDS } from './guards.ts';

/** @param name of the guard @throws where there is none, or its text does not stand exactly once in the module */
export function withoutGuard(name: string): Plugin {
  const guard = GUARDS.find((one) => one.name === name);
  if (!guard) throw new Error(`There is no guard "${name}" in src/testing/guards/guards.ts.`);
  const file = path.resolve(guard.file);
  return {
    name: 'without-guard',
    enforce: 'pre',
    transform(code, id) {
      if (id.split('?')[0] !== file) return null;
      const parts = code.split(guard.guard);
      if (parts.length !== 2) throw new Error(`The guard "${name}" stands ${parts.length - 1} times in ${guard.file}.`);
      return parts.join(guard.without);
    },
  };
}
