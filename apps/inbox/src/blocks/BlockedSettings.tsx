/** Who is blocked, and blocking addresses. */
import type { Block } from '@parley/protocol';
import { Ban } from 'lucide-react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { fullTime } from '../ui/times.ts';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { BlockAddresses } from './BlockAddresses.tsx';
import styles from './Blocks.module.css';

export function BlockedSettings() {
  const query = useCommand('list_blocks', {});
  return (
    <SettingsPage
      title="Blocked"
      lead="Visitors and addresses that cannot write to you. Block a visitor from the contact beside the conversation."
      needs={null}
    >
      <Loaded query={query} what="The list">
        {({ blocks }) =>
          blocks.length === 0 ? (
            <EmptyState icon={<Ban aria-hidden="true" />} title="Nobody is blocked">
              Whoever is blocked reads that nothing can be written at the moment. Their conversations stay.
            </EmptyState>
          ) : (
            <ul className={styles.blocks} aria-label="Blocked">
              {blocks.map((block) => (
                <Row key={block.id} block={block} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <BlockAddresses />
    </SettingsPage>
  );
}

function Row({ block }: { block: Block }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const { id, consumer, addresses, name, reason, by, created, ends } = block;
  const what = addresses?.replace(/\/32$/, '') ?? name ?? `Visitor ${consumer?.slice(-3)}`;
  const { busy, failure, onSubmit } = useSubmit(async () => {
    await agent.call('unblock', { block: id });
    toasts.show(`${what} may write again.`);
    await cache.stale('list_blocks');
  });
  return (
    <li className={styles.block}>
      <div className={styles.what}>
        <p className={styles.name}>{what}</p>
        <p className={styles.about}>
          {reason ? `${reason} · ` : ''}
          {by ? `by ${by}, ` : ''}
          <time dateTime={created}>{fullTime(created)}</time>
        </p>
        {failure ? <p className={styles.failure}>{failureWords(failure)}</p> : null}
      </div>
      <Chip tone={ends ? 'amber' : 'neutral'}>{ends ? `Until ${fullTime(ends)}` : 'Until it is lifted'}</Chip>
      <form onSubmit={onSubmit}>
        <Button type="submit" size="small" busy={busy} aria-label={`Unblock ${what}`}>
          Unblock
        </Button>
      </form>
    </li>
  );
}
