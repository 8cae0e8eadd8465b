/** What the widget and other clients of visitors use. Agents' part is the entry `@parley/client/agent`. */
export { CallError, type CallErrorCode } from './call-error.ts';
export { type Clock, systemClock } from './clock.ts';
export { type AccessToken, Connection, type ConnectionOptions, type ConnectionState } from './connection.ts';
export { postJson } from './http.ts';
export { type Answer, Live, type LiveRoom, type Typist } from './live.ts';
export { Outbox, type OutboxNews, type OutboxOptions, type Unsent } from './outbox.ts';
export { type KeyValue, keptKeys, keyValue } from './storage.ts';
export type { TabsBrowser } from './tabs.ts';
export { type PageBounds, Timeline } from './timeline.ts';
export type { UnsentStore } from './unsent-store.ts';
export { VisitorSession, type VisitorSessionOptions } from './visitor-session.ts';
