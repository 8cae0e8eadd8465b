/** One's photo: chosen from a file, seen at once, taken away again. */

import { CallError } from '@parley/client';
import type { CommandResult, Profile } from '@parley/protocol';
import { Trash2, Upload } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import { useCommandCache } from '../shell/commands.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Button } from '../ui/Button.tsx';
import { base64Of } from '../ui/base64-of.ts';
import { toasts } from '../ui/toasts.ts';
import { failureWords } from './http.ts';
import styles from './PhotoSettings.module.css';
import { session } from './session.ts';
import { useAgent } from './use-session.ts';

/** As the server takes it. */
const MOST_BYTES = 8_388_608;

export function PhotoSettings({ profile }: { profile: Profile }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const change = async (deed: () => Promise<string | null>, done: string) => {
    setBusy(true);
    setFailure(null);
    try {
      cache.put('get_profile', {}, { profile: { ...profile, photo: await deed() } });
      toasts.show(done);
    } catch (error) {
      setFailure(wordsOf(error));
    } finally {
      setBusy(false);
    }
  };
  const onChoose = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (!file) return;
    if (file.size > MOST_BYTES) return setFailure('The picture is larger than 8 MB. Take a smaller one.');
    void change(async () => (await upload(await base64Of(file))).photo, 'This is your photo now.');
  };
  return (
    <div className={styles.photo}>
      {profile.photo ? (
        <img className={styles.picture} src={profile.photo} alt="You" width={64} height={64} />
      ) : (
        <Avatar name={profile.name} large />
      )}
      <div className={styles.side}>
        <div className={styles.buttons}>
          <input
            ref={input}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            className="visually-hidden"
            aria-label="Photo"
            tabIndex={-1}
            onChange={onChoose}
          />
          <Button busy={busy} onClick={() => input.current?.click()}>
            <Upload aria-hidden="true" /> {profile.photo ? 'Choose another photo' : 'Choose a photo'}
          </Button>
          {profile.photo ? (
            <Button
              variant="quiet"
              busy={busy}
              onClick={() =>
                void change(async () => {
                  await agent.call('remove_photo', {});
                  return null;
                }, 'Your photo was taken away.')
              }
            >
              <Trash2 aria-hidden="true" /> Remove
            </Button>
          ) : null}
        </div>
        <p className={styles.hint}>JPEG, PNG or WebP of up to 8 MB. Where it was taken is taken out of it.</p>
        {failure ? (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        ) : null}
      </div>
    </div>
  );
}

/** Slow lines take their time for some megabytes. */
const UPLOAD_MS = 120_000;
const upload = (image: string): Promise<CommandResult<'set_photo'>> =>
  session.post('/api/users/photo', { image }, { method: 'PUT', signal: AbortSignal.timeout(UPLOAD_MS) });

const wordsOf = (error: unknown): string =>
  error instanceof CallError && error.fields?.image ? `The file ${error.fields.image}.` : failureWords(error);
