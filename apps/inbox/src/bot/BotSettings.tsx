/** The bot: whether it answers first, what it is called, how it greets, and what a model is told. */
import type { BotSettings as Settings } from '@parley/protocol';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { SettingsForm, SettingsPage } from '../sites/SettingsPage.tsx';
import { useSite } from '../sites/use-site.ts';
import { WidgetPreview } from '../sites/WidgetPreview.tsx';
import { Switch, TextArea, TextField } from '../ui/Field.tsx';
import { filled, ListField } from '../ui/ListField.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useDraft } from '../ui/use-draft.ts';
import { useSubmit } from '../ui/use-submit.ts';

export function BotSettings() {
  const query = useCommand('get_bot', {});
  const site = useSite().data?.site;
  return (
    <SettingsPage
      needs="change_bot"
      title="Bot"
      lead="It answers first, from your predefined answers and knowledge articles, and says so when it does not know."
      beside={
        site && query.data ? <WidgetPreview slug={site.slug} version={JSON.stringify(query.data.bot)} /> : undefined
      }
    >
      <Loaded query={query} what="The bot's settings">
        {({ bot }) => <BotForm bot={bot} />}
      </Loaded>
    </SettingsPage>
  );
}

function BotForm({ bot }: { bot: Settings }) {
  const agent = useAgent();
  const may = useMay('change_bot');
  const cache = useCommandCache();
  const { has_model, ...editable } = bot;
  const { value, change, dirty, reset } = useDraft(editable);
  const submission = useSubmit(async () => {
    const saved = await agent.call('update_bot', { ...value, quick_replies: filled(value.quick_replies) });
    cache.put('get_bot', {}, saved);
    reset();
    toasts.show('Saved. New conversations begin with it.');
  });
  const { fields } = submission;
  return (
    <SettingsForm submission={submission} dirty={dirty} onDiscard={reset}>
      <UnsavedGuard dirty={dirty} />
      <Switch
        label="The bot answers first"
        hint="Off: every new conversation waits for a person."
        checked={value.enabled}
        disabled={!may}
        onChange={(enabled) => change({ enabled })}
      />
      <TextField
        label="Name"
        required
        maxLength={40}
        hint="Visitors see it with “AI” behind it."
        error={fields.name}
        value={value.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <TextArea
        label="Greeting"
        maxLength={500}
        rows={3}
        error={fields.greeting}
        value={value.greeting}
        onChange={(event) => change({ greeting: event.target.value })}
      />
      <ListField
        label="Quick replies"
        hint="Buttons under the greeting: what most people come for."
        addLabel="Add a quick reply"
        itemLabel="Quick reply"
        values={value.quick_replies}
        onChange={(quick_replies) => change({ quick_replies })}
        most={6}
        maxLength={60}
        error={fields.quick_replies}
      />
      {has_model ? (
        <TextArea
          label="Instructions for the language model"
          hint="Added to every question. Tone, what to offer, what never to promise."
          maxLength={4_000}
          rows={6}
          error={fields.instructions}
          value={value.instructions}
          onChange={(event) => change({ instructions: event.target.value })}
        />
      ) : (
        <Notice tone="neutral">
          No language model is set up on this server: the bot quotes your answers and articles word for word. Whoever
          runs the server can set OPENAI_API_KEY, or OPENAI_BASE_URL for a model of your own.
        </Notice>
      )}
    </SettingsForm>
  );
}
