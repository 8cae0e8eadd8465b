/** What to do with the secret: a function for the server, and the place in the tag. */
import { useState } from 'react';
import { Section } from '../sites/SettingsPage.tsx';
import { useSite } from '../sites/use-site.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { SelectField } from '../ui/Field.tsx';
import styles from './IdentitySettings.module.css';
import { LANGUAGE_NAMES, type Language, SNIPPETS, tagWithIdentity } from './snippets.ts';

export function HowTo() {
  const [language, setLanguage] = useState<Language>('node');
  const site = useSite();
  const code = SNIPPETS[language];
  const tag = site.data ? tagWithIdentity(site.data.site.tag) : null;
  return (
    <>
      <Section
        title="On your server"
        hint="Put the secret into PARLEY_SECRET, and sign for each page of a signed-in user."
      >
        <SelectField
          label="Language"
          value={language}
          onChange={(event) => setLanguage(event.target.value as Language)}
        >
          {Object.entries(LANGUAGE_NAMES).map(([key, name]) => (
            <option key={key} value={key}>
              {name}
            </option>
          ))}
        </SelectField>
        <Code label={`Signing in ${LANGUAGE_NAMES[language]}`} text={code} verb="Copy the function" />
      </Section>
      {tag ? (
        <Section
          title="In your pages"
          hint="Leave the attribute out when nobody is signed in. In a page that stays, set or remove it on the tag when somebody signs in or out."
        >
          <Code label="The tag with an identity" text={tag} verb="Copy the tag" wrapped />
        </Section>
      ) : null}
    </>
  );
}

function Code({ label, text, verb, wrapped }: { label: string; text: string; verb: string; wrapped?: boolean }) {
  return (
    <div className={styles.code}>
      <pre
        aria-label={label}
        className={wrapped ? styles.wrapped : undefined}
        // What is long is scrolled by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
      >
        {text}
      </pre>
      <CopyButton text={text}>{verb}</CopyButton>
    </div>
  );
}
