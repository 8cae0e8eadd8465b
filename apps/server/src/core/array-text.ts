/** Arrays as Postgres reads them, for `unnest`, without what pg's own does for each element: looking at its type and escaping it twice. */

/** Of uuids, numbers and the like, which hold nothing to escape. */
export const plainArray = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => value ?? 'NULL').join()}}`;

const SPECIAL = /["\\]/g;
const quoted = (value: string | null): string => (value === null ? 'NULL' : `"${value.replace(SPECIAL, '\\$&')}"`);

/** Of any text. */
export const textArray = (values: readonly (string | null)[]): string => `{${values.map(quoted).join()}}`;
