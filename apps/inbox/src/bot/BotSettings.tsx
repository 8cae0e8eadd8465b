/** The bot's settings: the draft to work on, what of it is not published yet, and how its first words will look. */

import type { BotChoices } from '@parley/protocol';
import { useState } from 'react';
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { useSite } from '../sites/use-site.ts';
import { BotForm } from './BotForm.tsx';
import { FirstWords } from './FirstWords.tsx';
import { PublishBar } from './PublishBar.tsx';

export function BotSettings() {
  const query = useCommand('get_bot_draft', {});
  const bot = useCommand('get_bot', {});
  const site = useSite().data?.site;
  const [shown, setShown] = useState<BotChoices | null>(null);
  const [dirty, setDirty] = useState(false);
  const draft = query.data?.draft;
  const choices = shown ?? draft?.settings;
  return (
    <SettingsPage
      needs="change_bot"
      title="Bot"
      lead="It answers first, from your predefined answers and knowledge articles, and says so when it does not know."
      beside={site && choices ? <FirstWords slug={site.slug} choices={choices} version={draft?.version} /> : undefined}
    >
      <Loaded query={query} what="The bot's settings">
        {({ draft: loaded }) => (
          <Loaded query={bot} what="The bot's settings">
            {({ bot: running }) => (
              <>
                <PublishBar draft={loaded} running={running} dirty={dirty} />
                <BotForm draft={loaded} models={running.models} onShow={setShown} onDirty={setDirty} />
              </>
            )}
          </Loaded>
        )}
      </Loaded>
    </SettingsPage>
  );
}
