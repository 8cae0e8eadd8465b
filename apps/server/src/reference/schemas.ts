/** The protocol's schemas as a document of the API shows them: shapes by reference, choices as lists of words. */
import { SHAPES } from '@parley/protocol';

export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly $ref?: string;
}

const IN = '#/components/schemas/';
const names = new Map(Object.entries(SHAPES).map(([name, schema]) => [JSON.stringify(schema), name]));

/** The name of the shape that a reference leads to. */
export const shapeOf = ({ $ref }: JsonSchema): string | undefined =>
  $ref?.startsWith(IN) ? $ref.slice(IN.length) : undefined;

/** Every shape by its name, for `components.schemas`. */
export const shapes = (): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(SHAPES).map(([name, schema]) => [name, inner(schema as JsonSchema)]));

/** A schema with references in place of the shapes that it holds. */
export function shown(schema: object): JsonSchema {
  const name = names.get(JSON.stringify(schema));
  return name === undefined ? inner(schema as JsonSchema) : { $ref: IN + name };
}

function inner({ anyOf, properties, items, ...rest }: JsonSchema): JsonSchema {
  if (anyOf) return { ...rest, ...choice(anyOf) };
  return {
    ...rest,
    ...(items && { items: shown(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, shown(schema)])),
    }),
  };
}

function choice(of: readonly JsonSchema[]): JsonSchema {
  if (of.every((one) => 'const' in one)) return { type: 'string', enum: of.map((one) => one.const) };
  const [first, second] = of as [JsonSchema, JsonSchema | undefined];
  const simple = typeof first.type === 'string' && !('properties' in first) && second?.type === 'null';
  if (of.length === 2 && simple) return { ...shown(first), type: [first.type as string, 'null'] };
  return { anyOf: of.map(shown) };
}
