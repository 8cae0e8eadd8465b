/** What is wrong with a command's parameters, by field, in words that say what to give instead. */
import type { TSchema } from 'typebox';
import type { TLocalizedValidationError } from 'typebox/error';
import { Settings } from 'typebox/system';

/** typebox would stop at eight, of which a closed list takes one for each of its values. */
Settings.Set({ maxErrors: 1_000 });
/** Fields that are told of; of further ones their number. */
const TOLD = 12;

type Pointed = Readonly<Record<string, unknown>>;

export function problems(schema: TSchema, errors: Iterable<TLocalizedValidationError>): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const error of errors) {
    const missing = 'requiredProperties' in error.params ? (error.params.requiredProperties as string[]) : [];
    const path = error.instancePath.slice(1).replaceAll('/', '.');
    for (const name of missing) fields[path ? `${path}.${name}` : name] = 'is missing';
    if (missing.length === 0) fields[path || '(all)'] ??= choices(schema, error.schemaPath) ?? error.message;
  }
  const wrong = Object.entries(fields);
  if (wrong.length <= TOLD) return fields;
  return { ...Object.fromEntries(wrong.slice(0, TOLD)), '(more)': `${wrong.length - TOLD} more are wrong` };
}

/** Of a closed list, one of whose values `pointer` leads to; null for everything else. */
function choices(schema: TSchema, pointer: string): string | null {
  const list = pointer.replace(/\/anyOf\/\d+$/, '');
  const steps = list.split('/').slice(1);
  const found = steps.reduce<Pointed | undefined>((at, step) => at?.[step] as Pointed | undefined, schema as Pointed);
  const values = (found?.anyOf ?? [found]) as (Pointed | undefined)[];
  if (!values.every((value) => value && 'const' in value)) return null;
  return `has to be ${values.length > 1 ? 'one of ' : ''}${values.map((value) => value?.const).join(', ')}`;
}
