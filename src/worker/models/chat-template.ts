/** What tells other tools how to ask a model of this studio. */
import { chatTemplateJinja, PROMPT_TEMPLATES } from '../../data/instruct/templates.ts';
import type { CheckpointDetails } from '../stored.ts';

/** Jinja: of the template that it was tuned with, else its own; empty where it has none. */
export const jinjaOf = ({ template, chatTemplate }: Pick<CheckpointDetails, 'template' | 'chatTemplate'>): string =>
  template === null || template === 'chat'
    ? (chatTemplate?.source ?? '')
    : chatTemplateJinja(PROMPT_TEMPLATES[template]);
