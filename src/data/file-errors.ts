/** Errors of a file that a person chose, which are not about what stands in it. */
import { OcaqError } from '../errors.ts';

/** Whether it could not be read, or reading it was ended: whoever decodes it passes that on as it is. */
export const isFileError = (error: unknown): boolean => error instanceof OcaqError || error instanceof DOMException;

/** @param cause what browsers and Node throw for a file that was changed, moved or deleted after it was chosen */
export const asFileError = (name: string, cause: unknown): unknown =>
  cause instanceof DOMException ? goneError(name, { cause }) : cause;

export const goneError = (name: string, options?: ErrorOptions): OcaqError =>
  new OcaqError(
    'file-unreadable',
    `"${name}" can no longer be read: it was changed, moved or deleted after it was chosen, or its disk is gone. Choose it again.`,
    { file: name },
    options,
  );
