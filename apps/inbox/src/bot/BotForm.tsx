/** The form of the bot's draft. It saves for the team to see; visitors see what is published. */
import type { BotChoices, BotDraft } from '@parley/protocol';
import { useEffect } from 'react';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { SettingsForm } from '../sites/SettingsPage.tsx';
import { Switch, TextArea, TextField } from '../ui/Field.tsx';
import { ListField } from '../ui/ListField.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { AvatarField } from './AvatarField.tsx';
import { Greetings } from './Greetings.tsx';
import { HoursField } from './HoursField.tsx';
import { ModelFields } from './ModelFields.tsx';
import { settingList } from './setting-names.ts';
import { useBotDraft } from './use-bot-draft.ts';

export function BotForm({
  draft,
  models,
  onShow,
  onDirty,
}: {
  draft: BotDraft;
  /** Those to choose from; none: the bot quotes. */
  models: readonly string[];
  /** What stands in the form, saved or not. */
  onShow: (choices: BotChoices) => void;
  onDirty: (dirty: boolean) => void;
}) {
  const { value, change, dirty, meanwhile, save, discard } = useBotDraft(draft);
  const submission = useSubmit(async () => {
    if (await save()) toasts.show('Draft saved. Visitors see it when it is published.');
  });
  // The server names a field of the draft by its path.
  const fields = Object.fromEntries(
    Object.entries(submission.fields).map(([name, wrong]) => [name.replace(/^settings\./, ''), wrong]),
  );
  const shown = JSON.stringify(value);
  useEffect(() => onShow(JSON.parse(shown) as BotChoices), [shown, onShow]);
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  return (
    <SettingsForm submission={submission} dirty={dirty} onDiscard={discard} verb="Save the draft">
      <UnsavedGuard dirty={dirty} />
      {meanwhile ? (
        <Notice tone="amber">
          {meanwhile.by ?? 'Somebody'} saved the draft meanwhile
          {meanwhile.settings.length > 0 ? ` (${settingList(meanwhile.settings)})` : ''}. Nothing of yours is saved yet:
          the fields that you changed stand as you left them, the others as they are now. Look at them, then save again.
        </Notice>
      ) : null}
      <Switch
        label="The bot answers first"
        hint="Off: every new conversation waits for a person."
        checked={value.enabled}
        onChange={(enabled) => change({ enabled })}
      />
      {value.enabled ? (
        <HoursField
          label="Only at certain hours"
          hint="Outside them every message waits for a person. For nights let it end before it begins: 18:00 to 08:00."
          never="Without a day the bot never answers."
          value={value.hours}
          onChange={(hours) => change({ hours })}
          error={fields.hours}
        />
      ) : null}
      <TextField
        label="Name"
        required
        maxLength={40}
        hint="Visitors see it with “AI” behind it."
        error={fields.name}
        value={value.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <AvatarField name={value.name} value={value.avatar} onChange={(avatar) => change({ avatar })} />
      <TextArea
        label="Greeting"
        maxLength={500}
        rows={3}
        error={fields.greeting}
        value={value.greeting}
        onChange={(event) => change({ greeting: event.target.value })}
      />
      <Greetings
        values={value.greetings}
        onChange={(greetings) => change({ greetings })}
        error={fields.greetings && `Write each of them: ${fields.greetings}.`}
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
      <HoursField
        label="Your team has office hours"
        hint="At other times, when nobody is here, a hand-over says when people answer again, and asks for an email."
        never="Without a day nothing is said of when people answer."
        value={value.office_hours}
        onChange={(office_hours) => change({ office_hours })}
        error={fields.office_hours}
      />
      <ListField
        label="Topics for a person"
        hint="The bot does not answer a question that holds all the words of one, in any form; it fetches somebody. In each language of your visitors."
        addLabel="Add a topic for a person"
        itemLabel="Topic for a person"
        values={value.hand_over_topics}
        onChange={(hand_over_topics) => change({ hand_over_topics })}
        most={20}
        maxLength={120}
        error={fields.hand_over_topics}
      />
      {models.length > 0 ? (
        <ModelFields models={models} value={value} change={change} fields={fields} />
      ) : (
        <Notice tone="neutral">
          No language model is set up on this server: the bot quotes your answers and articles word for word. Whoever
          runs the server can set OPENAI_API_KEY, or OPENAI_BASE_URL for a model of your own.
        </Notice>
      )}
    </SettingsForm>
  );
}
