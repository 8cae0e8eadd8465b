/** What the installation leans on beside the database, each only where it is set up: Redis, the mail server, the model. */
import { probeModel } from '../bot/openai.ts';
import type { Config } from '../config.ts';
import { redisBus } from '../core/bus-redis.ts';
import { uuidv7 } from '../core/ids.ts';
import { probeSmtp } from '../email/smtp.ts';
import { type Finding, fail, ok, skip, warn, within } from './finding.ts';

/** Milliseconds for one service. */
const PATIENCE = 10_000;

/** An announcement travels from one connection to another, as between two nodes; on a channel that nobody else follows. */
export async function lookAtRedis({ redisUrl, secret }: Config): Promise<Finding> {
  if (redisUrl === null) return skip('redis', 'not set up: one node, or nodes that hear each other by heartbeats');
  const away = Promise.withResolvers<never>();
  away.promise.catch(() => undefined);
  const log = {
    warn: ({ reason }: { reason?: string }) => away.reject(new Error(reason)),
    info: () => undefined,
  };
  const options = { url: redisUrl, secret, log: log as Parameters<typeof redisBus>[0]['log'] };
  const [here, there] = [redisBus(options), redisBus(options)];
  const site = uuidv7();
  const begun = performance.now();
  try {
    const heard = new Promise<number>((resolve) => {
      there.subscribe((announcement) => announcement.site === site && resolve(performance.now() - begun));
    });
    there.follow(site);
    // A subscription takes effect soon, and the bus does not say when: said again until it is heard.
    const again = setInterval(() => here.publish({ site, channels: [] }), 50);
    const ms = await within(PATIENCE / 2, 'an announcement', Promise.race([heard, away.promise])).finally(() =>
      clearInterval(again),
    );
    return ok('redis', `an announcement crossed, connecting included, in ${Math.round(ms)} ms`);
  } catch (error) {
    return fail(
      'redis',
      `it carries nothing: ${(error as Error).message}`,
      'Start Redis 7 or newer, or mend REDIS_URL (host, port, password, rediss:// for TLS). Until then nodes hear each other only every 9 seconds.',
    );
  } finally {
    await Promise.all([here.close(), there.close()]);
  }
}

export async function lookAtSmtp(config: Config): Promise<Finding> {
  if (config.smtpUrl === null) {
    const found = `not set up: mails become files in ${config.dataDir}/mail`;
    return config.production ? warn('mail', found, 'Set SMTP_URL and MAIL_FROM.') : skip('mail', found);
  }
  try {
    await within(PATIENCE, 'an answer', probeSmtp(config.smtpUrl));
    return ok('mail', 'the server greets, and takes our login where we have one; nothing was sent');
  } catch (error) {
    return fail(
      'mail',
      `the server does not take us: ${(error as Error).message}`,
      'Mend SMTP_URL (host, port, user, password; smtps:// for port 465) and see whether this machine may reach that port. Mails wait meanwhile.',
    );
  }
}

export async function lookAtModel({ openai }: Config): Promise<Finding> {
  if (openai === null) return skip('model', 'not set up: the bot answers from the knowledge base');
  const begun = performance.now();
  try {
    await probeModel(openai, AbortSignal.timeout(PATIENCE * 2));
    return ok('model', `${openai.model} answered in ${Math.round(performance.now() - begun)} ms`);
  } catch (error) {
    const status = 'status' in (error as Error) ? (error as { status?: number | null }).status : null;
    const fix =
      status === 401 || status === 403
        ? 'Mend OPENAI_API_KEY.'
        : status === 404 || status === 400
          ? `Mend OPENAI_MODEL (${openai.model}) or OPENAI_BASE_URL.`
          : status === 429
            ? 'Raise the account’s limits or its credit.'
            : 'Start that server or mend OPENAI_BASE_URL. Until then the bot answers from the knowledge base.';
    return fail('model', `${openai.model}: ${(error as Error).message}`, fix);
  }
}
