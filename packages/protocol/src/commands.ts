/** The one table of commands: every door of the product is made from it. */
import * as accounts from './accounts.ts';
import * as assist from './assist.ts';
import * as audit from './audit.ts';
import * as blocks from './blocks.ts';
import * as bot from './bot.ts';
import * as botAnswers from './bot-answers.ts';
import * as botAvatar from './bot-avatar.ts';
import * as botReplays from './bot-replays.ts';
import * as botSpending from './bot-spending.ts';
import * as botTrials from './bot-trials.ts';
import * as botVersions from './bot-versions.ts';
import * as chat from './chat.ts';
import type { CommandSpec, ParamsOf, ResultOf } from './command.ts';
import * as identity from './identity.ts';
import * as keys from './keys.ts';
import * as knowledge from './knowledge.ts';
import * as labels from './labels.ts';
import * as learning from './learning.ts';
import * as leaving from './leaving.ts';
import * as changes from './message-changes.ts';
import * as metering from './metering.ts';
import * as account from './own-account.ts';
import * as ownership from './ownership.ts';
import * as presence from './presence.ts';
import * as privacy from './privacy.ts';
import * as roomLabels from './room-labels.ts';
import * as rooms from './rooms.ts';
import * as sessions from './sessions.ts';
import * as sites from './sites.ts';
import * as sources from './sources.ts';
import * as suggestions from './suggestions.ts';
import * as team from './team.ts';
import * as teams from './teams.ts';
import * as twoFactor from './two-factor.ts';
import * as users from './users.ts';
import * as visitors from './visitors.ts';
import * as voice from './voice.ts';

const table = [
  accounts.signUp,
  accounts.login,
  accounts.refreshSession,
  accounts.logout,
  accounts.getMe,
  accounts.setUpOwner,
  accounts.listAgents,
  accounts.inviteAgent,
  accounts.requestPasswordReset,
  accounts.setPassword,
  accounts.authenticate,
  twoFactor.getTwoFactor,
  twoFactor.beginTwoFactor,
  twoFactor.confirmTwoFactor,
  twoFactor.renewRecoveryCodes,
  twoFactor.turnOffTwoFactor,
  twoFactor.forgetDevice,
  twoFactor.resetTwoFactor,
  audit.listAudit,
  account.getProfile,
  account.updateProfile,
  account.exportAccount,
  account.changePassword,
  account.changeEmail,
  account.sendVerification,
  account.confirmEmail,
  account.undoEmailChange,
  account.setPhoto,
  account.removePhoto,
  leaving.requestDeactivation,
  leaving.confirmDeactivation,
  leaving.comeBack,
  leaving.requestDeletion,
  leaving.confirmDeletion,
  team.getAgent,
  team.changeRole,
  team.transferOwnership,
  team.removeAgent,
  team.deactivateAgent,
  team.reactivateAgent,
  team.sendPasswordReset,
  teams.listTeams,
  teams.createTeam,
  teams.updateTeam,
  teams.deleteTeam,
  labels.listLabels,
  labels.createLabel,
  labels.updateLabel,
  labels.deleteLabel,
  sessions.listSessions,
  sessions.revokeSession,
  sessions.revokeOtherSessions,
  sites.getSite,
  sites.updateSite,
  identity.listIdentitySecrets,
  identity.createIdentitySecret,
  identity.deleteIdentitySecret,
  identity.checkIdentity,
  blocks.blockVisitor,
  blocks.previewBlock,
  blocks.blockAddresses,
  blocks.listBlocks,
  blocks.unblock,
  visitors.openSession,
  visitors.signUpVisitor,
  visitors.signInVisitor,
  visitors.signOutVisitor,
  visitors.leaveEmail,
  voice.transcribe,
  rooms.fetchMessages,
  rooms.newMessage,
  changes.editMessage,
  changes.redactMessage,
  rooms.fetchRooms,
  rooms.fetchRoom,
  rooms.countRooms,
  rooms.newRoom,
  ownership.takeOver,
  ownership.assignRoom,
  ownership.handBack,
  ownership.closeRoom,
  ownership.reopenRoom,
  ownership.requestPerson,
  roomLabels.labelRoom,
  rooms.markRead,
  presence.typing,
  presence.lookAt,
  assist.suggestReplies,
  assist.draftReply,
  assist.rewriteText,
  assist.translateMessages,
  chat.chat,
  chat.chatHistory,
  botSpending.getBotSpending,
  botSpending.updateBotLimits,
  suggestions.suggest,
  botAnswers.rateAnswer,
  botAnswers.explainAnswers,
  botAnswers.getHandOver,
  bot.getBot,
  bot.updateBot,
  botVersions.getBotDraft,
  botVersions.saveBotDraft,
  botVersions.publishBot,
  botVersions.listBotVersions,
  botVersions.getBotVersion,
  botVersions.rollBackBot,
  botAvatar.addBotAvatar,
  botTrials.tryBot,
  botReplays.startBotReplay,
  botReplays.getBotReplay,
  botReplays.cancelBotReplay,
  botReplays.listReplayPairs,
  botReplays.judgeReplayPair,
  bot.listAnswers,
  bot.createAnswer,
  bot.updateAnswer,
  bot.deleteAnswer,
  metering.getTokens,
  metering.listTokenEntries,
  metering.getMetering,
  metering.updateMetering,
  metering.listTokenAccounts,
  metering.getTokenAccount,
  metering.changeTokens,
  users.deactivateUser,
  users.reactivateUser,
  users.sendUserPasswordReset,
  users.resetUserTwoFactor,
  knowledge.listArticles,
  knowledge.getArticle,
  knowledge.readArticle,
  knowledge.createArticle,
  knowledge.updateArticle,
  knowledge.deleteArticle,
  sources.listSources,
  sources.createSource,
  sources.uploadFile,
  sources.updateSource,
  sources.deleteSource,
  sources.startImport,
  sources.pauseImport,
  sources.resumeImport,
  sources.cancelImport,
  sources.retryImport,
  sources.getImportReport,
  sources.detachArticle,
  learning.listTopics,
  learning.settleQuestions,
  learning.draftArticle,
  learning.listTold,
  learning.sendCorrection,
  privacy.getPrivacySettings,
  privacy.updatePrivacySettings,
  privacy.giveConsent,
  privacy.withdrawConsent,
  keys.listApiKeys,
  keys.createApiKey,
  keys.revokeApiKey,
  privacy.requestErasure,
  privacy.requestExport,
  privacy.openExport,
  privacy.getPrivacyRequest,
  privacy.listPrivacyRequests,
] as const;

export const COMMANDS: readonly CommandSpec[] = table;

/** What belongs together, under the headings of PROTOCOL.md. */
const MODULES: Readonly<Record<string, readonly object[]>> = {
  People: [accounts],
  'Own account': [account, leaving, sessions],
  'Two-step sign-in': [twoFactor],
  'Signed identity': [identity],
  Team: [team],
  Teams: [teams],
  Visitors: [visitors, voice],
  Blocking: [blocks],
  'Rooms and messages': [rooms, changes, ownership, presence],
  Labels: [labels, roomLabels],
  'Help with answering': [assist],
  Sites: [sites],
  Privacy: [privacy],
  Bot: [chat, suggestions, botAnswers, botSpending, bot, botVersions, botAvatar, botTrials, botReplays],
  Tokens: [metering],
  Customers: [users],
  Knowledge: [knowledge, sources],
  Learning: [learning],
  Audit: [audit],
  'API keys': [keys],
};

/** The table by headings, for the pages that describe it; every command stands under one. */
export const GROUPS: Readonly<Record<string, readonly CommandSpec[]>> = Object.fromEntries(
  Object.entries(MODULES).map(([heading, modules]) => {
    const declared = new Set<unknown>(modules.flatMap((module) => Object.values(module)));
    return [heading, COMMANDS.filter((spec) => declared.has(spec))];
  }),
);

type Table = (typeof table)[number];
export type CommandName = Table['name'];
export type SpecOf<Name extends CommandName> = Extract<Table, { name: Name }>;
/** Parameters and result of a command by its name, for typed clients. */
export type CommandParams<Name extends CommandName> = ParamsOf<SpecOf<Name>>;
export type CommandResult<Name extends CommandName> = ResultOf<SpecOf<Name>>;
