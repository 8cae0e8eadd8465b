/** Draws the eye and the ear to what needs a person: the tab's title and dot, a sound, a notification. Shows nothing itself. */

import { plainLine } from '@parley/protocol/markdown';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useAgent, useAgentStore, useMe } from '../accounts/use-session.ts';
import { folderOf, visitorName } from '../rooms/names.ts';
import { alertFor, countNeeding } from './attention.ts';
import { preferences } from './preferences.ts';
import { allowSound, blip } from './sound.ts';
import { setNeeding } from './title.ts';

/** A burst of messages is one sound. */
const QUIET_MS = 2_000;

export function Attention() {
  const agent = useAgent();
  const me = useMe();
  const navigate = useNavigate();
  const { room: open } = useParams({ strict: false });
  const openRoom = useRef(open);
  useEffect(() => {
    openRoom.current = open;
  });

  const needing = useAgentStore((store) =>
    countNeeding(store.counts, store.list('mine').rooms, { me: me.id, teams: store.teams }),
  );
  useEffect(() => setNeeding(needing), [needing]);
  useEffect(() => () => setNeeding(0), []);
  useEffect(() => void agent.loadList('mine'), [agent]);

  useEffect(() => {
    const gestures = ['pointerdown', 'keydown'] as const;
    const allow = () => {
      for (const gesture of gestures) window.removeEventListener(gesture, allow);
      allowSound();
    };
    for (const gesture of gestures) window.addEventListener(gesture, allow);
    return () => {
      for (const gesture of gestures) window.removeEventListener(gesture, allow);
    };
  }, []);

  useEffect(() => {
    let last = 0;
    return agent.onEvent((event) => {
      const watched = document.hasFocus() ? (openRoom.current ?? null) : null;
      const ears = { me: me.id, teams: agent.teams };
      const alert = alertFor(event, (name) => agent.room(name), ears, watched);
      if (!alert) return;
      const { sound, notifications } = preferences.snapshot();
      if (sound && Date.now() - last > QUIET_MS) {
        last = Date.now();
        blip();
      }
      if (!notifications || !document.hidden || !('Notification' in window) || Notification.permission !== 'granted')
        return;
      const room = agent.room(alert.room);
      const note = new Notification(room ? visitorName(room) : 'A visitor', {
        body: plainLine(alert.words).slice(0, 140),
        tag: alert.room,
        icon: '/favicon.svg',
      });
      note.onclick = () => {
        window.focus();
        note.close();
        const folder = room ? folderOf(room, me.id) : 'unassigned';
        void navigate({ to: '/inbox/$folder/$room', params: { folder, room: alert.room }, search: {} });
      };
    });
  }, [agent, me.id, navigate]);
  return null;
}
