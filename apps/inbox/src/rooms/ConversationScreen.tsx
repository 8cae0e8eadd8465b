/** One open conversation: header, messages, composer, and the contact beside it. */
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useAgent, useAgentStore, useMe } from '../accounts/use-session.ts';
import { type Translations, TranslationsContext, useTranslating } from '../assist/translating.ts';
import { useKeys } from '../shell/keyboard.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useIdleFetch } from '../ui/use-idle-fetch.ts';
import { CollisionHint } from './CollisionHint.tsx';
import { Composer, type ComposerHandle } from './Composer.tsx';
import { ContactPanel } from './ContactPanel.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import styles from './ConversationScreen.module.css';
import { MessageList } from './MessageList.tsx';
import { folderOf, visitorName } from './names.ts';
import { useLookAt } from './use-look-at.ts';
import { useRoomActions } from './use-room-actions.ts';

const HandOverCard = lazy(() => import('./HandOverCard.tsx').then((module) => ({ default: module.HandOverCard })));
const loadAssign = () => import('./AssignDialog.tsx');
const AssignDialog = lazy(() => loadAssign().then((module) => ({ default: module.AssignDialog })));
const loadLabels = () => import('../labels/LabelDialog.tsx');
const LabelDialog = lazy(() => loadLabels().then((module) => ({ default: module.LabelDialog })));
const Translator = lazy(() => import('../assist/Translator.tsx').then((module) => ({ default: module.Translator })));
const NONE: Translations = new Map();

/** As in the style sheets. */
const PHONE = '(max-width: 720px)';

export function ConversationScreen() {
  const { folder, room } = useParams({ from: '/shell/inbox/$folder/$room' });
  // A new room is a new page: its own drafts, its own place in the messages.
  return <OpenConversation key={room} folder={folder} name={room} />;
}

function OpenConversation({ folder, name }: { folder: string; name: string }) {
  const agent = useAgent();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/shell/inbox/$folder/$room' });
  const room = useAgentStore((store) => store.room(name));
  const missing = useMissing(name);
  useIdleFetch(loadAssign);
  useIdleFetch(loadLabels);
  const composer = useRef<ComposerHandle>(null);
  const { run, failure, forgetFailure } = useRoomActions(name);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => agent.open(name), [agent, name]);
  useLookAt(name);
  useEffect(() => {
    // On a phone the list it came from is gone from the page, and the focus with it.
    if (matchMedia(PHONE).matches) page.current?.focus();
  }, []);
  useTitle(room ? visitorName(room) : 'Conversation');

  const showContact = (contact: boolean) =>
    void navigate({
      to: '/inbox/$folder/$room',
      params: { folder, room: name },
      search: { ...search, contact: contact || undefined },
      replace: !contact,
    });
  const [editing, setEditing] = useState<number | null>(null);
  const edit = useCallback((seq: number | null) => {
    setEditing(seq);
    if (seq === null) composer.current?.focus();
  }, []);
  const editLast = () => {
    const own = agent
      .conversation(name)
      ?.messages.findLast(
        ({ role, author, change }) => role === 'agent' && author === me.name && change?.event !== 'redacted',
      );
    if (own) setEditing(own.seq);
  };
  const translating = useTranslating(name);
  const [translations, setTranslations] = useState(NONE);
  const [assigning, setAssigning] = useState(false);
  const [labelling, setLabelling] = useState(false);
  const where = room && folderOf(room, me.id);
  // The focus does not wait for the answer: the next letters are a reply, and not the keys of other deeds.
  const answerAfter = async (action: 'take_over' | 'reopen_room') => {
    const done = run(action);
    composer.current?.focus();
    if (!(await done) && document.activeElement === document.body) composer.current?.focus();
  };
  const takeOver = () => answerAfter('take_over');
  const reopen = () => answerAfter('reopen_room');
  useKeys({
    takeOver: where && where !== 'mine' && where !== 'closed' ? () => void takeOver() : undefined,
    assign: where && where !== 'closed' ? () => setAssigning(true) : undefined,
    label: room && !room.erased ? () => setLabelling(true) : undefined,
    handBack: where === 'mine' ? () => void run('hand_back') : undefined,
    close: where && !room?.erased ? () => void (where === 'closed' ? reopen() : run('close_room')) : undefined,
    reply: room && (() => composer.current?.focus()),
    back: search.contact ? () => showContact(false) : undefined,
  });

  if (missing) {
    return (
      <div className={styles.missing} data-covers-rail>
        <EmptyState
          icon={<SearchX />}
          title="This conversation is not here"
          action={<Button onClick={() => void navigate({ to: '/inbox' })}>To the inbox</Button>}
        >
          It may have been removed after the time your settings keep closed conversations, or the address is not
          complete.
        </EmptyState>
      </div>
    );
  }
  return (
    <div
      ref={page}
      tabIndex={-1}
      className={styles.screen}
      data-covers-rail
      data-contact={search.contact ? '' : undefined}
    >
      <div className={styles.conversation}>
        <ConversationHeader
          room={room}
          where={where ?? null}
          onBack={() =>
            void navigate({ to: '/inbox/$folder', params: { folder }, search: { q: search.q, label: search.label } })
          }
          onTakeOver={() => void takeOver()}
          onAssign={() => setAssigning(true)}
          onLabel={() => setLabelling(true)}
          onHandBack={() => void run('hand_back')}
          onClose={() => void run('close_room')}
          onReopen={() => void reopen()}
          onContact={() => showContact(!search.contact)}
          contactShown={search.contact === true}
        />
        {failure ? (
          <div className={styles.failure}>
            <Notice
              tone="red"
              action={
                <>
                  <Button size="small" onClick={() => void run(failure.action)}>
                    Try again
                  </Button>
                  <Button size="small" variant="quiet" onClick={forgetFailure}>
                    Dismiss
                  </Button>
                </>
              }
            >
              {failure.message}
            </Notice>
          </div>
        ) : null}
        {room && room.owner.kind !== 'bot' && room.status === 'open' ? (
          <Suspense fallback={null}>
            <HandOverCard room={name} />
          </Suspense>
        ) : null}
        <TranslationsContext value={translating ? translations : NONE}>
          <MessageList name={name} room={room} linked={search.message} editing={editing} onEdit={edit} />
        </TranslationsContext>
        {translating ? (
          <Suspense fallback={null}>
            <Translator room={name} known={translations} onKnown={setTranslations} />
          </Suspense>
        ) : null}
        <CollisionHint room={name} />
        {room && where ? (
          <Composer
            ref={composer}
            room={room}
            where={where}
            onTakeOver={() => void takeOver()}
            onReopen={() => void reopen()}
            onEditLast={editLast}
          />
        ) : null}
      </div>
      {room && assigning ? (
        <Suspense fallback={null}>
          <AssignDialog room={room} onClose={() => setAssigning(false)} />
        </Suspense>
      ) : null}
      {room && labelling ? (
        <Suspense fallback={null}>
          <LabelDialog room={room} onClose={() => setLabelling(false)} />
        </Suspense>
      ) : null}
      {room ? (
        <ContactPanel
          key={String(search.contact)}
          room={room}
          asked={search.contact === true}
          onLabel={() => setLabelling(true)}
          onClose={() => showContact(false)}
        />
      ) : null}
    </div>
  );
}

/** True once the server said that there is no such room, and it has not appeared since. */
function useMissing(name: string): boolean {
  const agent = useAgent();
  const known = useAgentStore((store) => store.room(name) !== undefined);
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    if (known) return;
    const ask = () =>
      agent.call('fetch_room', { room: name }).catch((error: { code?: string }) => {
        if (error.code === 'room_not_found' || error.code === 'invalid') setMissing(true);
      });
    if (agent.connection.state.status === 'online') void ask();
    return agent.connection.onState(({ status }) => status === 'online' && void ask());
  }, [agent, name, known]);
  return missing && !known;
}
