/** Statements that are asked for thousands of times a second are planned once in each session: planning takes longer than they do. */
import type { RawBuilder } from 'kysely';
import type { Core } from './core.ts';

/** By the statement's text: only those whose text never varies belong here, or every session fills up with plans. */
const names = new Map<string, string>();

/** The rows of `statement`. */
export async function prepared<Row>(core: Core, statement: RawBuilder<Row>): Promise<Row[]> {
  const { sql: text, parameters } = statement.compile(core.db);
  let name = names.get(text);
  if (name === undefined) {
    name = `p${names.size}`;
    names.set(text, name);
  }
  return core.database.query<Row>({ name, text, values: [...parameters] });
}
