/**
 * The one error class of the project. `message` is a whole English sentence or two: what happened, to what, what to do
 * next. `code` and `details` let the studio say the same in the user's language. Everything else that is thrown is a bug.
 */
import type { ErrorCode } from './error-codes.ts';

export type ErrorDetails = Readonly<Record<string, string | number>>;

export class OcaqError extends Error {
  override readonly name = 'OcaqError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
