/** What a preset is called on the page; settings that are no preset have a name too. */
import type { Messages } from './language.ts';

export function presetName(preset: string | null, { model }: Messages): string {
  return preset === null ? model.custom : (model.presetNames[preset] ?? preset);
}
