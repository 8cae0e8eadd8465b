/** The bot's picture: chosen from a file, kept with the draft. */
import { CallError } from '@parley/client';
import type { CommandResult } from '@parley/protocol';
import { Trash2, Upload } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { session } from '../accounts/session.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { base64Of } from '../ui/base64-of.ts';
import styles from './AvatarField.module.css';

/** As the server takes it. */
const MOST_BYTES = 8_388_608;
/** Slow lines take their time for some megabytes. */
const UPLOAD_MS = 120_000;

export function AvatarField({
  name,
  value,
  onChange,
}: {
  name: string;
  value: string | null;
  onChange: (avatar: string | null) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const onChoose = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (!file) return;
    if (file.size > MOST_BYTES) return setFailure('The picture is larger than 8 MB. Take a smaller one.');
    setBusy(true);
    setFailure(null);
    try {
      const { avatar } = await session.post<CommandResult<'add_bot_avatar'>>(
        '/api/chatbot/avatar',
        { image: await base64Of(file) },
        { signal: AbortSignal.timeout(UPLOAD_MS) },
      );
      onChange(avatar);
    } catch (error) {
      const image = error instanceof CallError ? error.fields?.image : undefined;
      setFailure(image ? `The file ${image}.` : failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <fieldset className={styles.field}>
      <legend className={styles.legend}>Picture</legend>
      {value ? (
        <img className={styles.picture} src={value} alt="The bot" width={48} height={48} />
      ) : (
        <Avatar name={name || 'Assistant'} large />
      )}
      <div className={styles.side}>
        <div className={styles.buttons}>
          <input
            ref={input}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            className="visually-hidden"
            aria-label="Picture of the bot"
            tabIndex={-1}
            onChange={(event) => void onChoose(event)}
          />
          <Button size="small" busy={busy} onClick={() => input.current?.click()}>
            <Upload aria-hidden="true" /> {value ? 'Choose another picture' : 'Choose a picture'}
          </Button>
          {value ? (
            <Button size="small" variant="quiet" onClick={() => onChange(null)}>
              <Trash2 aria-hidden="true" /> Remove
            </Button>
          ) : null}
        </div>
        <p className={styles.hint}>
          Before the faces of your team, while the bot answers. JPEG, PNG or WebP of up to 8 MB.
        </p>
        {failure ? (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        ) : null}
      </div>
    </fieldset>
  );
}
