/** The bot's picture: taken in first, chosen by a draft, seen by visitors when that is published. */
import { Type } from 'typebox';
import { command } from './command.ts';
import { PHOTO_BODY, photoImage } from './own-account.ts';

export const addBotAvatar = command('add_bot_avatar', {
  summary: 'Add a picture for the bot',
  description:
    'As `set_photo` takes one. Visitors see it once it is the `avatar` of published settings; one that no draft and no version has chosen is gone after a day.',
  params: Type.Object({ image: photoImage }),
  result: Type.Object({ avatar: Type.String({ description: 'Where it is to be had, and what to choose it by.' }) }),
  who: ['change_bot'],
  http: { method: 'POST', path: '/api/chatbot/avatar', status: 201, maxBody: PHOTO_BODY },
  socket: false,
});
