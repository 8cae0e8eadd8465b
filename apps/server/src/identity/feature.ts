/** Wires the signed identity of a site's own users: its secrets, and trying one out. Visitors' sessions ask it who is vouched for. */
import { checkIdentity, createIdentitySecret, deleteIdentitySecret, listIdentitySecrets } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { checkIdentityVerb } from './check.ts';
import { createIdentitySecretVerb, deleteIdentitySecretVerb, listIdentitySecretsVerb } from './secrets.ts';

export const identity: Feature = {
  name: 'identity',
  handlers: [
    handle(listIdentitySecrets, listIdentitySecretsVerb),
    handle(createIdentitySecret, createIdentitySecretVerb),
    handle(deleteIdentitySecret, deleteIdentitySecretVerb),
    handle(checkIdentity, checkIdentityVerb),
  ],
};
