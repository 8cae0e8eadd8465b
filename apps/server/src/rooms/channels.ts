/** The names of the bus channels that rooms announce on, and the name of a room on the wire. */
import type { PresenceChannel } from '../core/presence.ts';

/** The visitor's sockets of one room; exists before the room does. */
export const visitorChannel = (siteId: string, key: string): string => `visitor:${siteId}:${key}`;
/** Every inbox of the site. */
export const agentsChannel = (siteId: string): string => `agents:${siteId}`;
/** Inboxes that hear of each message by itself, and those that hear of all of one commit together. */
export const messagesChannel = (siteId: string): string => `messages:${siteId}`;
export const batchesChannel = (siteId: string): string => `batches:${siteId}`;
/** Agents that opened a socket for this one room. */
export const roomAgentsChannel = (siteId: string, key: string): string => `agents:${siteId}:${key}`;

/** Inboxes that look at the room just now. */
export const lookersChannel = (siteId: string, key: string): string => `looking:${siteId}:${key}`;

export const AGENTS_HERE = 'agents:';
/** Where agents with an open inbox are present; every node knows them. The members are accounts. */
export const agentsHere = (siteId: string): PresenceChannel => ({ site: null, name: AGENTS_HERE + siteId });

export const everyoneIn = (siteId: string, key: string): string[] => [
  visitorChannel(siteId, key),
  agentsChannel(siteId),
  roomAgentsChannel(siteId, key),
];
/** Who has the room before its eyes: for what comes so often that all others are spared it. */
export const onlookersOf = (siteId: string, key: string): string[] => [
  visitorChannel(siteId, key),
  roomAgentsChannel(siteId, key),
  lookersChannel(siteId, key),
];
/** Who hears of a message by itself. */
export const readersOf = (siteId: string, key: string): string[] => [
  visitorChannel(siteId, key),
  messagesChannel(siteId),
  roomAgentsChannel(siteId, key),
];
export const agentsOf = (siteId: string, key: string): string[] => [
  agentsChannel(siteId),
  roomAgentsChannel(siteId, key),
];

export const roomName = (site: string, key: string): string => `${site} ${key}`;
