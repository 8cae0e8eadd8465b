/** Every screen of the settings, in light and dark, without a complaint. */
import { inBrowser } from './browser.ts';
import { lookAtAll } from './screen.ts';
import { settingsScreens } from './settings-screens.ts';

inBrowser('settings, seen', (open) => lookAtAll(open, settingsScreens));
