/** Goes to the message that the address names: the window moves there, it is scrolled to, lit for a moment, and has the focus. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useAgent, useAgentStore } from '../accounts/use-session.ts';
import type { ConversationItem } from './conversation-items.ts';

const LIT_MS = 2_500;

/** Answers with the `seq` of the message that is lit. `goTo` scrolls to a row; `lost` is called when there is no such message. */
export function useMessageLink(
  room: string,
  seq: number | undefined,
  items: readonly ConversationItem[],
  scroller: RefObject<HTMLElement | null>,
  goTo: (index: number) => void,
  lost: () => void,
): number | null {
  const agent = useAgent();
  const loaded = useAgentStore((store) => store.conversation(room)?.loaded ?? false);
  const [asked, setAsked] = useState<number | undefined>(undefined);
  const [lit, setLit] = useState<number | null>(null);
  const latest = useRef({ goTo, lost });
  const went = useRef<number | undefined>(undefined);
  const place = useRef(-1);
  const meant = useRef(false);
  const toFocus = useRef<number | null>(null);
  useEffect(() => {
    latest.current = { goTo, lost };
  });
  useEffect(() => {
    if (seq === undefined || !loaded) return;
    let left = false;
    void agent.showMessages(room, seq).then(() => {
      if (left) return;
      setAsked(seq);
      setLit(seq);
    });
    return () => {
      left = true;
    };
  }, [agent, room, seq, loaded]);
  const index = items.findIndex((item) => item.kind === 'message' && item.message.seq === seq);
  useEffect(() => {
    if (asked === undefined || asked !== seq) return;
    if (went.current === seq) {
      // Older ones came in above it: its place is another one, and the way there was to the old one.
      if (lit === seq && index >= 0 && index !== place.current && !meant.current) latest.current.goTo(index);
    } else {
      went.current = seq;
      meant.current = false;
      toFocus.current = seq;
      if (index < 0) latest.current.lost();
      else latest.current.goTo(index);
    }
    place.current = index;
  }, [seq, asked, index, lit]);
  // Whoever scrolls or types meanwhile wants to be elsewhere.
  useEffect(() => {
    if (lit === null) return;
    const leave = () => {
      meant.current = true;
    };
    const deeds = ['wheel', 'touchmove', 'keydown', 'pointerdown'];
    for (const deed of deeds) window.addEventListener(deed, leave, { passive: true });
    return () => {
      for (const deed of deeds) window.removeEventListener(deed, leave);
    };
  }, [lit]);
  useEffect(() => {
    if (lit === null) return;
    const timer = setTimeout(() => setLit(null), LIT_MS);
    return () => clearTimeout(timer);
  }, [lit]);
  // The row is drawn some frames after it was scrolled to, and while the list settles perhaps more than once.
  useEffect(() => {
    if (toFocus.current === null) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-seq="${toFocus.current}"]`);
    if (!row) return;
    if (!meant.current && row !== document.activeElement) row.focus({ preventScroll: true });
    if (lit === null || meant.current) toFocus.current = null;
  });
  return lit;
}
