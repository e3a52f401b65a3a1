/**
 * Shader text: the files under shaders/, and the one assembly step they go through. What the GPU runs is
 *   `lib/storage_<type>.wgsl` + `const` sizes of this launch + the file itself,
 * with the text of every `//#include "lib/x.wgsl"` in its place, and the launch's method in the place of `{METHOD}` in the
 * name of an included file. Included files may include others.
 * The declared access of each binding is compared with the launch: a wrong access mode would corrupt silently.
 */
import type { KernelLaunch } from './launch.ts';

const files = import.meta.glob<string>('../../shaders/**/*.wgsl', { query: '?raw', import: 'default', eager: true });

export function shaderFile(name: string): string {
  const text = files[`../../shaders/${name}.wgsl`];
  if (text === undefined) throw new Error(`There is no shader file "${name}.wgsl".`);
  return text;
}

/** The WGSL text of a launch, ready for `createShaderModule`. */
export function assembleShader(launch: Pick<KernelLaunch, 'shader' | 'storage' | 'method' | 'constants'>): string {
  const constants = Object.entries(launch.constants).map(([name, value]) => `const ${name}: u32 = ${value}u;`);
  const body = withIncludes(launch.shader, launch.method);
  return [shaderFile(`lib/storage_${launch.storage}`), ...constants, body].join('\n');
}

function withIncludes(name: string, method: string): string {
  return shaderFile(name).replace(/^\/\/#include "(.+)\.wgsl"$/gm, (_line, included: string) =>
    withIncludes(included.replace('{METHOD}', method), method),
  );
}

/** Throws unless the launch binds exactly what the shader declares, with the same access. */
export function checkBindings(launch: KernelLaunch, text: string): void {
  const declared = new Map<number, string>();
  for (const [, binding, kind] of text.matchAll(/@binding\((\d+)\)\s*var<([^>]+)>/g))
    declared.set(Number(binding), (kind ?? '').replace(/\s/g, ''));
  const expected = { read: 'storage,read', write: 'storage,read_write', uniform: 'uniform' } as const;
  const wrong = launch.bindings.findIndex((b, i) => declared.get(i) !== expected[b.access]);
  if (wrong >= 0 || declared.size !== launch.bindings.length)
    throw new Error(
      `Launch "${launch.label}" does not bind what ${launch.shader}.wgsl declares (${declared.size} bindings, ${launch.bindings.length} given, first difference at ${wrong}).`,
    );
}
