/** One's photo: chosen from a file, seen at once, taken away again. */
import { CallError } from '@parley/client';
import type { CommandResult, Profile } from '@parley/protocol';
import { useCommandCache } from '../shell/commands.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { PictureField, UPLOAD_MS } from '../ui/PictureField.tsx';
import { toasts } from '../ui/toasts.ts';
import { failureWords } from './http.ts';
import { session } from './session.ts';
import { useAgent } from './use-session.ts';

export function PhotoSettings({ profile }: { profile: Profile }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const show = (photo: string | null, done: string) => {
    cache.put('get_profile', {}, { profile: { ...profile, photo } });
    session.know({ photo: photo ?? undefined });
    toasts.show(done);
  };
  return (
    <PictureField
      label="Photo"
      value={profile.photo}
      alt="You"
      fallback={<Avatar name={profile.name} large />}
      choose="Choose a photo"
      chooseAgain="Choose another photo"
      hint="JPEG, PNG or WebP of up to 8 MB. Where it was taken is taken out of it."
      onChoose={async (image) => show((await upload(image)).photo, 'This is your photo now.')}
      onRemove={async () => {
        await agent.call('remove_photo', {});
        show(null, 'Your photo was taken away.');
      }}
      failureWords={pictureFailure}
    />
  );
}

const upload = (image: string): Promise<CommandResult<'set_photo'>> =>
  session.post('/api/users/photo', { image }, { method: 'PUT', signal: AbortSignal.timeout(UPLOAD_MS) });

/** What is wrong with the file, where that is it. */
export const pictureFailure = (error: unknown): string =>
  error instanceof CallError && error.fields?.image ? `The file ${error.fields.image}.` : failureWords(error);
