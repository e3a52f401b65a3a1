/** What values of unknown origin must be, such as those of files: predicates that are put together as the values are. */

export type Shape = (value: unknown) => boolean;

export const text: Shape = (value) => typeof value === 'string';
export const flag: Shape = (value) => typeof value === 'boolean';
export const number: Shape = (value) => typeof value === 'number';
export const finite: Shape = (value) => Number.isFinite(value);
/** From 0 on. */
export const whole: Shape = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
export const nothing: Shape = (value) => value === null;
export const absent: Shape = (value) => value === undefined || value === null;

export const among =
  (values: readonly unknown[]): Shape =>
  (value) =>
    values.includes(value);

export const listOf =
  (item: Shape): Shape =>
  (value) =>
    Array.isArray(value) && value.every(item);

export const oneOf =
  (...shapes: readonly Shape[]): Shape =>
  (value) =>
    shapes.some((shape) => shape(value));

/** With these fields of its own, and any others. */
export const object =
  (fields: Readonly<Record<string, Shape>>): Shape =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, shape]) =>
      shape(Object.hasOwn(value, name) ? value[name as keyof typeof value] : undefined),
    );
