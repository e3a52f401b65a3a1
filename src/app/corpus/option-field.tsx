/** A field for one option of a cleaning step, by the kind of value that it has by default. */
import { useMessages } from '../messages/messages.ts';
import { CheckField, LinesField, NumberField, TextField } from '../parts/fields.tsx';
import { useStepWords } from './step-words.ts';

type Value = number | string | boolean;

/** Options that count something; any other number may have decimals. */
const WHOLE = new Set(['minDocumentCharacters', 'minLineLetters', 'shortLine', 'minWords', 'maxWords', 'minStopWords']);
/** Lengths of words, in characters. */
const LENGTHS = new Set(['minMeanWordLength', 'maxMeanWordLength']);
const BITS = new Set(['maxBitsPerCharacter']);
/** A text that is longer by default gets several lines. */
const LONG = 40;
const MOST = 1e9;

/** What the arrow keys change a number by. */
function stepOf(option: string): number {
  if (WHOLE.has(option)) return 1;
  if (LENGTHS.has(option)) return 0.5;
  return BITS.has(option) ? 0.1 : 0.01;
}

export function OptionField(props: {
  step: string;
  name: string;
  initial: Value;
  value: Value;
  disabled: boolean;
  onChange: (value: Value) => void;
}) {
  const { step, name, initial, value, disabled, onChange } = props;
  const m = useMessages();
  const [label, hint] = useStepWords().option(step, name);
  const common = { label, disabled, testId: `option-${step}-${name}`, ...(hint ? { hint } : {}) };
  if (typeof value === 'boolean')
    return (
      <div className="col-span-full">
        <CheckField {...common} checked={value} onChange={onChange} />
      </div>
    );
  if (typeof value === 'string')
    return typeof initial === 'string' && initial.length > LONG ? (
      <div className="col-span-full">
        <LinesField {...common} value={value} onChange={onChange} />
      </div>
    ) : (
      <TextField {...common} value={value} onChange={onChange} />
    );
  const bound = typeof initial === 'number' ? initial : 0;
  return (
    <NumberField
      {...common}
      value={value}
      min={Math.min(0, bound)}
      max={Math.max(MOST, bound)}
      step={stepOf(name)}
      unit={LENGTHS.has(name) ? m.cleaning.characters : BITS.has(name) ? m.cleaning.bits : undefined}
      onChange={onChange}
    />
  );
}
