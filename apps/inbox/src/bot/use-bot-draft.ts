/** The draft in the form: what one is changing, on which revision it began, and what others saved meanwhile. */
import { CallError } from '@parley/client';
import type { BotChoices, BotDraft } from '@parley/protocol';
import { useState } from 'react';
import { useAgent } from '../accounts/use-session.ts';
import { useCommandCache } from '../shell/commands.ts';
import { filled } from '../ui/ListField.tsx';
import { useDraft } from '../ui/use-draft.ts';
import { differing } from './Difference.tsx';
import type { Setting } from './setting-names.ts';

const LISTS = ['quick_replies', 'refused_topics', 'hand_over_topics'] as const;

/** Somebody was faster: what they made of the fields, beside one's own. */
export interface Meanwhile {
  by: string | null;
  settings: Setting[];
}

export function useBotDraft(draft: BotDraft) {
  const agent = useAgent();
  const cache = useCommandCache();
  const { value, change, dirty, reset } = useDraft<BotChoices>(draft.settings);
  // The draft as it was when the first field was touched: a save on top of anything else is refused.
  const [begun, setBegun] = useState<BotDraft | null>(null);
  const [meanwhile, setMeanwhile] = useState<Meanwhile | null>(null);
  const base = begun ?? draft;

  const forget = () => {
    reset();
    setBegun(null);
    setMeanwhile(null);
  };
  const save = async (): Promise<boolean> => {
    const tidy = { ...value, ...Object.fromEntries(LISTS.map((list) => [list, filled(value[list])])) } as BotChoices;
    const touched = differing(base.settings, tidy);
    const settings = Object.fromEntries(touched.map((setting) => [setting, tidy[setting]]));
    try {
      cache.put('get_bot_draft', {}, await agent.call('save_bot_draft', { revision: base.revision, settings }));
      forget();
      return true;
    } catch (error) {
      if (!(error instanceof CallError) || error.code !== 'changed_meanwhile') throw error;
      const now = await agent.call('get_bot_draft', {});
      setMeanwhile({ by: now.draft.changed_by, settings: differing(base.settings, now.draft.settings) });
      setBegun(now.draft);
      cache.put('get_bot_draft', {}, now);
      return false;
    }
  };
  return {
    value,
    dirty,
    meanwhile,
    save,
    discard: forget,
    change: (part: Partial<BotChoices>) => {
      setBegun((before) => before ?? draft);
      change(part);
    },
  };
}
