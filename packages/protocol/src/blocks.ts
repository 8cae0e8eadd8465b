/** Keeping a visitor, or whoever comes from some addresses, away from the chat. Agents are never kept away by it. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

const LONGEST_HOURS = 8_760;

export const Block = Type.Object({
  id: Type.String(),
  consumer: Type.Union([Type.String(), Type.Null()], { description: 'Whom; null where it is addresses.' }),
  addresses: Type.Union([Type.String(), Type.Null()], { description: 'A range, such as `203.0.113.7/32`.' }),
  name: Type.Union([Type.String(), Type.Null()], { description: "The visitor's name or email, where one is known." }),
  reason: Type.String({ description: 'For colleagues. The visitor is not told.' }),
  by: Type.Union([Type.String(), Type.Null()], { description: 'Null: the account is gone.' }),
  created: Type.String(),
  ends: Type.Union([Type.String(), Type.Null()], { description: 'ISO 8601; null: until it is lifted.' }),
});
export type Block = Static<typeof Block>;

const why = {
  reason: Type.Optional(Type.String({ maxLength: 300 })),
  hours: Type.Optional(
    Type.Integer({ minimum: 1, maximum: LONGEST_HOURS, description: 'Left out: until it is lifted.' }),
  ),
};
const which = {
  addresses: Type.Optional(
    Type.String({ maxLength: 64, description: 'An address, or a range such as `203.0.113.0/24`.' }),
  ),
  consumer: Type.Optional(
    Type.String({ maxLength: 64, description: 'The address that this visitor is connected from.' }),
  ),
};

export const blockVisitor = command('block_visitor', {
  summary: 'Block a visitor',
  description:
    'Closes its sockets on every node within 5 seconds, and refuses it with `blocked` from then on. Blocking again changes reason and end.',
  refusals: ['not_found'],
  params: Type.Object({ consumer: Type.String({ maxLength: 64 }), ...why }),
  result: Type.Object({ block: Block }),
  who: ['agent'],
  http: { method: 'POST', path: '/api/blocks/visitors', status: 201 },
});

export const previewBlock = command('preview_block', {
  summary: 'See whom a block of addresses would meet',
  description: 'Blocks nothing. Say either `addresses` or `consumer`.',
  refusals: ['not_found'],
  params: Type.Object(which),
  result: Type.Object({
    addresses: Type.String({ description: 'The range that would be blocked. One IPv6 subscriber is a /64.' }),
    here: Type.Integer({ description: 'Visitors who are connected from there now.' }),
    includes_you: Type.Boolean({ description: 'The caller comes from there too. The inbox stays open to it.' }),
  }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/blocks/preview' },
});

export const blockAddresses = command('block_addresses', {
  summary: 'Block addresses',
  description:
    'Every visitor who comes from there, new ones too. Say either `addresses` or `consumer`. More than one address (one /64) needs `manage_site`; more than a /16 or an IPv6 /32 is `invalid`.',
  refusals: ['not_found', 'forbidden'],
  params: Type.Object({ ...which, ...why }),
  result: Type.Object({ block: Block }),
  who: ['agent'],
  http: { method: 'POST', path: '/api/blocks/addresses', status: 201 },
});

export const listBlocks = command('list_blocks', {
  summary: 'List who is blocked',
  description: 'Those in force, the newest first.',
  params: Type.Object({}),
  result: Type.Object({ blocks: Type.Array(Block) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/blocks' },
});

export const unblock = command('unblock', {
  summary: 'Lift a block',
  refusals: ['not_found'],
  params: Type.Object({ block: Type.String({ maxLength: 64 }) }),
  result: Type.Object({}),
  who: ['agent'],
  http: { method: 'DELETE', path: '/api/blocks/:block' },
});
