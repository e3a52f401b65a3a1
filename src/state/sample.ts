/** The bundled sample corpus, fetched from beside the page (any path, offline too) and made into files like any other. */
import { OcaqError } from '../errors.ts';

export interface Sample {
  corpus: File[];
  instructions: File;
}

interface SampleIndex {
  corpus: string[];
  instructions: string;
}

function isIndex(value: unknown): value is SampleIndex {
  if (typeof value !== 'object' || value === null) return false;
  const { corpus, instructions } = value as Record<string, unknown>;
  return Array.isArray(corpus) && corpus.every((one) => typeof one === 'string') && typeof instructions === 'string';
}

async function fetchSample(path: string): Promise<Response> {
  const url = new URL(`sample/${path}`, document.baseURI);
  const response = await fetch(url).catch((cause: unknown) => {
    throw new OcaqError('sample-missing', `The bundled sample ${path} could not be fetched.`, { path }, { cause });
  });
  if (!response.ok) {
    throw new OcaqError('sample-missing', `The bundled sample ${path} could not be fetched (${response.status}).`, {
      path,
    });
  }
  return response;
}

async function fetchFile(path: string): Promise<File> {
  const response = await fetchSample(path);
  return new File([await response.blob()], path.split('/').at(-1) ?? path);
}

/** @throws OcaqError `sample-missing` when a listed file is not there */
export async function fetchSampleFiles(): Promise<Sample> {
  const index: unknown = await (await fetchSample('index.json')).json();
  if (!isIndex(index))
    throw new OcaqError('sample-missing', 'The list of bundled sample files is damaged.', { path: 'index.json' });
  return {
    corpus: await Promise.all(index.corpus.map(fetchFile)),
    instructions: await fetchFile(index.instructions),
  };
}

export interface HeldOut {
  /** The set without the record that was taken out. */
  file: File;
  records: number;
  /** An instruction that the model will not have seen: the first thing to ask it. */
  heldOut: string;
}

/** @throws OcaqError `sample-missing` when the set is not a list of records with an instruction alone in them */
export async function holdOutInstruction(file: File): Promise<HeldOut> {
  const records: unknown = JSON.parse(await file.text());
  const place = Array.isArray(records) ? records.findLastIndex(isAlone) : -1;
  if (!Array.isArray(records) || place < 0)
    throw new OcaqError('sample-missing', 'The bundled instruction set is damaged.', { path: file.name });
  const rest = records.toSpliced(place, 1);
  return {
    file: new File([JSON.stringify(rest)], file.name),
    records: rest.length,
    heldOut: records[place].instruction,
  };
}

/** An instruction that needs no input. */
function isAlone(record: unknown): record is { instruction: string } {
  if (typeof record !== 'object' || record === null) return false;
  const { instruction, input } = record as Record<string, unknown>;
  return typeof instruction === 'string' && (input === undefined || input === '');
}
