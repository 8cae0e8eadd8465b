/** Editing a message where it stands: Enter saves, Esc leaves it as it was. */
import type { Message } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { useContext, useLayoutEffect, useRef, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { Button } from '../ui/Button.tsx';
import styles from './MessageEditor.module.css';
import { MessageActionsContext } from './message-actions.ts';

/** protocol `MAX_CONTENT_LENGTH`. */
const MOST = 8_000;
const TALLEST_PX = 300;

export function MessageEditor({ message }: { message: Message }) {
  const actions = useContext(MessageActionsContext);
  const [text, setText] = useState(message.content);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const field = area.current;
    field?.focus();
    field?.setSelectionRange(field.value.length, field.value.length);
  }, []);
  useLayoutEffect(() => {
    const field = area.current;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${Math.min(field.scrollHeight + 2, TALLEST_PX)}px`;
  });
  const blocked = isBlank(text) ? 'Write something first' : text.length > MOST ? 'Too long' : undefined;
  const save = async () => {
    if (blocked || busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await actions?.save(message.seq, text.trim());
      actions?.leave();
    } catch (error) {
      setFailure(`Not saved: ${failureWords(error)}`);
      setBusy(false);
    }
  };
  return (
    <div className={styles.editor}>
      <textarea
        ref={area}
        rows={2}
        dir="auto"
        aria-label="Edit message"
        aria-invalid={text.length > MOST || undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            // Not also the way back from the conversation.
            event.preventDefault();
            event.stopPropagation();
            actions?.leave();
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void save();
          }
        }}
      />
      {failure ? (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      ) : null}
      <div className={styles.foot}>
        <Button size="small" variant="quiet" onClick={() => actions?.leave()}>
          Cancel
        </Button>
        <Button size="small" variant="primary" busy={busy} blocked={blocked} onClick={() => void save()}>
          Save
        </Button>
      </div>
    </div>
  );
}
