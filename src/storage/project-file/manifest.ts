/**
 * The file of a project: a zip archive of a mark (formats/project-mark.ts), parts, and `manifest.json`. A part is a JSON array
 * of records of one store, with the bytes of their typed arrays in a file beside it (values.ts). The manifest names every part
 * with its size and SHA-256, and every id that belongs to the project.
 */
import { OcaqError } from '../../errors.ts';
import { SCHEMA_VERSION } from '../database.ts';
import { isId } from './ids.ts';
import { OWNED_STORES, type OwnedStore } from './inventory.ts';

export const MANIFEST = 'manifest.json';
/** Another one where a file of before can no longer be read as it is. */
export const FORMAT_VERSION = 1;
/** Of one file in the archive, bytes; parts are written far below it. */
export const PART_LIMIT = 2 ** 28;
/** Of the manifest, bytes. */
export const MANIFEST_LIMIT = 2 ** 25;

/** A file in the archive, as it is to be. */
export interface Sealed {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Part extends Sealed {
  readonly store: OwnedStore;
  readonly records: number;
  readonly binary?: Sealed;
}

export interface Manifest {
  /** That of the project. */
  readonly project: string;
  /** All that belong to it, its own among them, in ascending order; every one is another on the way in. */
  readonly ids: readonly string[];
  /** In the order in which they are read: what others hang on comes before them. */
  readonly parts: readonly Part[];
  /** What whoever had it written says of where; nothing here reads it, and files of earlier versions have none. */
  readonly origin?: unknown;
}

export const manifestBytes = (manifest: Manifest): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({ format: 'ocaq-project', version: FORMAT_VERSION, schema: SCHEMA_VERSION, ...manifest }),
  );

/** @throws `project-file-newer`, `project-file-damaged` */
export function readManifest(file: string, bytes: Uint8Array): Manifest {
  const { format, version, schema, project, ids, parts, origin } = parsed(file, bytes);
  if (format !== 'ocaq-project' || !isWhole(version) || !isWhole(schema)) throw damagedFile(file, MANIFEST);
  if (version > FORMAT_VERSION || schema > SCHEMA_VERSION)
    throw new OcaqError(
      'project-file-newer',
      `"${file}" was made by a newer version of Ocaq than this page (format ${version}.${schema}; this page reads up to ${FORMAT_VERSION}.${SCHEMA_VERSION}). Nothing was changed. Reload the page to get the newer version, then open the file again.`,
      { file, format: `${version}.${schema}`, known: `${FORMAT_VERSION}.${SCHEMA_VERSION}` },
    );
  const hasIds = Array.isArray(ids) && ids.every(isId) && ids.every((id, i) => i === 0 || ids[i - 1]! < id);
  if (!hasIds || !ids.includes(project as string)) throw damagedFile(file, MANIFEST);
  if (!Array.isArray(parts) || !parts.every(isPart) || !haveOwnNames(parts)) throw damagedFile(file, MANIFEST);
  return { project: project as string, ids, parts, origin };
}

/** Names of all files that the archive has besides the mark and the manifest. */
export const namesOf = (parts: readonly Part[]): string[] =>
  parts.flatMap(({ name, binary }) => (binary ? [name, binary.name] : [name]));

export const foreignFile = (file: string): OcaqError =>
  new OcaqError(
    'project-file-foreign',
    `"${file}" is not the file of a project. Choose one that was saved from the menu of a project.`,
    { file },
  );

/** @param part of the archive, as it is called there */
export const damagedFile = (file: string, part: string, cause?: unknown): OcaqError =>
  new OcaqError(
    'project-file-damaged',
    `The file "${file}" is damaged at "${part}". Nothing was changed. Copy the file again from where it came, or save the project again.`,
    { file, part },
    { cause },
  );

function parsed(file: string, bytes: Uint8Array): Partial<Record<string, unknown>> {
  try {
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return (read ?? {}) as Partial<Record<string, unknown>>;
  } catch (cause) {
    throw damagedFile(file, MANIFEST, cause);
  }
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function isPart(value: unknown): value is Part {
  if (!isSealed(value)) return false;
  const { store, records, binary } = value as Partial<Record<keyof Part, unknown>>;
  const isStore = OWNED_STORES.includes(store as OwnedStore);
  return isStore && isWhole(records) && (binary === undefined || isSealed(binary));
}

function isSealed(value: unknown): value is Sealed {
  const { name, bytes, sha256 } = (value ?? {}) as Partial<Record<keyof Sealed, unknown>>;
  return typeof name === 'string' && isWhole(bytes) && bytes <= PART_LIMIT && typeof sha256 === 'string';
}

function haveOwnNames(parts: readonly Part[]): boolean {
  const names = namesOf(parts);
  return new Set(names).size === names.length;
}
