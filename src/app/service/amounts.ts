/** What work by a service asks for and costs, in words. */
import type { Endpoint, Usage } from '../../worker/api.ts';
import { formatFigures, formatNumber } from '../format.ts';
import type { Language } from '../messages/language.ts';

export function amountText(usage: Usage, { kind }: Pick<Endpoint, 'kind'>, language: Language): string {
  const { service } = language.messages;
  const number = (value: number) => formatNumber(value, language);
  return kind === 'openai'
    ? service.tokens(number(usage.inputTokens), number(usage.outputTokens))
    : service.characters(number(usage.characters));
}

/** Empty where no price is known. */
export const costText = (cost: number, language: Language): string =>
  cost > 0 ? language.messages.service.cost(formatFigures(cost, language)) : '';
