/** Getting the chat onto a site: the tag, the origins that may carry it, and how it looks right now. */
import type { SiteSettings } from '@parley/protocol';
import { Globe, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useMay } from '../accounts/use-session.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import styles from './Installation.module.css';
import { readOrigin } from './origin.ts';
import { Section, SettingsPage } from './SettingsPage.tsx';
import { useSite, useUpdateSite } from './use-site.ts';
import { WidgetPreview } from './WidgetPreview.tsx';

export function Installation() {
  const query = useSite();
  return (
    <SettingsPage
      title="Installation"
      lead="Paste one tag into your pages, and visitors can talk to you."
      beside={
        query.data ? <WidgetPreview slug={query.data.site.slug} version={JSON.stringify(query.data.site)} /> : undefined
      }
    >
      <Loaded query={query} what="The tag and the origins">
        {({ site }) => (
          <>
            <Section
              title="The tag"
              hint="Put it before </body> on every page that should carry the chat. It loads last and slows nothing down."
            >
              <div className={styles.tag}>
                <pre
                  aria-label="The tag to paste"
                  // A long line is scrolled by keyboard.
                  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
                  tabIndex={0}
                >
                  {site.tag}
                </pre>
                <CopyButton text={site.tag} variant="primary">
                  Copy the tag
                </CopyButton>
              </div>
            </Section>
            <Origins site={site} />
          </>
        )}
      </Loaded>
    </SettingsPage>
  );
}

function Origins({ site }: { site: SiteSettings }) {
  const may = useMay('manage_site');
  const update = useUpdateSite();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const { origins } = site;

  const save = async (next: string[]): Promise<boolean> => {
    setBusy(true);
    setProblem(undefined);
    try {
      await update({ origins: next });
      return true;
    } catch (error) {
      setProblem((error as { fields?: Record<string, string> }).fields?.origins ?? failureWords(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const reading = readOrigin(text, origins);
    if ('problem' in reading) return setProblem(reading.problem);
    if (await save([...origins, reading.origin])) setText('');
  };
  const remove = async (origin: string) => {
    if (!(await save(origins.filter((each) => each !== origin)))) return;
    toasts.show(`${origin} was removed: its pages cannot open the chat any more.`, {
      action: { label: 'Undo', run: () => void save(origins) },
    });
  };
  return (
    <Section
      title="Allowed origins"
      hint="Only pages of these origins may open the chat. An origin is the part of an address before the first single slash; www and no www are two."
    >
      {origins.length === 0 ? (
        <Notice tone="amber">
          No origin is allowed yet, so the chat opens nowhere but here. Add your site's address.
        </Notice>
      ) : (
        <ul className={styles.origins} aria-label="Allowed origins">
          {origins.map((origin) => (
            <li key={origin} className={styles.origin}>
              <Globe aria-hidden="true" />
              <span>{origin}</span>
              {may ? (
                <IconButton
                  label={`Remove ${origin}`}
                  tipSide="left"
                  disabled={busy}
                  onClick={() => void remove(origin)}
                >
                  <Trash2 aria-hidden="true" />
                </IconButton>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {may ? (
        <form className={styles.add} onSubmit={(event) => void add(event)}>
          <TextField
            label="Add an origin"
            placeholder="https://www.example.com"
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={300}
            error={problem}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setProblem(undefined);
            }}
          />
          <Button type="submit" busy={busy} blocked={text.trim() ? undefined : 'Write an address first'}>
            <Plus aria-hidden="true" /> Add
          </Button>
        </form>
      ) : problem ? (
        <Notice tone="red">{problem}</Notice>
      ) : null}
    </Section>
  );
}
