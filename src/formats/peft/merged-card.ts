/** README.md of a model that an adapter was merged into: what both are, and how to load it. */
import { inline, yamlText } from '../card-text.ts';
import { HUB_ID, howToLoad } from '../model-card.ts';

export interface MergedCard {
  readonly name: string;
  /** Of the family, as people write it. */
  readonly family: string;
  readonly base: string;
  readonly adapter: string;
  readonly hasChatTemplate: boolean;
  /** Tokens. */
  readonly contextLength: number;
}

export function mergedCard(card: MergedCard): string {
  const { name, family, base, adapter, hasChatTemplate, contextLength } = card;
  return `${[
    [
      '---',
      'library_name: transformers',
      'pipeline_tag: text-generation',
      // The Hub refuses a card that names any other base.
      ...(HUB_ID.test(base) ? [`base_model: ${yamlText(base)}`] : []),
      'tags:',
      ...['ocaq', 'lora', 'merge', ...(hasChatTemplate ? ['conversational'] : [])].map((tag) => `- ${yamlText(tag)}`),
      '---',
    ].join('\n'),
    `# ${inline(name)}`,
    `The ${inline(family)} language model ${inline(base)} with the LoRA adapter ${inline(adapter)} merged into its weights by Ocaq. No adapter is needed to use it. The licences of both hold for it.`,
    '## How to load it',
    howToLoad(hasChatTemplate, contextLength),
  ].join('\n\n')}\n`;
}
