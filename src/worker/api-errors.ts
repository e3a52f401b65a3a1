/** The part of the contract about errors. Part of `api.ts`, from where it is imported. */
import type { ErrorCode } from '../error-codes.ts';
import type { ErrorDetails } from '../errors.ts';

/** An error as it is kept: its message in English, code and details for saying it in another language. */
export interface ErrorRecord {
  /** Of an older version perhaps one that is no longer known; the message then stands for itself. */
  code: ErrorCode;
  message: string;
  details: ErrorDetails;
}
