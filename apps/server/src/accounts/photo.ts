/**
 * A person's photo: made small and plain on the way in, kept in the database, and served under an address that changes with
 * it and that nobody can guess.
 */
import { randomBytes } from 'node:crypto';
import { MAX_PHOTO_BYTES, type ParamsOf, type ResultOf, type removePhoto, type setPhoto } from '@parley/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { AgentActor, UserActor } from '../core/actor.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { squarePhoto } from './photo-image.ts';

export const photoPath = (key: string): string => `/photos/${key}`;

export async function setPhotoVerb(
  core: Core,
  actor: AgentActor | UserActor,
  params: ParamsOf<typeof setPhoto>,
): Promise<ResultOf<typeof setPhoto>> {
  const bytes = Buffer.from(params.image, 'base64');
  if (bytes.length > MAX_PHOTO_BYTES) throw refuse('too_large');
  const content = await squarePhoto(bytes);
  const key = randomBytes(16).toString('base64url');
  await core.db
    .insertInto('photos')
    .values({ account_id: actor.accountId, key, content })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ key, content }))
    .execute();
  return { photo: photoPath(key) };
}

export async function removePhotoVerb(
  core: Core,
  actor: AgentActor | UserActor,
): Promise<ResultOf<typeof removePhoto>> {
  await core.db.deleteFrom('photos').where('account_id', '=', actor.accountId).execute();
  return {};
}

export function registerPhotos(app: FastifyInstance, core: Core): void {
  app.get<{ Params: { key: string } }>('/photos/:key', async ({ params: { key } }, reply) => {
    const photo = await core.db
      .selectFrom('photos')
      .select('content')
      .where('key', '=', key.slice(0, 64))
      .executeTakeFirst();
    if (!photo) throw refuse('not_found');
    return sendPicture(reply, 'photo', photo.content);
  });
}

/** What stands there is a picture and nothing else, whatever a browser would like to make of it. */
export const sendPicture = (reply: FastifyReply, name: string, content: Buffer): FastifyReply =>
  reply
    .type('image/webp')
    .header('content-disposition', `inline; filename="${name}.webp"`)
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'public, max-age=31536000, immutable')
    .send(content);
