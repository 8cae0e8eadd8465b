/** The program's one logger: JSON lines for machines, short lines for a person at a terminal. Never a message's content or a token. */
import pino, { type Logger } from 'pino';
import type { Config } from './config.ts';

export function createLogger(config: Config): Logger {
  const options = {
    level: config.logLevel,
    redact: ['req.headers.authorization', 'req.headers.cookie', 'req.headers["sec-websocket-protocol"]'],
  };
  if (config.production) return pino(options);
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: { colorize: process.stdout.isTTY, ignore: 'pid,hostname', translateTime: 'HH:MM:ss' },
    },
  });
}
