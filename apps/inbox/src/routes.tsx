/** Every address of the inbox, and long because there are many. What most people do not open at once is loaded when they do. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { filterOf } from './audit/filter.ts';
import { ConversationScreen } from './rooms/ConversationScreen.tsx';
import { InboxScreen } from './rooms/InboxScreen.tsx';
import { NoRoom } from './rooms/NoRoom.tsx';
import { isFolder } from './rooms/names.ts';
import { NotFound } from './shell/NotFound.tsx';
import { Crashed, Shell } from './shell/Shell.tsx';

/** Search words of lists. */
const searched = ({ q }: Record<string, unknown>): { q?: string | undefined } =>
  typeof q === 'string' && q.trim() ? { q: q.trim() } : typeof q === 'number' ? { q: String(q) } : {};

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./accounts/ForgotPassword.tsx'), 'ForgotPassword'),
});
const setPassword = createRoute({
  getParentRoute: () => root,
  path: '/set-password',
  component: lazyRouteComponent(() => import('./accounts/SetPassword.tsx'), 'SetPassword'),
});
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./accounts/SetUpOwner.tsx'), 'SetUpOwner'),
});

const you = createRoute({
  getParentRoute: () => root,
  path: '/you',
  component: lazyRouteComponent(() => import('./accounts/UserPage.tsx'), 'UserPage'),
});
const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: '/confirm-email',
  component: lazyRouteComponent(() => import('./accounts/ConfirmEmail.tsx'), 'ConfirmEmail'),
});
const undoEmail = createRoute({
  getParentRoute: () => root,
  path: '/undo-email',
  component: lazyRouteComponent(() => import('./accounts/ConfirmEmail.tsx'), 'UndoEmail'),
});

const confirmDeactivation = createRoute({
  getParentRoute: () => root,
  path: '/confirm-deactivation',
  component: lazyRouteComponent(() => import('./accounts/LeavingLinks.tsx'), 'ConfirmDeactivation'),
});
const confirmDeletion = createRoute({
  getParentRoute: () => root,
  path: '/confirm-deletion',
  component: lazyRouteComponent(() => import('./accounts/LeavingLinks.tsx'), 'ConfirmDeletion'),
});
const comeBack = createRoute({
  getParentRoute: () => root,
  path: '/come-back',
  component: lazyRouteComponent(() => import('./accounts/LeavingLinks.tsx'), 'ComeBack'),
});

const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: Shell });

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inbox/$folder', params: { folder: 'unassigned' }, search: {}, replace: true });
  },
});
const inboxHome = createRoute({
  getParentRoute: () => shell,
  path: '/inbox',
  beforeLoad: ({ matches }) => {
    // Only where nothing follows: the lists have this address before theirs.
    if (matches.at(-1)?.pathname.replace(/\/$/, '') === '/inbox')
      throw redirect({ to: '/inbox/$folder', params: { folder: 'unassigned' }, search: {}, replace: true });
  },
});
const inbox = createRoute({
  getParentRoute: () => shell,
  path: '/inbox/$folder',
  // Of a list what bears one label alone.
  validateSearch: (given: Record<string, unknown>): { q?: string | undefined; label?: string | undefined } => ({
    ...searched(given),
    ...(typeof given.label === 'string' && { label: given.label }),
  }),
  beforeLoad: ({ params }) => {
    if (!isFolder(params.folder)) throw redirect({ to: '/inbox', replace: true });
  },
  component: InboxScreen,
});
const noRoom = createRoute({ getParentRoute: () => inbox, path: '/', component: NoRoom });
const conversation = createRoute({
  getParentRoute: () => inbox,
  path: '$room',
  // Whether the contact lies over the conversation, and the message that is linked to.
  validateSearch: ({ contact, message }: Record<string, unknown>): { contact?: boolean; message?: number } => ({
    ...(contact === true && { contact }),
    ...(Number.isInteger(message) && (message as number) > 0 && { message: message as number }),
  }),
  component: ConversationScreen,
});

const knowledge = createRoute({
  getParentRoute: () => shell,
  path: '/knowledge',
  component: lazyRouteComponent(() => import('./knowledge/KnowledgeFrame.tsx'), 'KnowledgeFrame'),
});
const articles = createRoute({
  getParentRoute: () => knowledge,
  path: '/',
  validateSearch: (given: Record<string, unknown>): { q?: string | undefined; source?: string } => ({
    ...searched(given),
    ...(typeof given.source === 'string' && { source: given.source }),
  }),
  component: lazyRouteComponent(() => import('./knowledge/KnowledgeScreen.tsx'), 'KnowledgeScreen'),
});
const sources = createRoute({
  getParentRoute: () => knowledge,
  path: 'sources',
  component: lazyRouteComponent(() => import('./knowledge/sources/SourcesScreen.tsx'), 'SourcesScreen'),
});
const source = createRoute({
  getParentRoute: () => knowledge,
  path: 'sources/$source',
  component: lazyRouteComponent(() => import('./knowledge/sources/SourceScreen.tsx'), 'SourceScreen'),
});
const questions = createRoute({
  getParentRoute: () => knowledge,
  path: 'questions',
  component: lazyRouteComponent(() => import('./learning/QuestionsScreen.tsx'), 'QuestionsScreen'),
});
const told = createRoute({
  getParentRoute: () => knowledge,
  path: '$article/told',
  component: lazyRouteComponent(() => import('./learning/ToldScreen.tsx'), 'ToldScreen'),
});
const article = createRoute({
  getParentRoute: () => knowledge,
  path: '$article',
  // Where it is made of a conversation: which, and the place of the question.
  validateSearch: ({ room, seq }: Record<string, unknown>): { room?: string; seq?: number } => ({
    ...(typeof room === 'string' && { room }),
    ...(Number.isInteger(seq) && (seq as number) > 0 && { seq: seq as number }),
  }),
  component: lazyRouteComponent(() => import('./knowledge/ArticleEditor.tsx'), 'ArticleEditor'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('./sites/SettingsScreen.tsx'), 'SettingsScreen'),
});
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/installation', replace: true });
  },
});
const installation = createRoute({
  getParentRoute: () => settings,
  path: 'installation',
  component: lazyRouteComponent(() => import('./sites/Installation.tsx'), 'Installation'),
});
const appearance = createRoute({
  getParentRoute: () => settings,
  path: 'appearance',
  component: lazyRouteComponent(() => import('./sites/Appearance.tsx'), 'Appearance'),
});
const retention = createRoute({
  getParentRoute: () => settings,
  path: 'retention',
  component: lazyRouteComponent(() => import('./sites/Retention.tsx'), 'Retention'),
});
const privacy = createRoute({
  getParentRoute: () => settings,
  path: 'privacy',
  component: lazyRouteComponent(() => import('./privacy/PrivacySettings.tsx'), 'PrivacySettings'),
});
const identity = createRoute({
  getParentRoute: () => settings,
  path: 'identity',
  component: lazyRouteComponent(() => import('./identity/IdentitySettings.tsx'), 'IdentitySettings'),
});
const blocked = createRoute({
  getParentRoute: () => settings,
  path: 'blocked',
  component: lazyRouteComponent(() => import('./blocks/BlockedSettings.tsx'), 'BlockedSettings'),
});
const team = createRoute({
  getParentRoute: () => settings,
  path: 'team',
  validateSearch: searched,
  component: lazyRouteComponent(() => import('./team/Team.tsx'), 'Team'),
});
const colleague = createRoute({
  getParentRoute: () => settings,
  path: 'team/$agent',
  component: lazyRouteComponent(() => import('./team/Colleague.tsx'), 'Colleague'),
});
const teams = createRoute({
  getParentRoute: () => settings,
  path: 'teams',
  component: lazyRouteComponent(() => import('./teams/Teams.tsx'), 'Teams'),
});
const labels = createRoute({
  getParentRoute: () => settings,
  path: 'labels',
  component: lazyRouteComponent(() => import('./labels/Labels.tsx'), 'Labels'),
});
const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: 'api-keys',
  component: lazyRouteComponent(() => import('./keys/ApiKeys.tsx'), 'ApiKeys'),
});
const tokens = createRoute({
  getParentRoute: () => settings,
  path: 'tokens',
  validateSearch: searched,
  component: lazyRouteComponent(() => import('./metering/Tokens.tsx'), 'Tokens'),
});
const tokenAccount = createRoute({
  getParentRoute: () => settings,
  path: 'tokens/$user',
  component: lazyRouteComponent(() => import('./metering/TokenAccount.tsx'), 'TokenAccount'),
});
const audit = createRoute({
  getParentRoute: () => settings,
  path: 'audit',
  validateSearch: filterOf,
  component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
});
const bot = createRoute({
  getParentRoute: () => settings,
  path: 'bot',
  component: lazyRouteComponent(() => import('./bot/BotFrame.tsx'), 'BotFrame'),
});
const botSettings = createRoute({
  getParentRoute: () => bot,
  path: '/',
  component: lazyRouteComponent(() => import('./bot/BotSettings.tsx'), 'BotSettings'),
});
const botPlayground = createRoute({
  getParentRoute: () => bot,
  path: 'playground',
  component: lazyRouteComponent(() => import('./bot/Playground.tsx'), 'Playground'),
});
const botReplay = createRoute({
  getParentRoute: () => bot,
  path: 'replay',
  component: lazyRouteComponent(() => import('./bot/Replay.tsx'), 'Replay'),
});
const botCosts = createRoute({
  getParentRoute: () => bot,
  path: 'costs',
  component: lazyRouteComponent(() => import('./bot/Costs.tsx'), 'Costs'),
});
const botVersions = createRoute({
  getParentRoute: () => bot,
  path: 'versions',
  component: lazyRouteComponent(() => import('./bot/Versions.tsx'), 'Versions'),
});
const answers = createRoute({
  getParentRoute: () => settings,
  path: 'answers',
  component: lazyRouteComponent(() => import('./bot/Answers.tsx'), 'Answers'),
});
const answer = createRoute({
  getParentRoute: () => settings,
  path: 'answers/$answer',
  component: lazyRouteComponent(() => import('./bot/AnswerEditor.tsx'), 'AnswerEditor'),
});
const account = createRoute({
  getParentRoute: () => settings,
  path: 'account',
  component: lazyRouteComponent(() => import('./accounts/AccountSettings.tsx'), 'AccountSettings'),
});
const twoStep = createRoute({
  getParentRoute: () => settings,
  path: 'two-step',
  component: lazyRouteComponent(() => import('./accounts/two-factor/TwoStep.tsx'), 'TwoStep'),
});
const browser = createRoute({
  getParentRoute: () => settings,
  path: 'browser',
  component: lazyRouteComponent(() => import('./sites/BrowserSettings.tsx'), 'BrowserSettings'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    forgot,
    setPassword,
    setUp,
    you,
    confirmEmail,
    undoEmail,
    comeBack,
    confirmDeletion,
    confirmDeactivation,
    shell.addChildren([
      home,
      inboxHome,
      inbox.addChildren([noRoom, conversation]),
      knowledge.addChildren([articles, sources, source, questions, told, article]),
      settings.addChildren([
        settingsHome,
        installation,
        appearance,
        retention,
        privacy,
        identity,
        blocked,
        team,
        teams,
        labels,
        apiKeys,
        tokens,
        tokenAccount,
        colleague,
        audit,
        bot.addChildren([botSettings, botPlayground, botReplay, botCosts, botVersions]),
        answers,
        answer,
        account,
        twoStep,
        browser,
      ]),
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Crashed,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
