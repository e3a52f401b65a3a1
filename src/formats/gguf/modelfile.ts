/**
 * The Modelfile by which Ollama takes a GGUF in (github.com/ollama/ollama, docs/modelfile.md): what an answer is asked by, what
 * ends it, and sampling as small models want it.
 */
import { OcaqError } from '../../errors.ts';

export interface Modelfile {
  /** The GGUF, in the same folder. */
  readonly file: string;
  /** Go template; null where there is none for the model's chats, so that Ollama takes the one that it knows by the GGUF. */
  readonly template: string | null;
  /** Texts that end an answer. */
  readonly stops: readonly string[];
  /** Tokens. */
  readonly contextLength: number;
}

/** Of a model that has not learned to chat: what is written goes in as it is. */
export const PLAIN_TEMPLATE = '{{ .Prompt }}';
/** A small model is sure of little: colder than the usual 0.8. */
const TEMPERATURE = 0.3;

/** @throws OcaqError `gguf-modelfile-text` for a text that no Modelfile can hold */
export function modelfileText({ file, template, stops, contextLength }: Modelfile): string {
  // First, because a template ends with one of them.
  const ends = stops.map((stop) => `PARAMETER stop ${quoted(stop)}`);
  return [
    `FROM ./${file}`,
    ...(template === null ? [] : [`TEMPLATE ${inThree(template)}`]),
    ...ends,
    `PARAMETER num_ctx ${contextLength}`,
    `PARAMETER temperature ${TEMPERATURE}`,
    // None: endings of words come again and again in languages that build words of them.
    'PARAMETER repeat_penalty 1.0',
    '',
  ].join('\n');
}

const quoted = (text: string): string => (text.includes('"') ? inThree(text) : `"${writable(text)}"`);

const inThree = (text: string): string => `"""${writable(text)}"""`;

/**
 * Nothing is escaped there. Quotes within a text stay, because a value ends with a line whose last characters close it (parser/parser.go):
 * only three quotes at the end of a line of the text would end it early. Characters that are not printable are dropped.
 */
function writable(text: string): string {
  if (!/"""\s*[\r\n]|[^\p{L}\p{M}\p{N}\p{P}\p{S} \t\r\n]/u.test(text)) return text;
  throw new OcaqError(
    'gguf-modelfile-text',
    `The token ${JSON.stringify(text)}, which ends an answer, cannot stand in a Modelfile: Ollama would read another text. Let config.json name another eos_token_id, or export a Hugging Face folder instead.`,
    { text },
  );
}
