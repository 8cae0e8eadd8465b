/**
 * The rows of a list of conversations, only those in view. One row is in the tab order; j and k move it. While a hand is on
 * the list nothing in it moves: what waits is told by a pill.
 */
import type { ListName } from '@parley/client/agent';
import type { Mention } from '@parley/protocol';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { ArrowUp } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useAgent, useMe } from '../accounts/use-session.ts';
import { useKeys } from '../shell/keyboard.tsx';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { step } from './held-list.ts';
import { folderOf } from './names.ts';
import { RoomRow } from './RoomRow.tsx';
import styles from './RoomRows.module.css';
import { useHeldOrder } from './use-held-order.ts';

const ROW_HEIGHT = 82;
/** The next page is asked for when so many rows are left below. */
const AHEAD = 15;
const AT_TOP = 8;

export interface RoomRowsProps {
  names: readonly string[];
  /** Of search results: what was found in a room. It is opened there. */
  mentions?: ReadonlyMap<string, Mention>;
  /** Null in search results, where rows may stand in any list. */
  folder: ListName | null;
  /** Only what bears it is listed. */
  label: string | undefined;
  open: string | null;
  more: boolean;
  failure: string | null;
  onMore: () => void;
}

export function RoomRows({ names, mentions, folder, label, open, more, failure, onMore }: RoomRowsProps) {
  const agent = useAgent();
  const me = useMe();
  const navigate = useNavigate();
  const { q } = useSearch({ from: '/shell/inbox/$folder' });
  const scroller = useRef<HTMLDivElement>(null);
  const { order, updates, touch, letGo } = useHeldOrder(names, () => (scroller.current?.scrollTop ?? 0) <= AT_TOP);
  const [cursor, setCursor] = useState<string | null>(open);
  const lastIndex = useRef(0);
  const wantsFocus = useRef(false);

  const cursorIndex = cursor === null ? -1 : order.indexOf(cursor);
  useEffect(() => {
    if (cursorIndex !== -1) lastIndex.current = cursorIndex;
  });
  const tabIndexed = cursorIndex === -1 ? 0 : cursorIndex;

  // Its functions change with every render, which is what is wanted here.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => order[index] as string,
    overscan: 6,
    // Scrolling moves the rows that are there without asking React.
    directDomUpdates: true,
    // The row with the focus stays, however far one scrolls.
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return shown.includes(tabIndexed) || tabIndexed >= range.count
        ? shown
        : [tabIndexed, ...shown].sort((a, b) => a - b);
    },
  });
  const shown = rows.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && !failure && lastShown >= order.length - AHEAD) onMore();
  }, [more, failure, lastShown, order.length, onMore]);

  // Back from a conversation the focus is where it came from.
  const lastOpen = useRef(open);
  useLayoutEffect(() => {
    if (lastOpen.current && !open) wantsFocus.current = true;
    lastOpen.current = open;
  }, [open]);
  useLayoutEffect(() => {
    if (!wantsFocus.current || cursor === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-room="${CSS.escape(cursor)}"]`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  });

  const move = (by: 1 | -1) => {
    const next = step(order, cursor, lastIndex.current, by);
    if (next === null) return;
    touch('key');
    setCursor(next);
    wantsFocus.current = true;
    rows.scrollToIndex(order.indexOf(next));
  };
  const openRoom = useCallback(
    (room: string) => {
      const found = agent.room(room);
      const where = folder ?? (found ? folderOf(found, me.id) : 'unassigned');
      void navigate({
        to: '/inbox/$folder/$room',
        params: { folder: where, room },
        search: { q, label, message: mentions?.get(room)?.seq },
      });
    },
    [agent, folder, label, me.id, mentions, navigate, q],
  );
  useKeys({
    next: () => move(1),
    previous: () => move(-1),
    open: cursor === null ? undefined : () => openRoom(cursor),
  });

  return (
    <div className={styles.area}>
      {updates > 0 ? (
        <button
          type="button"
          className={styles.pill}
          onClick={() => {
            letGo();
            scroller.current?.scrollTo({ top: 0 });
          }}
        >
          <ArrowUp aria-hidden="true" /> {updates === 1 ? '1 update' : `${updates} updates`}
        </button>
      ) : null}
      <output className="visually-hidden">{updates > 0 ? `The list has ${updates} updates` : ''}</output>
      <div
        ref={scroller}
        className={styles.scroller}
        onPointerMove={(event) => event.pointerType === 'mouse' && touch('pointer')}
        onPointerLeave={(event) => event.pointerType === 'mouse' && touch('gone')}
        onTouchMove={() => touch('key')}
        onWheel={() => touch('pointer')}
      >
        <ul ref={rows.containerRef} className={styles.rows}>
          {shown.map(({ index, key }) => {
            const name = order[index] as string;
            return (
              <li
                key={key}
                className={styles.place}
                data-index={index}
                ref={rows.measureElement}
                aria-setsize={more ? -1 : order.length}
                aria-posinset={index + 1}
              >
                <RoomRow
                  name={name}
                  folder={folder}
                  current={name === open}
                  tabIndex={index === tabIndexed ? 0 : -1}
                  query={q}
                  label={label}
                  mention={mentions?.get(name)}
                  onFocus={setCursor}
                  onOpen={openRoom}
                />
              </li>
            );
          })}
        </ul>
        {failure ? (
          <div className={styles.failure}>
            <Notice
              tone="red"
              action={
                <Button size="small" onClick={onMore}>
                  Try again
                </Button>
              }
            >
              {failure}
            </Notice>
          </div>
        ) : null}
      </div>
    </div>
  );
}
