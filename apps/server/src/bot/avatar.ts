/** Pictures for the bot: made small and plain on the way in as people's photos are, and served under addresses that nobody can guess. */
import { randomBytes } from 'node:crypto';
import { type addBotAvatar, MAX_PHOTO_BYTES, type ParamsOf, type ResultOf } from '@parley/protocol';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { sendPicture } from '../accounts/photo.ts';
import { squarePhoto } from '../accounts/photo-image.ts';
import type { AgentActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Tx } from '../core/events.ts';

const PATH = '/bot-avatars/';
/** How long one has to choose what was added. */
const UNCHOSEN_MS = 86_400_000;

export async function addBotAvatarVerb(
  core: Core,
  { siteId }: AgentActor,
  { image }: ParamsOf<typeof addBotAvatar>,
): Promise<ResultOf<typeof addBotAvatar>> {
  const bytes = Buffer.from(image, 'base64');
  if (bytes.length > MAX_PHOTO_BYTES) throw refuse('too_large');
  const content = await squarePhoto(bytes);
  const key = randomBytes(16).toString('base64url');
  const created_at = new Date(core.now());
  await core.db.transaction().execute(async (tx) => {
    await dropUnchosen(tx, siteId, new Date(core.now() - UNCHOSEN_MS));
    await tx.insertInto('bot_avatars').values({ site_id: siteId, key, content, created_at }).execute();
  });
  return { avatar: PATH + key };
}

/** Throws `invalid` for what is none of the site's pictures. */
export async function requireAvatar(tx: Tx, siteId: string, avatar: string | null | undefined): Promise<void> {
  if (avatar === null || avatar === undefined) return;
  const found = await tx
    .selectFrom('bot_avatars')
    .select('key')
    .where('site_id', '=', siteId)
    .where('key', '=', avatar.startsWith(PATH) ? avatar.slice(PATH.length) : '')
    .executeTakeFirst();
  if (!found) throw refuse('invalid', { fields: { avatar: 'is no picture that was added here' } });
}

const dropUnchosen = (tx: Tx, siteId: string, before: Date) =>
  sql`
    delete from bot_avatars where site_id = ${siteId} and created_at < ${before}
      and ${PATH} || key not in (
        select settings->>'avatar' from bot_versions where site_id = ${siteId} and settings->>'avatar' is not null
        union select changes->>'avatar' from bot_drafts where site_id = ${siteId} and changes->>'avatar' is not null)`.execute(
    tx,
  );

export function registerAvatars(app: FastifyInstance, core: Core): void {
  app.get<{ Params: { key: string } }>(`${PATH}:key`, async ({ params: { key } }, reply) => {
    const picture = await core.db
      .selectFrom('bot_avatars')
      .select('content')
      .where('key', '=', key.slice(0, 64))
      .executeTakeFirst();
    if (!picture) throw refuse('not_found');
    // The widget reads it into a canvas: a page's policy for images need not know us.
    return sendPicture(reply.header('access-control-allow-origin', '*'), 'avatar', picture.content);
  });
}
