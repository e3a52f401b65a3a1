/** Where a service is, which model of it is asked, and at what price. */
import { originOf, type REMOTE_KINDS } from '../../data/translation/endpoint.ts';
import { mayAsk } from '../../state/hosts.ts';
import type { Messages } from '../messages/language.ts';
import { useMessages } from '../messages/messages.ts';
import { NumberField, TextField } from '../parts/fields.tsx';

type Kind = (typeof REMOTE_KINDS)[number];

interface ServiceDraft {
  readonly address: string;
  /** Of a chat service. */
  readonly model: string;
  readonly inputPrice: number;
  readonly outputPrice: number;
}

export const fieldColumns =
  'grid grid-cols-[repeat(auto-fill,minmax(min(15rem,100%),1fr))] items-start gap-x-6 gap-y-3';

/** Why the service cannot be asked yet; null where it can. */
export function unreadyToAsk({ address, model }: ServiceDraft, kind: Kind, m: Messages): string | null {
  const origin = originOf(address);
  if (origin === null) return m.service.needsAddress;
  if (kind === 'openai' && model.trim() === '') return m.service.needsModel;
  return mayAsk(origin) ? null : m.hosts.notAllowed(new URL(origin).host);
}

/** Fields of a form in columns. */
export function ServiceFields({
  draft,
  kind,
  testId,
  onChange,
}: {
  draft: ServiceDraft;
  kind: Kind;
  testId: string;
  onChange: (part: Partial<ServiceDraft>) => void;
}) {
  const m = useMessages();
  const isChat = kind === 'openai';
  const price = { min: 0, max: 1e6, step: 0.01 };
  return (
    <>
      <TextField
        label={m.service.address}
        testId={`${testId}-address`}
        value={draft.address}
        placeholder="https://api.example.com/v1"
        onChange={(address) => onChange({ address })}
      />
      {isChat && (
        <TextField
          label={m.service.model}
          testId={`${testId}-model`}
          value={draft.model}
          onChange={(model) => onChange({ model })}
        />
      )}
      <NumberField
        label={isChat ? m.service.price : m.translation.priceCharacters}
        testId={`${testId}-price`}
        value={draft.inputPrice}
        onChange={(inputPrice) => onChange({ inputPrice })}
        {...price}
      />
      {isChat && (
        <NumberField
          label={m.service.priceOutput}
          value={draft.outputPrice}
          onChange={(outputPrice) => onChange({ outputPrice })}
          {...price}
        />
      )}
    </>
  );
}

type Limit = 'requestsPerMinute' | 'tokensPerMinute';

interface RequestField<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly min: number;
  readonly max: number;
}

/** How much is asked at once, and how often, for those who want to say it: `fields`, then the limits that every service has. */
export function RequestFields<Name extends string>({
  draft,
  fields,
  testId,
  onChange,
}: {
  draft: Readonly<Record<Name | Limit, number>>;
  fields: readonly RequestField<Name>[];
  testId: string;
  onChange: (name: Name | Limit, value: number) => void;
}) {
  const m = useMessages();
  const limits: readonly RequestField<Limit>[] = [
    { name: 'requestsPerMinute', label: m.service.requestsPerMinute, min: 0, max: 1e5 },
    { name: 'tokensPerMinute', label: m.service.tokensPerMinute, min: 0, max: 1e8 },
  ];
  return (
    <details>
      <summary className="w-fit text-sm">{m.service.more}</summary>
      <div className={`mt-3 ${fieldColumns}`}>
        {[...fields, ...limits].map(({ name, label, min, max }) => (
          <NumberField
            key={name}
            label={label}
            testId={`${testId}-${name}`}
            value={draft[name]}
            min={min}
            max={max}
            onChange={(value) => onChange(name, value)}
          />
        ))}
      </div>
    </details>
  );
}
