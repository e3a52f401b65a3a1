/**
 * The Modelfile by which Ollama takes a GGUF in (github.com/ollama/ollama, docs/modelfile.md): what an answer is asked by, what
 * ends it, and sampling as small models want it.
 */

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

export const modelfileText = ({ file, template, stops, contextLength }: Modelfile): string =>
  [
    `FROM ./${file}`,
    ...(template === null ? [] : [`TEMPLATE """${template}"""`]),
    ...stops.map((stop) => `PARAMETER stop ${quoted(stop)}`),
    `PARAMETER num_ctx ${contextLength}`,
    `PARAMETER temperature ${TEMPERATURE}`,
    // None: endings of words come again and again in languages that build words of them.
    'PARAMETER repeat_penalty 1.0',
    '',
  ].join('\n');

const quoted = (text: string): string => (text.includes('"') ? `"""${text}"""` : `"${text}"`);
