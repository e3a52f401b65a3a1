/** Which programs open the form that is chosen, and what the others open instead. */
import { LOADERS, type LoadedForm } from '../../data/loaders.ts';
import { useMessages } from '../messages/messages.ts';

export function LoadersTable({ form }: { form: LoadedForm }) {
  const m = useMessages().exporting;
  return (
    <details className="text-sm" data-testid="export-loaders">
      <summary className="w-fit">{m.loaders}</summary>
      <table className="mt-2 w-full">
        <caption className="sr-only">{m.loaders}</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">{m.program}</th>
            <th scope="col">{m.opensIt}</th>
          </tr>
        </thead>
        <tbody>
          {LOADERS.map(({ name, outcomes }) => {
            const outcome = outcomes[form];
            return (
              <tr key={name} className="border-b align-top last:border-b-0">
                <th scope="row" className="whitespace-nowrap py-2 pr-4 text-left font-normal">
                  {name}
                </th>
                <td className="py-2 text-soft">
                  {outcome.kind === 'opens'
                    ? outcome.tried === undefined
                      ? m.opens
                      : m.triedIn(outcome.tried)
                    : m.instead(m.loaderReasons[outcome.why], m.loaderForms[outcome.form])}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </details>
  );
}
