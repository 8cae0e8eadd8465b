/** What one wants from this browser alone: theme, sound, notifications, keys. In force at once. */
import { useState } from 'react';
import { preferences, type Theme, usePreferences } from '../shell/preferences.ts';
import { allowSound, blip } from '../shell/sound.ts';
import { Button } from '../ui/Button.tsx';
import { SelectField, Switch } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Section, SettingsPage } from './SettingsPage.tsx';

export function BrowserSettings() {
  const { theme, sound, notifications, singleKeys } = usePreferences();
  const [refused, setRefused] = useState<string | null>(null);

  const notify = async (wanted: boolean) => {
    setRefused(null);
    if (!wanted) return preferences.change({ notifications: false });
    if (!('Notification' in window)) return setRefused('This browser has no notifications.');
    const permission = await Notification.requestPermission();
    if (permission === 'granted') preferences.change({ notifications: true });
    else
      setRefused(
        'The browser does not allow notifications here. Allow them beside the address, then switch this on again.',
      );
  };
  return (
    <SettingsPage title="This browser" lead="For you, in this browser alone. Kept when you sign out." needs={null}>
      <Section title="Looks">
        <SelectField
          label="Theme"
          value={theme}
          onChange={(event) => preferences.change({ theme: event.target.value as Theme })}
        >
          <option value="system">As the system</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </SelectField>
      </Section>
      <Section title="When somebody waits for you">
        <Switch
          label="Sound"
          hint="Two short notes when a visitor asks for a person, or writes to you or to the queue."
          checked={sound}
          onChange={(on) => preferences.change({ sound: on })}
        />
        <div>
          <Button
            size="small"
            onClick={() => {
              allowSound();
              blip();
            }}
          >
            Hear it
          </Button>
        </div>
        <Switch
          label="Notifications"
          hint="Of the system, while the inbox is out of sight."
          checked={notifications && 'Notification' in window && Notification.permission === 'granted'}
          onChange={(on) => void notify(on)}
        />
        {refused ? <Notice tone="amber">{refused}</Notice> : null}
      </Section>
      <Section title="Keyboard">
        <Switch
          label="Single keys"
          hint="Keys like t, e and j act by themselves. Switch them off if your voice or switch control types letters."
          checked={singleKeys}
          onChange={(on) => preferences.change({ singleKeys: on })}
        />
      </Section>
    </SettingsPage>
  );
}
