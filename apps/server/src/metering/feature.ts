/** Wires token metering: what users spend on the bot's answers, and the commands on it. */
import {
  changeTokens,
  getMetering,
  getTokenAccount,
  getTokens,
  listTokenAccounts,
  listTokenEntries,
  updateMetering,
} from '@parley/protocol';
import { userJoined } from '../accounts/events.ts';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { messagesAppended, roomsChanged, userAsks } from '../rooms/events.ts';
import { visitorDescribed } from '../visitors/events.ts';
import {
  changeTokensVerb,
  getTokenAccountVerb,
  getTokensVerb,
  listTokenAccountsVerb,
  listTokenEntriesVerb,
} from './accounts.ts';
import { describeTokens } from './describe.ts';
import { charge, hold, openAccount, release, releaseAll } from './ledger.ts';
import { getMeteringVerb, updateMeteringVerb } from './settings.ts';

export const metering: Feature = {
  name: 'metering',
  handlers: [
    handle(getTokens, getTokensVerb),
    handle(listTokenEntries, listTokenEntriesVerb),
    handle(getMetering, getMeteringVerb),
    handle(updateMetering, updateMeteringVerb),
    handle(listTokenAccounts, listTokenAccountsVerb),
    handle(getTokenAccount, getTokenAccountVerb),
    handle(changeTokens, changeTokensVerb),
  ],
  wire: ({ events }) => {
    events.on(userJoined, openAccount);
    events.on(visitorDescribed, describeTokens);
    events.on(userAsks, (tx, { siteId, accountId, roomId, seq }) =>
      hold(tx, { siteId, accountId }, { siteId, roomId, seq }),
    );
    // In the transaction that stores the answer: there is none without the charge, and no charge without it.
    events.on(messagesAppended, async (tx, appended) => {
      for (const { message, answers } of appended) {
        if (!answers) continue;
        const question = { siteId: message.site_id, roomId: message.room_id, seq: answers.seq };
        await (answers.counts ? charge(tx, question, message.created_at) : release(tx, question));
      }
    });
    events.on(roomsChanged, async (tx, changes) => {
      const left = changes.filter(({ before, after }) => isBots(before) && !isBots(after));
      if (left.length > 0)
        await releaseAll(
          tx,
          left.map(({ after }) => ({ siteId: after.site_id, roomId: after.id })),
        );
    });
  },
};

const isBots = ({ owner_kind, status }: { owner_kind: string; status: string }): boolean =>
  owner_kind === 'bot' && status === 'open';
