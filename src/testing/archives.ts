/** Packs archives for tests, and opens files in memory as a person would choose them. */
import { CONTAINER_LIMITS, type ContainerLimits } from '../data/containers/limits.ts';
import { openMembers } from '../data/containers/open-members.ts';
import type { ChosenFile } from '../data/readers/reader-file.ts';
import { OcaqError } from '../errors.ts';

export interface TarEntry {
  name: string;
  content?: Uint8Array | string;
  /** Default '0', a file. */
  type?: string;
}

const bytesOf = (content: Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** A ustar archive; names may have 100 bytes. */
export function tar(entries: readonly TarEntry[]): Uint8Array<ArrayBuffer> {
  const blocks = entries.map(({ name, content = '', type = '0' }) => {
    const bytes = bytesOf(content);
    const block = new Uint8Array(512 + Math.ceil(bytes.length / 512) * 512);
    const put = (text: string, at: number) => block.set(bytesOf(text), at);
    put(name, 0);
    put('0000644\0', 100);
    put(`${bytes.length.toString(8).padStart(11, '0')} `, 124);
    put('        ', 148);
    put(type, 156);
    put('ustar\u000000', 257);
    const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    block.set(bytes, 512);
    return block;
  });
  return new Uint8Array(Buffer.concat([...blocks, new Uint8Array(1024)]));
}

/** A file in memory whose stream comes in chunks of a size. */
export function chosen(name: string, content: Uint8Array, chunk = 65_536): ChosenFile {
  const blob = new Blob([new Uint8Array(content)]);
  return {
    name,
    size: blob.size,
    slice: (start, end) => blob.slice(start, end),
    stream() {
      let at = 0;
      return new ReadableStream({
        pull(controller) {
          if (at >= content.length) return controller.close();
          controller.enqueue(content.subarray(at, at + chunk));
          at += chunk;
        },
      });
    },
  };
}

export interface Opened {
  /** What came out, also of members that end in an error. */
  members: Record<string, Uint8Array>;
  skipped: Record<string, string>;
  /** Codes of what was thrown by members and in the end. */
  errors: string[];
}

/** Reads every member to its end, as an import does. Anything else than an OcaqError is thrown. */
export async function openAll(file: ChosenFile, limits: ContainerLimits = CONTAINER_LIMITS): Promise<Opened> {
  const opened: Opened = { members: {}, skipped: {}, errors: [] };
  const code = (error: unknown): string => {
    if (error instanceof OcaqError) return error.code;
    throw error;
  };
  try {
    for await (const member of openMembers(file, { limits })) {
      if ('skipped' in member) {
        opened.skipped[member.name] = member.skipped;
        continue;
      }
      const chunks: Uint8Array[] = [];
      try {
        for await (const chunk of member.stream()) chunks.push(chunk);
      } catch (error) {
        opened.errors.push(`${member.name}: ${code(error)}`);
      }
      opened.members[member.name] = new Uint8Array(Buffer.concat(chunks));
    }
  } catch (error) {
    opened.errors.push(code(error));
  }
  return opened;
}
