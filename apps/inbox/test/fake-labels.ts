/** A site's labels in memory, and putting them on its rooms, for tests of the screens alone. */
import type { AgentRoom, Label, LabelColor } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';
import { Refused } from './refused.ts';

export interface LabelledSite {
  readonly me: { readonly name: string };
  readonly rooms: ReadonlyMap<string, { readonly room: AgentRoom }>;
  change(room: string, change: Partial<AgentRoom>): AgentRoom;
}

export class FakeLabels {
  labels: Label[] = [];
  readonly #site: LabelledSite;
  #serial = 0;

  constructor(site: LabelledSite, names: Readonly<Record<string, LabelColor>> = {}) {
    this.#site = site;
    for (const [name, color] of Object.entries(names))
      this.put({ id: name.toLowerCase(), name, color, description: '', auto: false });
  }

  /** Puts a label there as the real server would show it. */
  put({ id, name, color, description, auto = false }: Omit<Label, 'rooms' | 'auto'> & { auto?: boolean }): Label {
    const same = this.labels.find((each) => each.id !== id && each.name.toLowerCase() === name.toLowerCase());
    if (same)
      throw new Refused('taken', 'This is taken already. Choose another.', { name: 'is the name of another label' });
    const rooms = [...this.#site.rooms.values()].filter(({ room }) => bears(room, id)).length;
    const label = { id, name, color, description, auto, rooms };
    this.labels = [...this.labels.filter((each) => each.id !== id), label].sort((a, b) => a.name.localeCompare(b.name));
    return label;
  }

  #find(id: string): Label {
    const found = this.labels.find((each) => each.id === id);
    if (!found) throw new Refused('not_found', 'It is not there, or no longer.');
    return found;
  }

  readonly handlers: Handlers = {
    list_labels: () => {
      for (const label of this.labels) this.put(label);
      return { labels: this.labels, state: JSON.stringify(this.labels) };
    },
    create_label: ({ name, color, description = '', auto = false }) => ({
      label: this.put({ id: `label-${++this.#serial}`, name, color, description, auto }),
    }),
    update_label: ({ label: id, ...change }) => ({ label: this.put({ ...this.#find(id), ...change }) }),
    delete_label: ({ label: id }) => {
      this.#find(id);
      this.labels = this.labels.filter((each) => each.id !== id);
      for (const [name, { room }] of this.#site.rooms)
        if (bears(room, id)) this.#site.change(name, { labels: (room.labels ?? []).filter((each) => each.id !== id) });
      return {};
    },
    label_room: ({ room = '', add = [], remove = [] }) => {
      for (const id of add) this.#find(id);
      const known = this.#site.rooms.get(room)?.room.labels ?? [];
      const put = add.filter((id) => !known.some((each) => each.id === id));
      const on = put.map((id) => ({ id, by: this.#site.me.name, at: new Date().toISOString() }));
      return { room: this.#site.change(room, { labels: [...known, ...on].filter(({ id }) => !remove.includes(id)) }) };
    },
  };
}

export const bears = ({ labels }: Pick<AgentRoom, 'labels'>, label: string): boolean =>
  labels?.some(({ id }) => id === label) === true;
