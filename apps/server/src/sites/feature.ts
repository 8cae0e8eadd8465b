/** Wires the sites' commands. */
import { getSite, updateSite } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { getSiteVerb, updateSiteVerb } from './sites.ts';

export const sites: Feature = {
  name: 'sites',
  handlers: [handle(getSite, getSiteVerb), handle(updateSite, updateSiteVerb)],
};
