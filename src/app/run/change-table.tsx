/** Settings that differ, each with the value before and after. */
import type { Difference, Value } from '../../state/run-difference.ts';
import { formatFigures } from '../format.ts';
import { fieldLabel, valueLabel } from '../messages/field-label.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';

export function ChangeTable({ caption, changes }: { caption: string; changes: readonly Difference[] }) {
  const m = useMessages();
  const language = useLanguage();
  return (
    <table className="w-full text-sm">
      <caption className="mb-1 text-left text-soft">{caption}</caption>
      <tbody>
        {changes.map(({ field, from, to }) => (
          <tr key={field} className="border-b last:border-b-0">
            <th scope="row" className="py-1.5 pr-3 text-left font-normal">
              {fieldLabel(field, m)}
            </th>
            <td className="py-1.5 pl-3 text-right text-soft">{shown(field, from, language)}</td>
            <td className="py-1.5 pl-3 text-right">{shown(field, to, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shown(field: string, value: Value | undefined, language: Language): string {
  const { notebook } = language.messages.train;
  if (value === undefined || value === '') return '–';
  if (typeof value === 'number') return formatFigures(value, language, 6);
  if (typeof value === 'boolean') return value ? notebook.on : notebook.off;
  return valueLabel(field, value, language.messages);
}
