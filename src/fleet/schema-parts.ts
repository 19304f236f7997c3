/* eslint-disable @typescript-eslint/explicit-module-boundary-types -- zod infers the types, which nobody could write */
import { z } from 'zod';
import type { Field } from '../names/fields';

/*
 * Parts of a schema for files that people write. The error of a part is what it allows, without the words "must be"; the
 * error of a section with unknown keys is the list of the known keys.
 */

/** A section with these keys and no other. */
export function section<Shape extends z.ZodRawShape>(shape: Shape, description?: string) {
  const keys = Object.keys(shape)
    .filter((key) => key !== '$schema')
    .join(', ');
  return z
    .strictObject(shape, {
      error: ({ code }) => (code === 'unrecognized_keys' ? keys : `a section with ${keys}`),
    })
    .meta({ description });
}

/** A text of this pattern. */
export function text({ pattern, allowed }: Field, description?: string) {
  return z
    .string({ error: allowed })
    .regex(pattern, { error: allowed })
    .meta({ description, patternErrorMessage: `must be ${allowed}` });
}

/** A list of such items. */
export function list<Item extends z.ZodType>(item: Item, items: string, description: string, min = 0) {
  const error = `a list of ${items}${min > 0 ? `, at least ${min}` : ''}`;
  const all = z.array(item, { error });
  return (min > 0 ? all.min(min, { error }) : all).meta({ description });
}

/** One of some values. */
export function choice<const Value extends string>(
  values: readonly Value[],
  byDefault: Value,
  description: string,
) {
  const error = values.map((value) => `"${value}"`).join(' or ');
  return z.enum(values, { error }).optional().meta({ description, default: byDefault });
}

/** `true` or `false`. */
export function yesOrNo(byDefault: boolean | undefined, description: string) {
  const meta = byDefault === undefined ? { description } : { description, default: byDefault };
  return z.boolean({ error: 'true or false' }).optional().meta(meta);
}

/** A whole number up to 100. */
export function percentage(min: number, byDefault: number, description: string) {
  const error = `a whole number from ${min} to 100`;
  return z
    .int({ error })
    .min(min, { error })
    .max(100, { error })
    .optional()
    .meta({ description, default: byDefault });
}
