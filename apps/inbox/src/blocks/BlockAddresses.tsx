/** Blocking an address or a range: first whom it would meet, then the deed. */
import type { CommandResult } from '@parley/protocol';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { useCommandCache } from '../shell/commands.ts';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './Blocks.module.css';
import { metWords } from './met.ts';
import { A_WEEK, asParams, WhyFields } from './WhyFields.tsx';

export function BlockAddresses() {
  const agent = useAgent();
  const cache = useCommandCache();
  const [addresses, setAddresses] = useState('');
  const [why, setWhy] = useState(A_WEEK);
  const [preview, setPreview] = useState<CommandResult<'preview_block'>>();
  const { busy, failure, fields, onSubmit, forget } = useSubmit(async () => {
    if (!preview) return setPreview(await agent.call('preview_block', { addresses }));
    await agent.call('block_addresses', { addresses: preview.addresses, ...asParams(why) });
    toasts.show(`${preview.addresses} is blocked.`);
    setAddresses('');
    setWhy(A_WEEK);
    setPreview(undefined);
    await cache.stale('list_blocks');
  });
  return (
    <Section
      title="Block addresses"
      hint="One address, or a range such as 203.0.113.0/24, which needs somebody who manages the site. Many people may share one: see first whom it would meet."
    >
      <form className={styles.form} onSubmit={onSubmit}>
        <TextField
          label="Address or range"
          required
          maxLength={64}
          autoCapitalize="none"
          spellCheck={false}
          autoComplete="off"
          error={fields.addresses}
          value={addresses}
          onChange={(event) => {
            setAddresses(event.target.value);
            setPreview(undefined);
            forget();
          }}
        />
        {preview ? (
          <>
            <Notice tone="amber">
              <p>
                {preview.addresses}: {metWords(preview, false)}
              </p>
              {preview.includes_you ? (
                <p>You come from there yourself. The inbox stays open to you and your team.</p>
              ) : null}
            </Notice>
            <WhyFields why={why} onChange={setWhy} />
          </>
        ) : null}
        {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        <div>
          <Button
            type="submit"
            variant={preview ? 'danger' : 'secondary'}
            busy={busy}
            blocked={addresses.trim() ? undefined : 'Write an address first'}
          >
            {preview ? `Block ${preview.addresses}` : 'See whom it meets'}
          </Button>
        </div>
      </form>
    </Section>
  );
}
