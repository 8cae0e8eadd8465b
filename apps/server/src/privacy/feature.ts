/** Wires what people may ask about their data. */
import {
  getPrivacyRequest,
  getPrivacySettings,
  listPrivacyRequests,
  openExport,
  requestErasure,
  requestExport,
  updatePrivacySettings,
} from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { openExportVerb, registerDownloads } from './download.ts';
import { ERASE_PERSON, erasePerson } from './erasure.ts';
import { DROP_EXPORT, dropExport, EXPORT_PERSON, exportPerson } from './export.ts';
import { getPrivacyRequestVerb, listPrivacyRequestsVerb, requestErasureVerb, requestExportVerb } from './requests.ts';
import { getPrivacySettingsVerb, updatePrivacySettingsVerb } from './settings.ts';

export const privacy: Feature = {
  name: 'privacy',
  handlers: [
    handle(getPrivacySettings, getPrivacySettingsVerb),
    handle(updatePrivacySettings, updatePrivacySettingsVerb),
    handle(requestErasure, requestErasureVerb),
    handle(requestExport, requestExportVerb),
    handle(openExport, openExportVerb),
    handle(getPrivacyRequest, getPrivacyRequestVerb),
    handle(listPrivacyRequests, listPrivacyRequestsVerb),
  ],
  tasks: { [ERASE_PERSON]: erasePerson, [EXPORT_PERSON]: exportPerson, [DROP_EXPORT]: dropExport },
  routes: registerDownloads,
};
