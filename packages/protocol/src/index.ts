/** What may be said between Parley's server and its clients. */
export * from './accounts.ts';
export * from './audit.ts';
export * from './bot.ts';
export * from './close-codes.ts';
export * from './command.ts';
export * from './commands.ts';
export * from './errors.ts';
export * from './frame.ts';
export * from './knowledge.ts';
export * from './message-changes.ts';
export * from './ownership.ts';
export * from './presence.ts';
export * from './room-events.ts';
export * from './rooms.ts';
export * from './shapes.ts';
export * from './sites.ts';
export * from './visitors.ts';
