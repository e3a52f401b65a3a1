/** The screens in the order of the journey; each has its own address, `#/<id>`. */
export const screens = ['corpus', 'tokenizer', 'model', 'train', 'instruct', 'evaluate', 'chat', 'export'] as const;
export type ScreenId = (typeof screens)[number];

/** The screen of an address; null for addresses that lead nowhere. */
export function screenOf(path: string): ScreenId | null {
  return screens.find((screen) => path === `/${screen}` || path.startsWith(`/${screen}/`)) ?? null;
}
