/** What every part of the contract names things by. See api.ts. */

export type Id = string;

export type PromptTemplateId = 'az' | 'alpaca';

/** `chat`: the model's own chat template, or one that is given in its place. */
export type TemplateId = PromptTemplateId | 'chat';
