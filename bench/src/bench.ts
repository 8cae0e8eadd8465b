/** `pnpm bench <name>`: runs one bench and prints its table. Bounded, on loopback, and it stops by itself. */

import { retrieval } from '../retrieval/retrieval.ts';
import { fanout } from './fanout.ts';
import { flood } from './flood/flood.ts';
import { growth } from './growth/growth.ts';
import { idle } from './idle.ts';
import { imports } from './imports/imports.ts';
import { logins } from './logins.ts';
import { messages } from './messages/messages.ts';
import { nodes } from './nodes.ts';
import { start } from './start.ts';
import { storm } from './storm/storm.ts';
import { streaming } from './streaming/streaming.ts';
import { timing } from './timing.ts';
import { widget } from './widget.ts';

const BENCHES: Readonly<Record<string, (flags: readonly string[]) => Promise<void>>> = {
  start,
  widget,
  messages,
  growth,
  nodes,
  storm,
  fanout,
  flood,
  idle,
  imports,
  logins,
  timing,
  streaming,
  retrieval,
};

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (bench) await bench(process.argv.slice(3));
else {
  console.error(`There is no bench "${name}". Choose one of: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
}
