/** The window in which a website is added: its address, and behind a fold its limits. */
import { useState } from 'react';
import { useAgent } from '../../accounts/use-session.ts';
import { DialogForm } from '../../sites/DialogForm.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';
import { useSubmit } from '../../ui/use-submit.ts';
import styles from './Sources.module.css';
import { useTakeSource } from './use-sources.ts';
import { parsed, WebsiteFields, type WebsiteSettings } from './WebsiteFields.tsx';

export function AddWebsite({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} title="Add a website" width="medium">
      <Form onClose={onClose} />
    </Dialog>
  );
}

function Form({ onClose }: { onClose: () => void }) {
  const agent = useAgent();
  const take = useTakeSource();
  const [address, setAddress] = useState('');
  const [settings, setSettings] = useState<WebsiteSettings>({ schedule: 'weekly', max_pages: '200', max_depth: '4' });
  const submission = useSubmit(async () => {
    take((await agent.call('create_source', { address: address.trim(), ...parsed(settings) })).source);
    onClose();
  });
  const { fields } = submission;
  return (
    <DialogForm submission={submission} verb="Add and import" onClose={onClose}>
      <TextField
        label="Address"
        startHere
        required
        maxLength={2_000}
        placeholder="https://www.example.com/help"
        hint="A page from which links lead to the others, or a sitemap (…/sitemap.xml). The walk stays on this site and keeps to its robots.txt."
        error={fields.address ?? fields.name}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
      <details className={styles.fold}>
        <summary>Schedule and limits</summary>
        <div className={styles.folded}>
          <WebsiteFields
            value={settings}
            onChange={(change) => setSettings((before) => ({ ...before, ...change }))}
            fields={fields}
          />
        </div>
      </details>
    </DialogForm>
  );
}
