/** What a person keeps of itself: name, language, time zone, and details that nobody else sees. */
import type { Profile } from '@parley/protocol';
import { useState } from 'react';
import { useCommandCache } from '../shell/commands.ts';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { SelectField, TextArea, TextField } from '../ui/Field.tsx';
import { LOCALE } from '../ui/locale.ts';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AccountSettings.module.css';
import { failureWords } from './http.ts';
import { PhotoSettings } from './PhotoSettings.tsx';
import { session } from './session.ts';
import { useAgent } from './use-session.ts';

const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español', ar: 'العربية' } as const;
const ZONES = Intl.supportedValuesOf('timeZone');
/** What is a region of its own today, and no group of several. */
const COUNTRIES = (() => {
  const names = new Intl.DisplayNames(LOCALE, { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !/^(EU|EZ|UN|ZZ|Q.|X[^K])$/.test(code) && new Intl.Locale(`und-${code}`).region === code)
    .map((code) => ({ code, name: names.of(code) ?? '' }))
    .filter(({ name }) => name !== '')
    .sort((a, b) => a.name.localeCompare(b.name));
})();

type Fields = Omit<Profile, 'email' | 'email_verified' | 'username' | 'photo'>;
const fieldsOf = ({
  email: _email,
  email_verified: _verified,
  username: _username,
  photo: _photo,
  ...fields
}: Profile): Fields => fields;

export function ProfileSettings({ profile }: { profile: Profile }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const [draft, setDraft] = useState(() => fieldsOf(profile));
  const changed = Object.fromEntries(
    Object.entries(draft).filter(([name, value]) => value !== profile[name as keyof Fields]),
  ) as Partial<Fields>;
  const dirty = Object.keys(changed).length > 0;
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    const saved = await agent.call('update_profile', changed);
    cache.put('get_profile', {}, saved);
    session.know({ name: saved.profile.name });
    setDraft(fieldsOf(saved.profile));
    toasts.show('Saved.');
  });
  const text = (name: keyof Fields, maxLength: number) => ({
    maxLength,
    error: fields[name],
    value: draft[name],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value }),
  });
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = ZONES.includes(draft.time_zone) ? ZONES : [draft.time_zone, ...ZONES];
  return (
    <Section title="Profile">
      <PhotoSettings profile={profile} />
      <UnsavedGuard dirty={dirty} />
      <form className={styles.form} onSubmit={onSubmit}>
        <TextField
          label="Name"
          required
          autoComplete="name"
          hint="Visitors and colleagues see it."
          {...text('name', 80)}
        />
        <div className={styles.pair}>
          <SelectField
            label="Language of mails to you"
            error={fields.language}
            value={draft.language}
            onChange={(event) => setDraft({ ...draft, language: event.target.value as Fields['language'] })}
          >
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </SelectField>
          <SelectField label="Time zone" {...text('time_zone', 64)}>
            {zones.map((zone) => (
              <option key={zone} value={zone}>
                {zone === here ? `${zone} (this browser)` : zone}
              </option>
            ))}
          </SelectField>
        </div>
        <div className={styles.pair}>
          <TextField label="Job title" autoComplete="organization-title" {...text('job_title', 80)} />
          <TextField label="Phone" type="tel" autoComplete="tel" {...text('phone', 40)} />
        </div>
        <TextArea label="About you" rows={3} {...text('about', 1_000)} />
        <fieldset className={styles.group}>
          <legend className={styles.legend}>Address</legend>
          <TextField label="Street and number" autoComplete="street-address" {...text('street', 200)} />
          <div className={styles.pair}>
            <TextField label="Postal code" autoComplete="postal-code" {...text('postal_code', 20)} />
            <TextField label="City" autoComplete="address-level2" {...text('city', 100)} />
          </div>
          <div className={styles.pair}>
            <TextField label="Region" autoComplete="address-level1" {...text('region', 100)} />
            <SelectField label="Country" autoComplete="country" {...text('country', 2)}>
              <option value="">None</option>
              {COUNTRIES.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </SelectField>
          </div>
        </fieldset>
        {failure ? (
          <Notice tone="red">
            {Object.keys(fields).length > 0 ? 'Some fields need another look.' : failureWords(failure)}
          </Notice>
        ) : null}
        <div className={styles.line}>
          <Button type="submit" variant="primary" busy={busy} blocked={dirty ? undefined : 'Nothing was changed'}>
            Save the profile
          </Button>
          {dirty ? (
            <Button variant="quiet" onClick={() => setDraft(fieldsOf(profile))}>
              Discard the changes
            </Button>
          ) : null}
        </div>
      </form>
    </Section>
  );
}
