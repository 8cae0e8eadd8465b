/** One conversation in a list: who, the last words, when, how long somebody waits, what is unread, who holds it. */
import { type ListName, type LiveRoom, teamOf } from '@parley/client/agent';
import type { AgentRoom, Mention, Message } from '@parley/protocol';
import { plainLine } from '@parley/protocol/markdown';
import { Archive, Bot, Clock, UserRound, UsersRound } from 'lucide-react';
import { Fragment, memo, type ReactNode } from 'react';
import { useAgentStore, useMe } from '../accounts/use-session.ts';
import { RoomLabels } from '../labels/RoomLabels.tsx';
import { Chip } from '../ui/Chip.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime, span } from '../ui/times.ts';
import { isWorthSaying, WHY } from './hand-over-words.ts';
import { folderOf, isIn, pagePath, visitorName } from './names.ts';
import { PresenceDot } from './PresenceDot.tsx';
import styles from './RoomRow.module.css';

export interface RoomRowProps {
  name: string;
  folder: ListName | null;
  /** The searched words and the label that is looked for, kept in the address. */
  query: string | undefined;
  label: string | undefined;
  /** What was found in it. */
  mention: Mention | undefined;
  current: boolean;
  tabIndex: number;
  /** These are for every row the same functions: a row is drawn again for its own changes alone. */
  onFocus: (name: string) => void;
  onOpen: (name: string) => void;
}

/** So many labels stand in a row before the rest is a number; one beside other chips. */
const MOST_LABELS = 2;

export const RoomRow = memo(function RoomRow(props: RoomRowProps) {
  const { name, folder, query, label, mention, current, tabIndex, onFocus, onOpen } = props;
  const room = useAgentStore((agent) => agent.room(name));
  const live = useAgentStore((agent) => agent.live(name));
  const me = useMe();
  const now = useNow();
  if (!room) return null;
  const where = folderOf(room, me.id);
  const unread = where === 'closed' ? 0 : (room.unread ?? 0);
  const writing = writingLine(live);
  const bears = label === undefined || room.labels?.some(({ id }) => id === label) === true;
  const team = room.team && (!folder || room.team.id !== teamOf(folder)) ? room.team.name : null;
  const why =
    room.hand_over && room.owner.kind === 'queue' && isWorthSaying(room.hand_over) ? WHY[room.hand_over] : null;
  const moved = folder !== null && !(isIn(folder, room, me.id) && bears);
  // Who holds it goes without saying.
  const plain = folder !== null && !moved && folder !== 'others';
  return (
    // A plain link: hundreds pass by while one scrolls, and the router's own would each follow its state.
    <a
      href={`/inbox/${folder ?? where}/${encodeURIComponent(name)}${searchOf({ q: query, label, message: mention?.seq })}`}
      className={styles.row}
      aria-current={current ? 'true' : undefined}
      data-room={name}
      data-moved={moved ? '' : undefined}
      data-unread={unread > 0 ? '' : undefined}
      tabIndex={tabIndex}
      onFocus={() => onFocus(name)}
      onClick={(event) => {
        // A new tab or window is the browser's work.
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        onOpen(name);
      }}
      draggable={false}
    >
      <span className={styles.line}>
        <span className={styles.who}>
          {visitorName(room)}
          <PresenceDot presence={room.presence} />
        </span>
        <time className={styles.when} dateTime={room.updated} title={fullTime(room.updated)}>
          {listTime(room.updated, now)}
        </time>
      </span>
      <span className={styles.line}>
        {mention && !room.erased ? (
          <span className={styles.words}>
            <SaidBy {...mention} me={me.name}>
              <Marked {...mention} />
            </SaidBy>
          </span>
        ) : writing ? (
          <span className={styles.writing}>{writing}</span>
        ) : (
          <span className={styles.words}>{lastWords(room, me.name)}</span>
        )}
        {unread > 0 ? (
          <span className={styles.unread}>
            {unread > 99 ? '99+' : unread}
            <span className="visually-hidden"> unread</span>
          </span>
        ) : null}
      </span>
      <span className={styles.line}>
        <span className={styles.about}>
          {plain ? null : <Holder room={room} mine={where === 'mine'} />}
          {room.labels?.length ? (
            <RoomLabels room={room} most={team || why || !plain ? 1 : MOST_LABELS} />
          ) : plain && room.contact.page ? (
            <span className={styles.page}>{pagePath(room.contact.page)}</span>
          ) : null}
        </span>
        {team ? (
          <span className={styles.team}>
            <Chip icon={<UsersRound aria-hidden="true" />}>{team}</Chip>
          </span>
        ) : null}
        {why ? (
          <span className={styles.team}>
            <Chip>{why}</Chip>
          </span>
        ) : null}
        {room.waiting_since ? (
          <span className={styles.waiting}>
            <Chip tone="amber" icon={<Clock aria-hidden="true" />}>
              {waited(room.waiting_since, now)}
            </Chip>
          </span>
        ) : null}
      </span>
    </a>
  );
});

const searchOf = (given: Record<string, string | number | undefined>): string => {
  const params = new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
  );
  return params.size > 0 ? `?${params}` : '';
};

/** The visitor first, whose words are waited for; then who answers. */
function writingLine({ answer, typing }: LiveRoom): string | null {
  if (typing.some(({ role }) => role === 'visitor')) return 'Writing…';
  if (answer) return `${answer.author} is answering…`;
  const [first] = typing;
  if (!first) return null;
  return typing.length > 1 ? `${first.author} and others are writing…` : `${first.author} is writing…`;
}

const waited = (since: string, now: number) => {
  const words = span(since, now);
  return words === 'now' ? 'waiting' : `waits ${words}`;
};

function Holder({ room: { owner, status }, mine }: { room: AgentRoom; mine: boolean }) {
  if (status === 'closed') return <Chip icon={<Archive aria-hidden="true" />}>Closed</Chip>;
  if (owner.kind === 'bot') return <Chip icon={<Bot aria-hidden="true" />}>Bot</Chip>;
  if (owner.kind === 'queue') return <Chip tone="amber">Nobody yet</Chip>;
  return (
    <Chip tone={mine ? 'accent' : 'neutral'} icon={<UserRound aria-hidden="true" />}>
      {mine ? 'You' : (owner.name ?? 'Another agent')}
    </Chip>
  );
}

function lastWords(room: AgentRoom, me: string): ReactNode {
  // That it was passed on is seen by where it stands; what the visitor wants is not.
  const last = room.messages.findLast(({ hand_over }) => !hand_over) ?? room.messages.at(-1);
  if (!last) return 'No message yet';
  const line = last.change?.event === 'redacted' ? 'Message deleted' : plainLine(last.content);
  return (
    <SaidBy {...last} me={me}>
      {line}
    </SaidBy>
  );
}

/** That the visitor said it goes without saying. The words have their own direction, so that their beginning is what is seen. */
function SaidBy({
  role,
  author,
  me,
  children,
}: Pick<Message, 'role' | 'author'> & { me: string; children: ReactNode }) {
  return (
    <>
      {role === 'visitor' ? null : (
        <span className={styles.by}>{role === 'bot' ? 'Bot' : author === me ? 'You' : author}: </span>
      )}
      <span className={styles.said} dir="auto">
        {children}
      </span>
    </>
  );
}

function Marked({ text, marks }: Pick<Mention, 'text' | 'marks'>) {
  const ends = [0, ...marks.map(({ to }) => to)];
  return (
    <>
      {marks.map(({ from, to }, index) => (
        <Fragment key={from}>
          {text.slice(ends[index], from)}
          <mark>{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}
