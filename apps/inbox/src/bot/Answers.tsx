/** The predefined answers: what the bot says word for word. */

import { plainLine } from '@parley/protocol/markdown';
import { Link } from '@tanstack/react-router';
import { MessageSquareQuote, Plus } from 'lucide-react';
import { useMay } from '../accounts/use-session.ts';
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import styles from './Answers.module.css';

export function Answers() {
  const query = useCommand('list_answers', {});
  const may = useMay('manage_bot');
  const add = may ? (
    <LinkButton to="/settings/answers/$answer" params={{ answer: 'new' }}>
      <Plus aria-hidden="true" /> Add an answer
    </LinkButton>
  ) : undefined;
  return (
    <SettingsPage
      needs="manage_bot"
      title="Predefined answers"
      lead="When a visitor asks one of these, the bot answers with your words, exactly."
      action={add}
    >
      <Loaded query={query} what="The answers">
        {({ answers }) =>
          answers.length === 0 ? (
            <EmptyState icon={<MessageSquareQuote />} title="No predefined answer yet" action={add}>
              Begin with the question you hear most: opening hours, delivery, a price. Small slips in what visitors type
              are forgiven.
            </EmptyState>
          ) : (
            <ul className={styles.answers} aria-label="Predefined answers">
              {answers.map((answer) => (
                <li key={answer.id}>
                  <Link to="/settings/answers/$answer" params={{ answer: answer.id }} className={styles.answer}>
                    <span className={styles.title}>{answer.title}</span>
                    <span className={styles.triggers}>
                      {answer.triggers.map((trigger) => `“${trigger}”`).join(', ')}
                    </span>
                    <span className={styles.content}>{plainLine(answer.content)}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </SettingsPage>
  );
}
