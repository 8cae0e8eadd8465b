/**
 * What the bot says to the visitor’s open questions. In order: a wish for a person; prepared answers; what was said before; the model, where
 * there is one, or the best passage; and when nothing fits, that it does not know.
 */
import type { Core } from '../core/core.ts';
import type { MessageMeta } from '../rooms/tables.ts';
import { answersOf } from './answers.ts';
import { withinBudget } from './budget.ts';
import { modelOf } from './choices.ts';
import { answerFromKnowledge, lookUp } from './knowledge-answer.ts';
import type { Stage } from './live-answer.ts';
import { mayAsk } from './may-ask.ts';
import { ATTEMPTS, askModel, MAX_TOKENS } from './model-answer.ts';
import { ModelError } from './openai.ts';
import { isForPeople, passOn } from './pass-on.ts';
import { findPrepared } from './prepared.ts';
import { promptFor } from './prompt.ts';
import { askedHash, saidBefore } from './said-before.ts';
import { SENTENCES } from './sentences.ts';
import { type SmallTalk, smallTalk } from './small-talk.ts';
import type { PredefinedAnswerRow } from './tables.ts';
import { isAgents, type Reply, type Turn } from './turn.ts';
import { noUsage } from './usage.ts';
import { filledIn } from './variables.ts';
import { agrees, wantsPerson } from './wants-person.ts';

/** Never throws for the model's sake: its failure is an honest reply. Only for a turn with questions. */
export async function replyTo(core: Core, turn: Turn, live: Stage): Promise<Reply> {
  const texts = turn.questions.map(({ content }) => content);
  if (texts.some(wantsPerson)) return passOn(core, turn, 'asked');
  if (acceptsOffer(turn)) return passOn(core, turn, turn.atLoss ?? 'asked');
  if (await isForPeople(core, turn.bot.hand_over_topics, texts)) return passOn(core, turn, 'topic');
  const reply = await answerTo(core, turn, texts, live);
  if (!turn.atLoss) return reply;
  const { basis } = reply;
  // The second in a row: who is told twice that there is no answer need not ask for a person.
  if (basis.kind === 'unknown') return passOn(core, turn, 'low_confidence', basis);
  return basis.kind === 'failed' && !basis.cited ? passOn(core, turn, 'model_failed', basis) : reply;
}

async function answerTo(core: Core, turn: Turn, texts: readonly string[], live: Stage): Promise<Reply> {
  const answers = await answersOf(core.db, turn.place.siteId);
  const prepared = await Promise.all(
    texts.map(async (text) => {
      const talk = smallTalk(text);
      return { text, talk, reply: await preparedReply(core, turn, answers, text, talk) };
    }),
  );
  const open = prepared.filter(({ reply }) => !reply).map(({ text }) => text);
  const ready = withoutCourtesies(
    prepared.flatMap(({ talk, reply }) => (reply ? [{ talk, reply }] : [])),
    open,
  );
  if (open.length === 0) return joined(ready);
  if (core.config.openai) {
    const hash = ready.length === 0 ? await askedHash(core, turn, open) : null;
    return (hash && (await saidBefore(core, turn.place.siteId, hash))) ?? modelReply(core, turn, open, live, hash);
  }
  const found = answerFromKnowledge(core, turn, await lookUp(core, turn, open.join('\n')));
  return ready.length > 0 ? joined([...ready, found]) : found;
}

/** For when all else failed. */
export const apology = (turn: Turn): Reply => ({
  content: SENTENCES[turn.language].failed,
  meta: { offer_person: true },
  basis: { kind: 'failed' },
  free: true,
});

/** "Yes, please" to "Shall I fetch a person?". What the team said beside it since then, a correction, takes no offer back, unless it asks something itself. */
function acceptsOffer({ questions, history }: Turn): boolean {
  const before = history.findLast(
    (said) => said.role !== 'system' && (said.role !== 'agent' || isAgents(said) || /[?？؟]/.test(said.content)),
  );
  const last = questions.at(-1);
  return before?.role === 'bot' && before.meta?.offer_person === true && last !== undefined && agrees(last.content);
}

async function preparedReply(
  core: Core,
  turn: Turn,
  answers: readonly PredefinedAnswerRow[],
  text: string,
  talk: SmallTalk | undefined,
): Promise<Reply | undefined> {
  const found = await findPrepared(core, turn, answers, text, talk);
  if (!found) {
    const meta = talk?.offerPerson ? { offer_person: true } : null;
    return talk && { content: talk.content, meta, basis: { kind: 'predefined' } };
  }
  const { answer, trigger, how } = found;
  const { visitor, siteName } = turn;
  const quick_replies = answer.quick_replies;
  return {
    content: filledIn(answer.content, { visitorName: visitor?.name ?? null, siteName, page: visitor?.page ?? null }),
    meta: { ask_helped: true, ...(quick_replies.length > 0 && { quick_replies }) },
    basis: { kind: 'predefined', prepared: { title: answer.title, trigger, how } },
  };
}

/** "Hi" before a question needs no answer of its own. */
function withoutCourtesies(ready: { talk: SmallTalk | undefined; reply: Reply }[], open: readonly string[]): Reply[] {
  const serious = ready.filter(({ talk }) => !talk);
  const kept = serious.length > 0 || open.length > 0 ? serious : ready.slice(-1);
  return kept.map(({ reply }) => reply);
}

function joined(replies: readonly Reply[]): Reply {
  const contents = [...new Set(replies.map(({ content }) => content))];
  const meta = Object.assign({}, ...replies.map((reply) => reply.meta)) as MessageMeta;
  // What was looked up comes last, and weighs more than what was prepared.
  const { basis } = replies.at(-1) as Reply;
  return { content: contents.join('\n\n'), meta: Object.keys(meta).length > 0 ? meta : null, basis };
}

async function modelReply(
  core: Core,
  turn: Turn,
  open: readonly string[],
  live: Stage,
  askedHash: Buffer | null,
): Promise<Reply> {
  const found = await lookUp(core, turn, open.join('\n'));
  const model = modelOf(core.config, turn.bot);
  if (!model || !mayAsk(core, turn)) return answerFromKnowledge(core, turn, found);
  let usage = noUsage();
  const prompt = promptFor(turn, found);
  const { signal, patience, show: onText } = live;
  try {
    const { siteId } = turn.place;
    const asked = { model, messages: prompt, maxTokens: MAX_TOKENS, attempts: ATTEMPTS };
    const ask = { siteId, visitorId: turn.asker?.visitorId ?? null, ...asked };
    const answer = await withinBudget(core, ask, (used) => {
      usage = used;
      return askModel(core, { turn, passages: found, prompt, usage, signal, onText, patience });
    });
    const { text, sources, cited, unknown, handOff: wish } = answer;
    if (wish) {
      const passing = passOn(core, turn, 'asked', { kind: 'hand_off', found, prompt, usage });
      return text === '' ? passing : { ...passing, content: `${text}\n\n${passing.content}` };
    }
    const meta: MessageMeta = {
      ...(!unknown && found.length > 0 && { ask_helped: true }),
      ...(sources.length > 0 && { sources: [...sources] }),
      ...((unknown || (found.length === 0 && sources.length === 0)) && { offer_person: true }),
    };
    // What it was given it may have used without a word of it.
    const basis = {
      kind: unknown ? 'unknown' : 'model',
      found,
      cited: cited.length > 0 ? cited : found,
      prompt,
      usage,
      // Of an answer that rests on something: the others may be better next time.
      askedHash: !unknown && cited.length > 0 ? askedHash : null,
    } as const;
    return { content: text, meta: Object.keys(meta).length > 0 ? meta : null, basis };
  } catch (error) {
    if (!(error instanceof ModelError) || live.signal.aborted) throw error;
    if (error.spent) return answerFromKnowledge(core, turn, found);
    core.log.warn({ reason: error.message, status: error.status }, 'the model gave no answer');
    live.end('failed');
    const instead = answerFromKnowledge(core, turn, found, usage);
    return { ...instead, basis: { ...instead.basis, prompt } };
  }
}
