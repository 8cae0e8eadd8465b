/** `pnpm bench <name>`: runs one bench and prints its table. Bounded, on loopback, and it stops by itself. */
import { start } from './start.ts';
import { widget } from './widget.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = { start, widget };

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (bench) await bench();
else {
  console.error(`There is no bench "${name}". Choose one of: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
}
