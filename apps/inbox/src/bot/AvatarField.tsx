/** The bot's picture: chosen from a file, kept with the draft. */
import type { CommandResult } from '@parley/protocol';
import { pictureFailure } from '../accounts/PhotoSettings.tsx';
import { session } from '../accounts/session.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { PictureField, UPLOAD_MS } from '../ui/PictureField.tsx';

export function AvatarField({
  name,
  value,
  onChange,
}: {
  name: string;
  value: string | null;
  onChange: (avatar: string | null) => void;
}) {
  return (
    <PictureField
      label="Picture of the bot"
      value={value}
      alt="The bot"
      fallback={<Avatar name={name || 'Assistant'} large />}
      choose="Choose a picture"
      chooseAgain="Choose another picture"
      hint="Stands before the faces of your team while the bot answers. JPEG, PNG or WebP of up to 8 MB."
      onChoose={async (image) => {
        const { avatar } = await session.post<CommandResult<'add_bot_avatar'>>(
          '/api/chatbot/avatar',
          { image },
          { signal: AbortSignal.timeout(UPLOAD_MS) },
        );
        onChange(avatar);
      }}
      onRemove={() => onChange(null)}
      failureWords={pictureFailure}
    />
  );
}
