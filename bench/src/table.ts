/** Medians with their spread, and a Markdown table of them. */

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { min: at(0), median: at(0.5), max: at(1) };
}

export const told = ({ min, median, max }: Spread, unit: string, digits = 0): string =>
  `${median.toFixed(digits)} ${unit} (${min.toFixed(digits)} to ${max.toFixed(digits)})`;

export function printTable(
  title: string,
  rows: readonly (readonly [what: string, measured: string, goal: string])[],
): void {
  console.log(`\n${title}\n\n| what | measured | goal |\n|---|---|---|`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}
