/** A row's place in a list that is paged by keyset, newest first, and the cursor that carries it to the client and back. */
import { refuse } from './errors.ts';

export interface Place {
  readonly at: Date;
  readonly id: string;
}

export const cursorOf = ({ at, id }: Place): string => Buffer.from(`${at.toISOString()} ${id}`).toString('base64url');

/** Throws `invalid` for what is no cursor of ours. */
export function placeOf(cursor: string): Place {
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  const valid = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at) && !Number.isNaN(Date.parse(at)) && isId(id);
  if (!valid) throw refuse('invalid', { fields: { cursor: 'take the `next` of an earlier answer' } });
  return { at: new Date(at), id };
}

/** An id that the database can compare; anything else belongs to nothing. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
