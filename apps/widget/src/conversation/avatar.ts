/**
 * The bot's picture before the faces in the header, while the bot is the one who answers. Drawn on a canvas from what was fetched,
 * so that a page's policy for images need not name this server. Loaded where the session's config has one.
 */
import type { VisitorSession } from '@parley/client';

/** Twice its size on the screen. */
const PIXELS = 64;

/** Follows the session for as long as the chat is there. Without the picture everything stays as it was. */
export async function avatar(session: VisitorSession, root: ShadowRoot, base: string): Promise<void> {
  const path = session.config?.avatar;
  const faces = root.querySelector('.faces');
  if (!path || !faces) return;
  const response = await fetch(base + path);
  if (!response.ok) return;
  const picture = await createImageBitmap(await response.blob());
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = PIXELS;
  canvas.getContext('2d')?.drawImage(picture, 0, 0, PIXELS, PIXELS);
  canvas.ariaHidden = 'true';
  Object.assign(canvas.style, { width: '32px', height: '32px', borderRadius: '50%', flex: 'none' });
  const follow = () => {
    const owner = session.room?.owner.kind ?? 'bot';
    canvas.style.display = owner === 'bot' ? 'block' : 'none';
  };
  faces.before(canvas);
  session.subscribe(follow);
  follow();
}
