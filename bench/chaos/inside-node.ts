/** Loaded into a node before the program (--import): tells how late its event loop is and what memory it takes, and moves its clock. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

const EVERY_MS = 3_000;
const skew = Number(process.env.CHAOS_SKEW_MS ?? 0);

if (skew !== 0) {
  const RealDate = Date;
  const now = () => RealDate.now() + skew;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [now()] : args, as) as Date,
    apply: () => new RealDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  });
}

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
setInterval(() => {
  process.send?.({ rssMib: process.memoryUsage.rss() / 1_048_576, lagMs: delay.percentile(99) / 1e6 }, () => undefined);
  delay.reset();
}, EVERY_MS).unref();
process.channel?.unref();
// Whoever started it is gone, in whatever way: nothing of a run may stay behind.
process.on('disconnect', () => process.exit(0));
