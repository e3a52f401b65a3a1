/**
 * Lets errors cross the worker boundary whole. Comlink's own handler keeps name, message and stack; this one keeps code
 * and details of OcaqError too. Both sides call `carryErrors` before the first message.
 */
import { transferHandlers } from 'comlink';
import type { ErrorCode } from '../error-codes.ts';
import { type ErrorDetails, OcaqError } from '../errors.ts';

interface Thrown {
  value: unknown;
}
type Carried =
  | { kind: 'ocaq'; code: ErrorCode; message: string; details: ErrorDetails; stack: string | undefined }
  | { kind: 'error'; name: string; message: string; stack: string | undefined }
  | { kind: 'value'; value: unknown };

function pack(value: unknown): Carried {
  if (value instanceof OcaqError)
    return { kind: 'ocaq', code: value.code, message: value.message, details: value.details, stack: value.stack };
  if (value instanceof Error) return { kind: 'error', name: value.name, message: value.message, stack: value.stack };
  return { kind: 'value', value };
}

function unpack(carried: Carried): unknown {
  if (carried.kind === 'value') return carried.value;
  const error =
    carried.kind === 'ocaq'
      ? new OcaqError(carried.code, carried.message, carried.details)
      : Object.assign(new Error(carried.message), { name: carried.name });
  if (carried.stack !== undefined) error.stack = carried.stack;
  return error;
}

export function carryErrors(): void {
  const own = transferHandlers.get('throw');
  if (!own) throw new Error('comlink has no handler for thrown values; its version changed');
  transferHandlers.set('throw', {
    canHandle: own.canHandle,
    serialize: (thrown: Thrown): [Carried, Transferable[]] => [pack(thrown.value), []],
    deserialize: (carried: Carried): never => {
      throw unpack(carried);
    },
  });
}
