/** Labels: a site's own words for what conversations are about. For its team alone; visitors learn of none. Putting them on is in `room-labels.ts`. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

/** Of one site: as many as still can be told apart in a list. */
export const MAX_LABELS = 100;
/** On one room. */
export const MAX_LABELS_ON_ROOM = 20;
/** Labelled rooms are counted no further. */
export const MOST_LABELLED = 1_000;

/** Few, so that each can be told from all others on every ground of the inbox. */
export const LabelColor = Type.Union([
  Type.Literal('grey'),
  Type.Literal('red'),
  Type.Literal('amber'),
  Type.Literal('green'),
  Type.Literal('teal'),
  Type.Literal('blue'),
  Type.Literal('purple'),
  Type.Literal('pink'),
]);
export type LabelColor = Static<typeof LabelColor>;

export const Label = Type.Object({
  id: Type.String(),
  name: Type.String(),
  color: LabelColor,
  description: Type.String({ description: 'When it applies; empty where nobody said.' }),
  auto: Type.Boolean({
    description: 'The bot puts it on by itself where that says so, if the server has a language model.',
  }),
  rooms: Type.Integer({ description: 'How many rooms bear it, open and closed; counted up to 1,000.' }),
});
export type Label = Static<typeof Label>;

/** A label on a room. What it is called and looks like stands in `list_labels`. */
export const RoomLabel = Type.Object({
  id: Type.String(),
  by: Type.Union([Type.String(), Type.Null()], {
    description: 'Which agent put it on; null: the bot or a program did, or somebody whose account is gone.',
  }),
  at: Type.String({ description: 'ISO 8601.' }),
  /** Absent: a person or a program put it on. */
  by_bot: Type.Optional(Type.Boolean()),
});
export type RoomLabel = Static<typeof RoomLabel>;

const label = Type.String({ maxLength: 64 });
const name = Type.String({ minLength: 1, maxLength: 40 });
const description = Type.Optional(Type.String({ maxLength: 300 }));
const auto = Type.Optional(Type.Boolean());
const labelResult = Type.Object({ label: Label });

export const listLabels = command('list_labels', {
  summary: 'List the labels',
  description:
    'By name. `state` is what heartbeats call `labels`: the same text as long as nothing but `rooms` changed.',
  params: Type.Object({}),
  result: Type.Object({ labels: Type.Array(Label), state: Type.String() }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/labels' },
});

export const createLabel = command('create_label', {
  summary: 'Make a label',
  description:
    'Its name is the only one on the site, whatever its capitals. A site has at most 100. `auto` wants a `description`.',
  refusals: ['taken'],
  params: Type.Object({ name, color: LabelColor, description, auto }),
  result: labelResult,
  who: ['manage_labels'],
  http: { method: 'POST', path: '/api/labels', status: 201 },
});

export const updateLabel = command('update_label', {
  summary: 'Change a label',
  description: 'What is left out stays. Rooms that bear it go on bearing it.',
  refusals: ['taken', 'not_found'],
  params: Type.Object({
    label,
    name: Type.Optional(name),
    color: Type.Optional(LabelColor),
    description,
    auto,
  }),
  result: labelResult,
  who: ['manage_labels'],
  http: { method: 'PUT', path: '/api/labels/:label' },
});

export const deleteLabel = command('delete_label', {
  summary: 'Delete a label',
  description: 'Gone from the list at once, and from the rooms a little later.',
  refusals: ['not_found'],
  params: Type.Object({ label }),
  result: Type.Object({}),
  who: ['manage_labels'],
  http: { method: 'DELETE', path: '/api/labels/:label' },
});
