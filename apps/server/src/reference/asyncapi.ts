/** Both sockets as an AsyncAPI 3 document, made from the command table and the table of events. */
import { COMMANDS, type CommandName, type CommandSpec, ERRORS, EVENTS, MAX_FRAME_BYTES } from '@parley/protocol';
import type { TObject } from 'typebox';
import { VERSION } from '../core/version.ts';
import { EXAMPLES } from './examples.ts';
import { FRAME_REFUSALS, refusalsOf } from './refusals.ts';
import { type JsonSchema, shapes, shown } from './schemas.ts';
import { securityOf, securitySchemes } from './security.ts';

const INTRODUCTION = `A frame is one JSON object in one text message, ${MAX_FRAME_BYTES / 1024} KiB at most; \`command\` names it.
A frame that carries an \`id\` gets an answer with the same \`id\`: the command's own, or \`error\`. Events carry none.

The token travels in the handshake: \`Authorization: Bearer <token>\`, or, from a browser, the subprotocols
\`parley.v1, parley.token.<token>\`. Who is connected decides what is allowed, frame by frame.

**Ignore commands and fields that you do not know.** Order, repetition and what to do after a lost connection are the numbered rules of PROTOCOL.md.`;

const CHANNELS = {
  room: {
    address: '/ws/chat/{site}/{key}',
    title: 'One room',
    description:
      "For the room's visitor, or an agent of the site. `room` may be left out of every command: this one is meant.",
    parameters: {
      site: { description: "The site's slug." },
      key: { description: "The room's key: the visitor's `consumer`, or `<consumer>~2` and so on." },
    },
  },
  site: {
    address: '/ws/room/{site}',
    title: 'All rooms of a site',
    description:
      'For its agents: one socket hears everything. Every command on a room names it. A visitor may only call `new_room` and `authenticate` here.',
    parameters: { site: { description: "The site's slug." } },
  },
} as const;
export type ChannelName = keyof typeof CHANNELS;

/** `?batch=1` is a choice that the socket of all rooms alone has. */
const ALL_ROOMS_ONLY: ReadonlySet<string> = new Set(['NewMessagesEvent']);

const spoken = COMMANDS.filter((spec) => spec.socket);
const heardOn = (channel: ChannelName): string[] =>
  Object.keys(EVENTS).filter((name) => channel === 'site' || !ALL_ROOMS_ONLY.has(name));

export const answerOf = (name: string): string => `${name}_answer`;

export function asyncapi(serverUrl: string): JsonSchema {
  const { host, protocol } = new URL(serverUrl);
  return {
    asyncapi: '3.0.0',
    info: { title: 'Parley', version: VERSION, description: INTRODUCTION, license: { name: 'MIT' } },
    defaultContentType: 'application/json',
    servers: { parley: { host, protocol: protocol === 'https:' ? 'wss' : 'ws' } },
    channels: Object.fromEntries(
      (Object.keys(CHANNELS) as ChannelName[]).map((name) => [name, { ...CHANNELS[name], ...channel(name) }]),
    ),
    operations: Object.fromEntries((Object.keys(CHANNELS) as ChannelName[]).flatMap(operationsOf)),
    components: {
      schemas: shapes(),
      securitySchemes: securitySchemes(),
      messages: {
        ...Object.fromEntries(spoken.flatMap((spec) => [command(spec), answer(spec)])),
        ...Object.fromEntries(Object.entries(EVENTS).map(event)),
        error: refusal(),
      },
    },
  };
}

function channel(name: ChannelName): JsonSchema {
  const messages = [...spoken.flatMap((spec) => [spec.name, answerOf(spec.name)]), ...heardOn(name), 'error'];
  return {
    messages: Object.fromEntries(messages.map((message) => [message, { $ref: `#/components/messages/${message}` }])),
    bindings: {
      ws: {
        method: 'GET',
        headers: {
          type: 'object',
          properties: {
            authorization: { type: 'string', description: '`Bearer <token>`.' },
            'sec-websocket-protocol': {
              type: 'string',
              description: '`parley.v1, parley.token.<token>`, from browsers.',
            },
          },
        },
        ...(name === 'site' && {
          query: {
            type: 'object',
            properties: {
              batch: {
                type: 'string',
                enum: ['1'],
                description: 'Messages that were committed together come in one `new_messages`.',
              },
            },
          },
        }),
      },
    },
  };
}

/** As the server sees it: it receives commands and answers them, and sends events. */
function operationsOf(name: ChannelName): [string, JsonSchema][] {
  const on = { $ref: `#/channels/${name}` };
  const message = (of: string) => ({ $ref: `#/channels/${name}/messages/${of}` });
  return [
    ...spoken.map((spec): [string, JsonSchema] => [
      `${name}.${spec.name}`,
      {
        action: 'receive',
        channel: on,
        title: spec.name,
        summary: spec.summary,
        ...(spec.description !== undefined && { description: spec.description }),
        security: securityOf(spec).flatMap((one) =>
          Object.keys(one).map((scheme) => ({ $ref: `#/components/securitySchemes/${scheme}` })),
        ),
        messages: [message(spec.name)],
        'x-refusals': [...refusalsOf(spec), ...FRAME_REFUSALS],
        reply: { channel: on, messages: [message(answerOf(spec.name)), message('error')] },
      },
    ]),
    [`${name}.events`, { action: 'send', channel: on, title: 'Events', messages: heardOn(name).map(message) }],
  ];
}

const id = { type: 'string', maxLength: 64, description: 'Comes back with the answer.' };

function frame(commandName: string, fields: JsonSchema, idAllowed: boolean): JsonSchema {
  const { properties = {}, required = [] } = fields;
  return {
    type: 'object',
    required: ['command', ...required.filter((name) => name !== 'command')],
    properties: { command: { const: commandName }, ...(idAllowed && { id }), ...properties },
  };
}

const example = (payload: object | undefined): JsonSchema => (payload ? { examples: [{ payload }] } : {});

function command(spec: CommandSpec): [string, JsonSchema] {
  const given = EXAMPLES[spec.name as CommandName]?.params;
  return [
    spec.name,
    {
      name: spec.name,
      title: spec.summary,
      summary: spec.summary,
      payload: frame(spec.name, shown(spec.params), true),
      ...example(given && { command: spec.name, id: '1', ...given }),
    },
  ];
}

function answer(spec: CommandSpec): [string, JsonSchema] {
  const result = shown(spec.result);
  const given = EXAMPLES[spec.name as CommandName]?.result;
  return [
    answerOf(spec.name),
    {
      name: spec.reply,
      title: `Answer to ${spec.name}`,
      summary: `${spec.summary}: the answer. Or \`error\` with ${refusalsOf(spec)
        .map((code) => `\`${code}\``)
        .join(', ')}.`,
      payload: result.anyOf
        ? { anyOf: result.anyOf.map((one) => frame(String(one.properties?.command?.const), one, true)) }
        : frame(spec.reply, result, true),
      ...example(given && { command: spec.reply, id: '1', ...given }),
    },
  ];
}

function event([name, schema]: [string, TObject]): [string, JsonSchema] {
  const { description, ...payload } = shown(schema);
  const { const: command } = schema.properties.command as unknown as { const: string };
  // The sender's own copy of its message is the one event that answers too.
  const framed = frame(command, payload, command === 'new_message');
  return [
    name,
    { name: command, title: command, ...(description !== undefined && { summary: description }), payload: framed },
  ];
}

function refusal(): [string, JsonSchema][1] {
  const codes = Object.keys(ERRORS);
  const properties = {
    code: { type: 'string', enum: codes },
    message: { type: 'string', description: 'What to do now, in English.' },
    retry: { type: 'boolean', description: 'Whether the very same frame may succeed later.' },
    fields: { type: 'object', additionalProperties: { type: 'string' }, description: 'What is wrong, by field.' },
    retry_after: { type: 'integer', description: 'Seconds to wait.' },
    client_id: { type: 'string', description: 'Whose `new_message` was refused.' },
  };
  return {
    name: 'error',
    title: 'error',
    summary: `A frame was refused; the socket stays open. What is no frame at all: ${FRAME_REFUSALS.map((code) => `\`${code}\``).join(', ')}.`,
    payload: frame('error', { required: ['code', 'message', 'retry'], properties } as JsonSchema, true),
    examples: [
      {
        payload: { command: 'error', id: '1', code: 'empty', message: ERRORS.empty.message, retry: ERRORS.empty.retry },
      },
    ],
  };
}
