/** Wires what people may ask about their data. */
import {
  getPrivacyRequest,
  getPrivacySettings,
  listPrivacyRequests,
  requestErasure,
  updatePrivacySettings,
} from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { ERASE_PERSON, erasePerson } from './erasure.ts';
import { getPrivacyRequestVerb, listPrivacyRequestsVerb, requestErasureVerb } from './requests.ts';
import { getPrivacySettingsVerb, updatePrivacySettingsVerb } from './settings.ts';

export const privacy: Feature = {
  name: 'privacy',
  handlers: [
    handle(getPrivacySettings, getPrivacySettingsVerb),
    handle(updatePrivacySettings, updatePrivacySettingsVerb),
    handle(requestErasure, requestErasureVerb),
    handle(getPrivacyRequest, getPrivacyRequestVerb),
    handle(listPrivacyRequests, listPrivacyRequestsVerb),
  ],
  tasks: { [ERASE_PERSON]: erasePerson },
};
