/** The explicit list of features: the table of contents. Base first; each may import only from those above it. */
import { accounts } from './accounts/feature.ts';
import { assist } from './assist/feature.ts';
import { audit } from './audit/feature.ts';
import { blocks } from './blocks/feature.ts';
import { bot } from './bot/feature.ts';
import type { Feature } from './core/feature.ts';
import { email } from './email/feature.ts';
import { identity } from './identity/feature.ts';
import { inbox } from './inbox/feature.ts';
import { keys } from './keys/feature.ts';
import { knowledge } from './knowledge/feature.ts';
import { labels } from './labels/feature.ts';
import { learning } from './learning/feature.ts';
import { metering } from './metering/feature.ts';
import { privacy } from './privacy/feature.ts';
import { reference } from './reference/feature.ts';
import { retention } from './retention/feature.ts';
import { rooms } from './rooms/feature.ts';
import { sites } from './sites/feature.ts';
import { team } from './team/feature.ts';
import { teams } from './teams/feature.ts';
import { users } from './users/feature.ts';
import { visitors } from './visitors/feature.ts';
import { voice } from './voice/feature.ts';
import { widget } from './widget/feature.ts';

export const FEATURES: readonly Feature[] = [
  accounts,
  audit,
  team,
  teams,
  labels,
  sites,
  keys,
  identity,
  rooms,
  blocks,
  visitors,
  metering,
  users,
  knowledge,
  bot,
  assist,
  learning,
  voice,
  email,
  privacy,
  retention,
  widget,
  reference,
  inbox,
];
