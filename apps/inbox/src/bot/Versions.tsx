/** The published versions: who, when, why and what, and the way back to any of them. */
import type { BotVersion, CommandResult } from '@parley/protocol';
import { useState } from 'react';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { More, usePages } from '../shell/pages.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime } from '../ui/times.ts';
import { toasts } from '../ui/toasts.ts';
import { Difference } from './Difference.tsx';
import { PublishDialog } from './PublishDialog.tsx';
import { settingList } from './setting-names.ts';
import styles from './Versions.module.css';

export function Versions() {
  const query = useCommand('list_bot_versions', {});
  return (
    <SettingsPage
      needs="change_bot"
      title="Versions"
      lead="Every published state of the bot's settings. Going back publishes an earlier one again; nothing is lost by it."
    >
      <Loaded query={query} what="The versions">
        {(first) =>
          first.versions.length === 0 ? (
            <p className={styles.none}>Nothing was published yet: the bot runs on its defaults.</p>
          ) : (
            <List key={first.versions[0]?.version} first={first} />
          )
        }
      </Loaded>
    </SettingsPage>
  );
}

function List({ first }: { first: CommandResult<'list_bot_versions'> }) {
  const agent = useAgent();
  const pages = usePages<BotVersion, number>({ items: first.versions, next: first.next }, async (before) => {
    const { versions, next } = await agent.call('list_bot_versions', { before });
    return { items: versions, next };
  });
  const running = first.versions[0]?.version ?? 1;
  return (
    <>
      <ol className={styles.versions} aria-label="Versions, newest first">
        {pages.items.map((version) => (
          <li key={version.version}>
            <Version version={version} running={running} />
          </li>
        ))}
      </ol>
      <More pages={pages} />
    </>
  );
}

function Version({ version, running }: { version: BotVersion; running: number }) {
  const [open, setOpen] = useState(false);
  const now = useNow();
  return (
    <details className={styles.version} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <span className={styles.number}>Version {version.version}</span>
        {version.version === running ? <Chip tone="green">In force</Chip> : null}
        {version.restores === null ? null : <Chip>Version {version.restores} again</Chip>}
        <span className={styles.when}>
          {version.by ? `${version.by}, ` : ''}
          <time dateTime={version.published} title={fullTime(version.published)}>
            {listTime(version.published, now)}
          </time>
        </span>
        {version.in_spite ? (
          <span className={styles.note}>In spite of marked regressions: {version.in_spite}</span>
        ) : null}
        {version.note ? <span className={styles.note}>{version.note}</span> : null}
        <span className={styles.changed}>{settingList(version.changed) || 'As it began'}</span>
      </summary>
      {open ? <Inside version={version.version} running={running} /> : null}
    </details>
  );
}

function Inside({ version, running }: { version: number; running: number }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const may = useMay('change_bot');
  const query = useCommand('get_bot_version', { version });
  const bot = useCommand('get_bot', {});
  const [back, setBack] = useState(false);
  return (
    <div className={styles.inside}>
      <Loaded query={query} what="This version">
        {({ settings, before }) => (
          <>
            {before ? (
              <Difference before={before} after={settings} />
            ) : (
              <p className={styles.none}>There is none before it to compare with.</p>
            )}
            {may && version !== running && bot.data ? (
              <div>
                <Button onClick={() => setBack(true)}>Go back to this version…</Button>
              </div>
            ) : null}
            {back && bot.data ? (
              <PublishDialog
                title={`Go back to version ${version}?`}
                before={bot.data.bot}
                after={settings}
                verb={`Publish version ${version} again`}
                onClose={() => setBack(false)}
                onPublish={async (note) => {
                  const { draft } = await agent.call('roll_back_bot', { restore: version, version: running, note });
                  cache.put('get_bot_draft', {}, { draft });
                  toasts.show(`Version ${draft.version} is published: version ${version} again.`);
                  await Promise.all([cache.stale('get_bot'), cache.stale('list_bot_versions')]);
                }}
              />
            ) : null}
          </>
        )}
      </Loaded>
    </div>
  );
}
