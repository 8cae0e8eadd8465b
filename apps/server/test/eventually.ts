/** Waiting for something that no event tells, such as a row that another program writes. */

/** Asks again every few milliseconds until `check` holds something true; throws what it said last after `patienceMs`. */
export async function eventually<T>(check: () => T | Promise<T>, patienceMs = 20_000): Promise<NonNullable<T>> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > until) throw new Error(`still ${String(value)} after ${patienceMs} ms: ${check}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
