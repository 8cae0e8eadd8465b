/** Where an agent writes. Says honestly when one cannot answer here now, and offers what would change that. */
import type { RoomFilter } from '@parley/client/agent';
import type { AgentRoom } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { SendHorizontal } from 'lucide-react';
import {
  lazy,
  type Ref,
  type RefObject,
  Suspense,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useAgent } from '../accounts/use-session.ts';
import { HelpFailure } from '../assist/HelpFailure.tsx';
import { putWords } from '../assist/put-words.ts';
import { foreignLanguage, useTranslating } from '../assist/translating.ts';
import { useDrafting } from '../assist/use-drafting.ts';
import { useHelp } from '../assist/use-help.ts';
import { useRewriting } from '../assist/use-rewriting.ts';
import { Button } from '../ui/Button.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './Composer.module.css';
import { drafts } from './drafts.ts';
import { visitorName } from './names.ts';

const Suggestions = lazy(() => import('../assist/Suggestions.tsx').then((module) => ({ default: module.Suggestions })));
const DraftSources = lazy(() =>
  import('../assist/DraftSources.tsx').then((module) => ({ default: module.DraftSources })),
);
const WritingMenu = lazy(() => import('../assist/WritingMenu.tsx').then((module) => ({ default: module.WritingMenu })));

/** protocol `MAX_CONTENT_LENGTH`. */
const MOST = 8_000;
const SHOW_COUNT_FROM = 7_500;
const TALLEST_PX = 200;

export interface ComposerHandle {
  /** The text, or what stands in its place while one cannot write. */
  focus: () => void;
}

export interface ComposerProps {
  ref: Ref<ComposerHandle>;
  room: AgentRoom;
  where: RoomFilter;
  onTakeOver: () => void;
  onReopen: () => void;
  /** The arrow key up, where nothing is written yet. */
  onEditLast: () => void;
}

export function Composer({ ref, room, where, onTakeOver, onReopen, onEditLast }: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const gate = useRef<HTMLButtonElement>(null);
  // A deed asks for the focus a moment before the text is there.
  const wanted = useRef(false);
  const [text, setText] = useState(() => drafts.read(room.room));
  useImperativeHandle(ref, () => ({
    focus: () => {
      wanted.current = area.current === null;
      (area.current ?? gate.current)?.focus();
    },
  }));
  const mine = where === 'mine';
  useLayoutEffect(() => {
    if (!mine || !wanted.current) return;
    wanted.current = false;
    area.current?.focus();
  }, [mine]);
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST_PX)}px`;
  });

  if (!mine) {
    if (room.erased)
      return (
        <section className={styles.composer} aria-label="Reply">
          <div className={styles.gate}>
            <p>This person was erased at their wish. Nothing can be written here any more.</p>
          </div>
        </section>
      );
    const { words, verb, shortcut } = gateWords(room, where);
    return (
      <section className={styles.composer} aria-label="Reply">
        <div className={styles.gate}>
          <p>
            {words}
            {text ? ' Your draft is kept.' : ''}
          </p>
          <Button ref={gate} shortcut={shortcut} onClick={where === 'closed' ? onReopen : onTakeOver}>
            {verb}
          </Button>
        </div>
      </section>
    );
  }
  return <Writing area={area} room={room} text={text} onText={setText} onEditLast={onEditLast} />;
}

function gateWords({ owner }: AgentRoom, where: RoomFilter): { words: string; verb: string; shortcut: string } {
  const takeOver = { verb: 'Take over', shortcut: 't' };
  if (where === 'closed') return { words: 'This conversation is closed.', verb: 'Open again', shortcut: 'e' };
  if (where === 'bot') return { words: 'The bot is answering. Take over to reply.', ...takeOver };
  if (where === 'unassigned') return { words: 'Nobody answers here yet. Take over to reply.', ...takeOver };
  return { words: `${owner.name ?? 'Another agent'} is answering. Take over to reply.`, ...takeOver };
}

interface WritingProps {
  area: RefObject<HTMLTextAreaElement | null>;
  room: AgentRoom;
  text: string;
  onText: (text: string) => void;
  onEditLast: () => void;
}

function Writing({ area, room, text, onText, onEditLast }: WritingProps) {
  const agent = useAgent();
  const name = room.room;
  useEffect(() => () => agent.setTyping(name, false), [agent, name]);

  const change = (next: string) => {
    onText(next);
    drafts.write(name, next);
    agent.setTyping(name, !isBlank(next));
  };
  const help = useHelp(area);
  const drafting = useDrafting(name, area, help);
  const write = (next: string) => {
    if (next === '') drafting.forget();
    help.forget();
    change(next);
  };
  const { rewrite, translated } = useRewriting(room, area, help);
  // One answers in one's own language, sees what becomes of it, and sends that.
  const translating = useTranslating(name) && foreignLanguage(room.contact.language) !== null;
  const tooLong = text.length > MOST;
  const empty = isBlank(text);
  const first = translating && !empty && text !== translated;
  const send = () => {
    if (empty || tooLong || help.busy) return;
    if (first) return void rewrite('translate');
    agent.send(name, text.trim());
    write('');
  };
  return (
    <section className={styles.composer} aria-label="Reply">
      <div className={styles.box}>
        {help.failure ? <HelpFailure {...help.failure} /> : null}
        {text === '' ? (
          <Suspense fallback={null}>
            <Suggestions room={room} area={area} onTake={(words) => area.current && putWords(area.current, words)} />
          </Suspense>
        ) : drafting.sources ? (
          <Suspense fallback={null}>
            <DraftSources sources={drafting.sources} />
          </Suspense>
        ) : null}
        <textarea
          ref={area}
          rows={2}
          dir="auto"
          aria-label={`Reply to ${visitorName(room)}`}
          aria-describedby="composer-hint"
          aria-invalid={tooLong || undefined}
          placeholder="Write a reply…"
          value={text}
          onChange={(event) => write(event.target.value)}
          onBlur={() => agent.setTyping(name, false)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowUp' && text === '') {
              event.preventDefault();
              onEditLast();
              return;
            }
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <div className={styles.foot}>
          <p id="composer-hint" className={styles.hint}>
            {tooLong ? (
              <span className={styles.over}>{text.length - MOST} characters too long. Send it in parts.</span>
            ) : text.length > SHOW_COUNT_FROM ? (
              `${MOST - text.length} characters left`
            ) : (
              <span className={styles.keys}>
                <Kbd>Enter</Kbd> {first ? 'translates' : 'sends'}, <Kbd>Shift Enter</Kbd> breaks the line
              </span>
            )}
          </p>
          <div className={styles.deeds}>
            <Suspense fallback={null}>
              <WritingMenu
                room={room}
                empty={empty}
                busy={help.busy}
                onDraft={() => void drafting.draft()}
                onRewrite={(how) => void rewrite(how)}
              />
            </Suspense>
            <Button
              variant="primary"
              blocked={tooLong ? 'Too long to send at once' : empty ? 'Write something first' : undefined}
              data-tip-side="left"
              onClick={send}
            >
              {first ? 'Translate' : 'Send'} <SendHorizontal aria-hidden="true" />
            </Button>
          </div>
        </div>
      </div>
    </section>
  );
}
