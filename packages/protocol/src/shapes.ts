/** The objects that stand in several answers, by the names that PROTOCOL.md and the API's descriptions give them. */
import type { TSchema } from 'typebox';
import { Agent, Me, User } from './accounts.ts';
import { SuggestedReply } from './assist.ts';
import { AuditDetails, AuditEntry } from './audit.ts';
import { Block } from './blocks.ts';
import { BotSettings, PredefinedAnswer } from './bot.ts';
import { AnswerBasis, HandOver } from './bot-answers.ts';
import { BotChoices, BotHours, Greeting } from './bot-choices.ts';
import { BotReplay, ReplayPair } from './bot-replays.ts';
import { BotLimits, BotSpending, ModelPrice, PriceInForce } from './bot-spending.ts';
import { BotTrial, PreparedMatch, TrialNow, TriedPassage } from './bot-trials.ts';
import { BotDraft, BotVersion } from './bot-versions.ts';
import { IdentitySecret } from './identity.ts';
import { ApiKey } from './keys.ts';
import { Article, ArticleSummary } from './knowledge.ts';
import { Label, RoomLabel } from './labels.ts';
import { OpenQuestion, QuestionTopic, ToldAnswer } from './learning.ts';
import { Message, MessageChange } from './messages.ts';
import { MeteringSettings, TokenAccount, TokenEntry } from './metering.ts';
import { Profile } from './own-account.ts';
import { RoomPresence } from './presence.ts';
import { Consent, PrivacyRequest, PrivacySettings } from './privacy.ts';
import { AgentRoom, Mention, VisitorRoom } from './rooms.ts';
import { Session } from './sessions.ts';
import { SiteSettings } from './sites.ts';
import { ImportProblem, ImportRun, KnowledgeSource } from './sources.ts';
import { Team } from './teams.ts';
import { RememberedDevice, TwoFactor } from './two-factor.ts';
import { Challenge, WidgetConfig } from './visitors.ts';

export const SHAPES: Readonly<Record<string, TSchema>> = {
  MessageChange,
  Message,
  VisitorRoom,
  RoomPresence,
  RoomLabel,
  AgentRoom,
  Mention,
  SuggestedReply,
  WidgetConfig,
  Challenge,
  IdentitySecret,
  Block,
  Me,
  User,
  Agent,
  Team,
  Label,
  Profile,
  Session,
  TwoFactor,
  RememberedDevice,
  AuditDetails,
  AuditEntry,
  SiteSettings,
  Consent,
  PrivacySettings,
  PrivacyRequest,
  AnswerBasis,
  HandOver,
  ModelPrice,
  PriceInForce,
  BotLimits,
  BotSpending,
  BotSettings,
  BotHours,
  Greeting,
  BotChoices,
  BotDraft,
  BotVersion,
  TriedPassage,
  PreparedMatch,
  TrialNow,
  BotTrial,
  BotReplay,
  ReplayPair,
  PredefinedAnswer,
  MeteringSettings,
  TokenEntry,
  TokenAccount,
  ArticleSummary,
  Article,
  ImportRun,
  KnowledgeSource,
  ImportProblem,
  OpenQuestion,
  QuestionTopic,
  ToldAnswer,
  ApiKey,
};
