/** How the chat will open with what stands in the form, published or not; and the real widget with what is published. */
import type { BotChoices } from '@parley/protocol';
import { useState } from 'react';
import { WidgetPreview } from '../sites/WidgetPreview.tsx';
import { Button } from '../ui/Button.tsx';
import { filled } from '../ui/ListField.tsx';
import styles from './FirstWords.module.css';

export function FirstWords({
  slug,
  choices,
  version,
}: {
  slug: string;
  choices: BotChoices;
  version: number | undefined;
}) {
  const [published, setPublished] = useState(false);
  const replies = filled(choices.quick_replies);
  return (
    <div className={styles.beside}>
      <fieldset className={styles.switch} aria-label="Preview of">
        <Button size="small" aria-pressed={!published} onClick={() => setPublished(false)}>
          This draft
        </Button>
        <Button size="small" aria-pressed={published} onClick={() => setPublished(true)}>
          What is published
        </Button>
      </fieldset>
      {published ? (
        <WidgetPreview slug={slug} version={String(version)} />
      ) : (
        <section className={styles.opening} aria-label="Preview of the draft">
          {choices.enabled ? (
            <>
              <p className={styles.author}>
                {choices.avatar ? <img src={choices.avatar} alt="" width={24} height={24} /> : null}
                {choices.name.trim() || 'Assistant'} · AI
              </p>
              {choices.greeting.trim() ? <p className={styles.bubble}>{choices.greeting}</p> : null}
              {replies.length > 0 ? (
                <ul className={styles.replies}>
                  {replies.map((reply) => (
                    <li key={reply} className={styles.reply}>
                      {reply}
                    </li>
                  ))}
                </ul>
              ) : null}
            </>
          ) : (
            <p className={styles.author}>Visitors write, and wait for a person.</p>
          )}
        </section>
      )}
    </div>
  );
}
