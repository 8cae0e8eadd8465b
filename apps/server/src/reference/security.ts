/** How callers show who they are, in the words of OpenAPI and AsyncAPI, and which of it a command asks for. */
import { type CommandSpec, isPermission, type Permission, SCOPES, scopesFor, type Who } from '@parley/protocol';
import type { JsonSchema } from './schemas.ts';

type Kind = Exclude<Who, 'anyone' | Permission>;

const TOKENS: Readonly<Record<Kind, string>> = {
  visitor: "A visitor's `access_token`, from `open_session`. It lives 10 minutes.",
  user: "A user's `access_token`, from `sign_up`, `login` or `refresh_session`: an end customer with an account. It lives 10 minutes.",
  agent: "An agent's `access_token`, from `login` or `refresh_session`. It lives 10 minutes.",
  enrolling: 'The `access_token` of an agent who has yet to set up the second step that the site requires.',
};

const KEY = `An API key (\`parley_…\`), made in the inbox. Its scopes open:\n\n${Object.entries(SCOPES)
  .map(([scope, commands]) => `- \`${scope}\`: ${commands.map((name) => `\`${name}\``).join(', ')}`)
  .join('\n')}`;

/** All of them travel as `Authorization: Bearer`; on a socket a browser sends them as a subprotocol. */
export const securitySchemes = (): Record<string, JsonSchema> => ({
  ...Object.fromEntries(
    Object.entries(TOKENS).map(([kind, description]) => [
      kind,
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description },
    ]),
  ),
  key: { type: 'http', scheme: 'bearer', description: KEY },
});

/** Any one of these; none for commands that anybody may call. A permission is one that the agent's role must have. */
export const securityOf = ({ name, who }: CommandSpec): Record<string, string[]>[] => [
  ...who
    .filter((one) => one !== 'anyone')
    .map((one): Record<string, string[]> => (isPermission(one) ? { agent: [one] } : { [one]: [] })),
  ...scopesFor(name).map((scope) => ({ key: [scope] })),
];
