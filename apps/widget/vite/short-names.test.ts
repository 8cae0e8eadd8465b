/** A word of the protocol that went by a short name in the built widget would be written, or looked for, under another. */
import { COMMANDS } from '@parley/protocol/commands';
import { EVENTS } from '@parley/protocol/room-events';
import { expect, it } from 'vitest';
import { FIELDS } from './short-names.ts';

/** Names of all that is told anywhere in a schema. */
function* named(schema: unknown): Generator<string> {
  if (!schema || typeof schema !== 'object') return;
  const { properties } = schema as { properties?: object };
  if (properties) yield* Object.keys(properties);
  for (const part of Object.values(schema)) yield* named(part);
}

it('no short name belongs to the protocol', () => {
  // Agents alone hear it.
  const { SourceChangedEvent: _, ...events } = EVENTS;
  const calls = COMMANDS.filter(({ who }) => who.some((one) => one === 'visitor' || one === 'anyone'));
  const told = new Set([...named(calls.map(({ params, result }) => [params, result])), ...named(events)]);
  expect([...told]).toEqual(expect.arrayContaining(['positions', 'heads', 'client_id', 'visitor_token']));
  expect(FIELDS.filter((name) => told.has(name))).toEqual([]);
});
