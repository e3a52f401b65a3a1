/** Under which licence the texts of a source, or of several, are: a tag of the Hugging Face Hub, or not stated. */
import { LICENCES } from '../../data/licences.ts';
import { useMessages } from '../messages/messages.ts';
import { SelectField } from '../parts/fields.tsx';

const NOT_STATED = '';
/** No licence is called so. */
const VARIES = '?';

export function LicenceField(props: {
  label: string;
  /** undefined: not the same for all. */
  licence: string | null | undefined;
  disabled: boolean;
  onChange: (licence: string | null) => void;
  testId?: string;
}) {
  const { label, licence, disabled, onChange, testId } = props;
  const m = useMessages();
  const ids = LICENCES.map(({ id }) => id);
  // One that a card names, and that is not known here.
  const other = licence != null && !ids.includes(licence) ? [licence] : [];
  return (
    <SelectField
      label={label}
      value={licence === undefined ? VARIES : (licence ?? NOT_STATED)}
      disabled={disabled}
      options={[
        ...(licence === undefined ? [{ value: VARIES, label: m.corpus.licence.differs }] : []),
        { value: NOT_STATED, label: m.corpus.licence.notStated },
        ...[...other, ...ids].map((id) => ({ value: id, label: id })),
      ]}
      onChange={(id) => id !== VARIES && onChange(id === NOT_STATED ? null : id)}
      testId={testId}
    />
  );
}
