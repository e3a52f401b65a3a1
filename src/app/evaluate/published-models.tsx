/** FLORES bits of published models in the language of the sentences, the best one first. */
import type { PublishedModels } from '../../worker/api.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';

export function PublishedModelsView({
  published: { language: ofModels, source, models },
}: {
  published: PublishedModels;
}) {
  const { evaluating: e } = useMessages();
  const language = useLanguage();
  return (
    <details className="text-sm">
      <summary className="w-fit">{e.references}</summary>
      <div className="mt-2 flex flex-col gap-2">
        <p className="max-w-[90ch] text-soft">{e.referencesLead(e.languages[ofModels])}</p>
        <table className="w-fit">
          <thead>
            <tr className="border-b">
              <th scope="col" className="py-1 pr-8 text-left font-normal text-soft">
                {e.model}
              </th>
              <th scope="col" className="py-1 text-right font-normal text-soft">
                {e.bits}
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map(({ model, bits }) => (
              <tr key={model} className="border-b last:border-b-0">
                <th scope="row" className="py-1 pr-8 text-left font-normal">
                  {model}
                </th>
                <td className="py-1 text-right">{formatNumber(bits, language, 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="wrap-anywhere text-soft text-xs">
          {e.source}: {source}
        </p>
      </div>
    </details>
  );
}
