/**
 * Arrays as Postgres reads them, for `unnest`. Measured with a hundred rows: as cheap for Postgres as binary ones, and far
 * cheaper to write than pg's own, which looks at each element's type and escapes twice.
 */

/** Of uuids, numbers and the like, which hold nothing to escape. */
export const plainArray = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join()}}`;

const SPECIAL = /["\\]/g;
const quoted = (value: string | null): string => (value === null ? 'NULL' : `"${value.replace(SPECIAL, '\\$&')}"`);

/** Of any text. */
export const textArray = (values: readonly (string | null)[]): string => `{${values.map(quoted).join()}}`;
