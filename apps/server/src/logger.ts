/**
 * The program's one logger: JSON lines for machines, short lines for a person at a terminal. A line says which request, frame
 * or job, site and room it belongs to (`core/log-context.ts`), and never a message's content, an address or a token.
 */
import pino, { type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import type { Config } from './config.ts';
import { logContext } from './core/log-context.ts';
import { loggedError, withoutSecrets, wordsOnly } from './core/log-safety.ts';

const options = (config: Config): LoggerOptions => ({
  level: config.logLevel,
  redact: ['req.headers.authorization', 'req.headers.cookie', 'req.headers["sec-websocket-protocol"]'],
  mixin: logContext,
  serializers: { err: loggedError },
  formatters: {
    log: (line) => (typeof line.reason === 'string' ? { ...line, reason: wordsOnly(line.reason) } : line),
  },
  hooks: { streamWrite: withoutSecrets },
});

/** Writes to standard output, or to `destination` as JSON lines. */
export function createLogger(config: Config, destination?: DestinationStream): Logger {
  if (destination) return pino(options(config), destination);
  if (config.production) return pino(options(config));
  return pino({
    ...options(config),
    transport: {
      target: 'pino-pretty',
      options: { colorize: process.stdout.isTTY, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
    },
  });
}
