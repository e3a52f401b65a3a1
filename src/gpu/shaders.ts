/**
 * Shader text: the files under shaders/, and the one assembly step they go through. What the GPU runs is
 *   `lib/element_<type>.wgsl` for each binding declared as `x: array<x_vec4>`, with its name in the place of `{NAME}`: it
 *   says what x_vec4, load_x and store_x are, + `const` sizes of this launch + the file itself,
 * with the text of every `//#include "lib/x.wgsl"` in its place. Included files may include others. In their names the launch
 * says what stands in the place of `{METHOD}` and other slots; where slots bring bindings with them, these are numbered in the
 * order of the text, `@binding({NEXT})`.
 * The declared access of each binding is compared with the launch, and that what is declared as f32 is bound as f32: a
 * wrong one would corrupt silently.
 */
import { type KernelLaunch, usesSubgroups } from './launch.ts';

const files = import.meta.glob<string>('../../shaders/**/*.wgsl', { query: '?raw', import: 'default', eager: true });

export function shaderFile(name: string): string {
  const text = files[`../../shaders/${name}.wgsl`];
  if (text === undefined) throw new Error(`There is no shader file "${name}.wgsl".`);
  return text;
}

/** All shader files without their comments, so that one that only explains more is the same. */
export const shaderTexts = (): string[] =>
  Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, text]) => `${name}\n${text.replace(/ *\/\/(?!#include).*/g, '')}`);

/** The WGSL text of a launch, ready for `createShaderModule`. */
export function assembleShader(launch: Pick<KernelLaunch, 'shader' | 'slots' | 'constants' | 'bindings'>): string {
  const constants = Object.entries(launch.constants).map(([name, value]) => `const ${name}: u32 = ${value}u;`);
  const body = numbered(withIncludes(launch.shader, launch.slots));
  const elements = launch.bindings.map(({ element }) => element);
  const preludes = typedBindings(body).map(([name, binding]) =>
    shaderFile(`lib/element_${elements[binding]}`).replaceAll('{NAME}', name),
  );
  const enabled = [elements.includes('f16') && 'enable f16;', usesSubgroups(launch) && 'enable subgroups;'].filter(
    Boolean,
  );
  return [...enabled, ...preludes, ...constants, body].join('\n');
}

/** Names and numbers of the bindings whose element type the launch says: those declared as `x: array<x_vec4>`. */
const typedBindings = (body: string): [string, number][] =>
  [...body.matchAll(/@binding\((\d+)\)\s*var<[^>]+>\s*(\w+): array<\2_vec4>/g)].map(([, binding, name]) => [
    name ?? '',
    Number(binding),
  ]);

function withIncludes(name: string, slots: KernelLaunch['slots']): string {
  return shaderFile(name).replace(/^\/\/#include "(.+)\.wgsl"$/gm, (_line, included: string) =>
    withIncludes(
      included.replace(/\{(\w+)\}/g, (slot, key: string) => slots[key] ?? slot),
      slots,
    ),
  );
}

/** Numbers the bindings of a shader that leaves their numbers to the order of its text. */
function numbered(body: string): string {
  let next = 0;
  return body.replaceAll('@binding({NEXT})', () => `@binding(${next++})`);
}

/** Throws unless the launch binds exactly what the shader declares, with the same access, and f32 where it says f32. */
export function checkBindings(launch: KernelLaunch, text: string): void {
  const declared = new Map<number, { kind: string; type: string }>();
  for (const [, binding, kind = '', type = ''] of text.matchAll(/@binding\((\d+)\)\s*var<([^>]+)>\s*\w+: ([^;]+);/g))
    declared.set(Number(binding), { kind: kind.replace(/\s/g, ''), type });
  const expected = { read: 'storage,read', write: 'storage,read_write', uniform: 'uniform' } as const;
  const wrong = launch.bindings.findIndex(({ access, element }, i) => {
    const { kind, type = '' } = declared.get(i) ?? {};
    return kind !== expected[access] || (F32_ARRAYS.has(type) && element !== 'f32');
  });
  if (wrong >= 0 || declared.size !== launch.bindings.length)
    throw new Error(
      `Launch "${launch.label}" does not bind what ${launch.shader}.wgsl declares (${declared.size} bindings, ${launch.bindings.length} given, first difference at ${wrong}).`,
    );
}

const F32_ARRAYS = new Set(['array<f32>', 'array<vec2<f32>>', 'array<vec4<f32>>']);
