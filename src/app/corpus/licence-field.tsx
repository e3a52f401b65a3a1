/** Under which licence the texts of a source are: a tag of the Hugging Face Hub, or not stated. */
import { LICENCES } from '../../data/licences.ts';
import { useMessages } from '../messages/messages.ts';
import { SelectField } from '../parts/fields.tsx';

const NOT_STATED = '';

export function LicenceField(props: {
  licence: string | null;
  disabled: boolean;
  onChange: (licence: string | null) => void;
}) {
  const { licence, disabled, onChange } = props;
  const m = useMessages();
  const ids = LICENCES.map(({ id }) => id);
  // One that a card names, and that is not known here.
  const other = licence !== null && !ids.includes(licence) ? [licence] : [];
  return (
    <SelectField
      label={m.corpus.licence.label}
      value={licence ?? NOT_STATED}
      disabled={disabled}
      options={[
        { value: NOT_STATED, label: m.corpus.licence.notStated },
        ...[...other, ...ids].map((id) => ({ value: id, label: id })),
      ]}
      onChange={(id) => onChange(id === NOT_STATED ? null : id)}
    />
  );
}
