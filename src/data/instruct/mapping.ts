/** What a person can choose of a set's reading: its shape, and which field holds what. */
import type { FieldMapping, SetField } from './recognise.ts';
import type { Role, RoleId, Shape } from './shapes/shape.ts';
import { SHAPES } from './shapes/table.ts';

type Choosable = Pick<SetField, 'name' | 'holds'>;

export const fieldsFor = (role: Role, fields: readonly Choosable[]): string[] =>
  fields.filter(({ holds }) => holds.includes(role.holds)).map(({ name }) => name);

/** The shapes for which there are fields enough. */
export const possibleShapes = (fields: readonly Choosable[]): readonly (typeof SHAPES)[number][] =>
  SHAPES.filter(({ roles }) => firstMapping({ roles }, fields) !== undefined);

/** Fields of the names that a shape knows, else the first that can hold a required role; none is taken twice. */
export function firstMapping({ roles }: Pick<Shape, 'roles'>, fields: readonly Choosable[]): FieldMapping | undefined {
  const mapping: Partial<Record<RoleId, string>> = {};
  for (const role of roles) {
    const free = fieldsFor(role, fields).filter((name) => !Object.values(mapping).includes(name));
    const field = role.names.find((name) => free.includes(name)) ?? (role.isRequired ? free[0] : undefined);
    if (field !== undefined) mapping[role.id] = field;
    else if (role.isRequired) return undefined;
  }
  return mapping;
}

/** A mapping with one role given to another field, or to none. */
export function remapped(mapping: FieldMapping, role: RoleId, field: string | null): FieldMapping {
  const { [role]: _, ...others } = mapping;
  return field === null ? others : { ...others, [role]: field };
}

/** Fields of records that no role has, without those inside of other fields. */
export function unusedFields(fields: readonly Choosable[], mapping: FieldMapping): string[] {
  const used = Object.values(mapping);
  const names = fields.map(({ name }) => name);
  const isInside = (name: string) => names.some((outer) => name.startsWith(`${outer}.`));
  return names.filter((name) => !isInside(name) && !used.some((one) => one === name || one.startsWith(`${name}.`)));
}
