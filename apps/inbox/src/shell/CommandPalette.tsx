/** Cmd-K: everything one can do now, every part of the product, and conversations and articles by words. */
import { teamFilter } from '@parley/client/agent';
import { plainLine } from '@parley/protocol/markdown';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { session } from '../accounts/session.ts';
import { useAgent, useMe } from '../accounts/use-session.ts';
import { useLabels } from '../labels/use-labels.ts';
import { folderOf, isFolder, visitorName } from '../rooms/names.ts';
import { useTeams } from '../teams/own-teams.ts';
import { type ChoiceGroup, ChoiceLabel, Choices } from '../ui/Choices.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { toasts } from '../ui/toasts.ts';
import { useKeyHandler } from './keyboard.tsx';
import { KEYS, type KeyAction, printed } from './keys.ts';
import { PLACE_KEYS, PLACES } from './places.ts';
import { isMac } from './platform.ts';
import { preferences } from './preferences.ts';

interface Command {
  id: string;
  label: string;
  keys?: string | undefined;
  run: () => void;
}

/** What a key would do on the screen below. Moving through lists is left to the keys. */
const ACTIONS: KeyAction[] = [
  'takeOver',
  'assign',
  'label',
  'reply',
  'draft',
  'handBack',
  'close',
  'search',
  'keyList',
];
/** Of a kind: below them there is room for the other. */
const MOST_FOUND = 5;
const SEARCH_AFTER_MS = 150;
/** Fewer letters find everybody. */
const SHORTEST = 2;

export function CommandPalette({ onClose, onKeyList }: { onClose: () => void; onKeyList: () => void }) {
  const navigate = useNavigate();
  const me = useMe();
  const handlerOf = useKeyHandler();
  const [query, setQuery] = useState('');
  const agent = useAgent();
  const rooms = useFound(query, (words) =>
    agent.search(words).then((page) =>
      page.rooms.map((room) => ({
        room,
        mention: page.mentions?.find((mention) => mention.room === room.room),
      })),
    ),
  );
  const articles = useFound(query, (words) =>
    agent.call('list_articles', { query: words }).then((page) => page.articles),
  );
  const teams = useTeams();
  const labels = useLabels();
  const { folder: shown = '' } = useParams({ strict: false });
  const folder = isFolder(shown) ? shown : 'unassigned';

  // After the window is gone, so that the deed may move the focus.
  const then = (run: () => void) => () => {
    onClose();
    setTimeout(run);
  };
  const actions = ACTIONS.flatMap((action): Command[] => {
    const handler = action === 'keyList' ? onKeyList : handlerOf(action);
    return handler ? [{ id: action, label: KEYS[action].label, keys: KEYS[action].keys[0], run: then(handler) }] : [];
  });
  const groups: ChoiceGroup<Command>[] = [
    { value: 'Do', items: actions },
    {
      value: 'Go to',
      items: [
        ...PLACES.filter(({ needs }) => !needs || me.permissions.includes(needs)).map(({ label, to = '' }) => ({
          id: to,
          label,
          keys: PLACE_KEYS[to],
          run: then(() => void navigate({ to })),
        })),
        ...(teams ?? []).map(({ id, name }) => ({
          id,
          label: `Inbox: ${name}`,
          run: then(() => void navigate({ to: '/inbox/$folder', params: { folder: teamFilter(id) }, search: {} })),
        })),
        ...(labels ?? []).map(({ id, name }) => ({
          id,
          label: `Only with the label: ${name}`,
          run: then(() => void navigate({ to: '/inbox/$folder', params: { folder }, search: { label: id } })),
        })),
      ],
    },
    {
      value: 'This browser',
      items: [
        { id: 'light', label: 'Theme: light', run: then(() => preferences.change({ theme: 'light' })) },
        { id: 'dark', label: 'Theme: dark', run: then(() => preferences.change({ theme: 'dark' })) },
        { id: 'system', label: 'Theme: as the system', run: then(() => preferences.change({ theme: 'system' })) },
        {
          id: 'out',
          label: 'Sign out',
          run: then(
            () =>
              void session.signOut().catch(() => toasts.show('Not signed out: no connection.', { tone: 'failure' })),
          ),
        },
      ],
    },
    // They are found a moment later: further up they would push away what Enter is about to choose.
    {
      value: 'Conversations',
      items: rooms.map(({ room, mention }) => ({
        id: room.room,
        label: `${visitorName(room)}  ${(mention?.text ?? plainLine(room.messages.at(-1)?.content ?? '')).slice(0, 120)}`,
        run: then(
          () =>
            void navigate({
              to: '/inbox/$folder/$room',
              params: { folder: folderOf(room, me.id), room: room.room },
              search: { message: mention?.seq },
            }),
        ),
      })),
    },
    {
      value: 'Articles',
      items: articles.map(({ id, title }) => ({
        id,
        label: title,
        run: then(() => void navigate({ to: '/knowledge/$article', params: { article: id } })),
      })),
    },
  ].filter((group) => group.items.length > 0);

  const found = new Set([...rooms.map(({ room }) => room.room), ...articles.map(({ id }) => id)]);

  return (
    <Dialog open onClose={onClose} title="Do anything" bare high width="medium">
      <Choices
        label="Search commands, conversations and articles"
        placeholder="What do you want to do?"
        groups={groups}
        words={query}
        onWords={setQuery}
        textOf={({ label }) => label}
        // What was found was by its words, which a row does not show in full.
        filter={({ id, label }, words) => found.has(id) || matches(label, words)}
        empty={query ? 'Nothing by these words. Try fewer of them.' : null}
        onChoose={({ run }) => run()}
      >
        {({ label, keys }) => (
          <>
            <ChoiceLabel>{label}</ChoiceLabel>
            {keys ? printed(keys, isMac).map((key) => <Kbd key={key}>{key}</Kbd>) : null}
          </>
        )}
      </Choices>
    </Dialog>
  );
}

const matches = (label: string, words: string) =>
  words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => label.toLowerCase().includes(word));

/** What `find` gives for the words, a moment after they were typed. The palette works without: where one looks for it, it says why. */
function useFound<Item>(query: string, find: (words: string) => Promise<readonly Item[]>): readonly Item[] {
  const [found, setFound] = useState<readonly Item[]>([]);
  const findNow = useEffectEvent(find);
  const words = query.trim();
  useEffect(() => {
    if (words.length < SHORTEST) return;
    let wanted = true;
    const timer = setTimeout(() => {
      findNow(words).then(
        (all) => wanted && setFound(all.slice(0, MOST_FOUND)),
        () => wanted && setFound([]),
      );
    }, SEARCH_AFTER_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [words]);
  return words.length < SHORTEST ? [] : found;
}
