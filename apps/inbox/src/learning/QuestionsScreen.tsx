/** What visitors asked and the bot could not answer, by topic: two clicks from here to the article that was missing. */
import type { OpenQuestion, QuestionTopic } from '@parley/protocol';
import { Link, useNavigate } from '@tanstack/react-router';
import { CircleCheck, MessageCircleQuestion, PenLine } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMay } from '../accounts/use-session.ts';
import page from '../knowledge/KnowledgeScreen.module.css';
import { KnowledgeTabs } from '../knowledge/KnowledgeTabs.tsx';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime } from '../ui/times.ts';
import { toasts } from '../ui/toasts.ts';
import { writingFor } from './pending.ts';
import styles from './QuestionsScreen.module.css';

const WHY: Record<OpenQuestion['why'], string> = {
  unknown: 'not known',
  failed: 'the model failed',
  unsure: 'not sure',
  unhelpful: 'did not help',
};
/** Of a topic that is folded. */
const FEW = 3;

export function QuestionsScreen() {
  useTitle('Open questions · Knowledge');
  const query = useCommand('list_topics', {});
  return (
    <div className={page.page}>
      <header className={page.head}>
        <div>
          <h1 className={page.title}>Knowledge</h1>
          <p className={page.lead}>
            What visitors asked in the last 30 days and the bot could not answer. Write down what it should have said.
          </p>
        </div>
      </header>
      <KnowledgeTabs />
      <Loaded query={query} what="The open questions">
        {({ topics }) =>
          topics.length > 0 ? (
            <ul className={styles.topics} aria-label="Open questions">
              {topics.map((topic) => (
                <Topic key={`${topic.questions[0]?.room} ${topic.questions[0]?.seq}`} topic={topic} />
              ))}
            </ul>
          ) : (
            <EmptyState icon={<CircleCheck />} title="No open questions">
              When the bot does not know something, is not sure, or a visitor says that an answer did not help, the
              question is listed here, together with others of its kind.
            </EmptyState>
          )
        }
      </Loaded>
    </div>
  );
}

function Topic({ topic: { words, count, last, questions } }: { topic: QuestionTopic }) {
  const now = useNow();
  const may = useMay('manage_knowledge');
  const navigate = useNavigate();
  const settle = useSettle();
  const [all, setAll] = useState(false);
  const first = questions[0] as OpenQuestion;
  const places = questions.map(({ room, seq }) => ({ room, seq }));
  const shown = all ? questions : questions.slice(0, FEW);
  return (
    <li className={styles.topic}>
      <header className={styles.head}>
        <h2 className={styles.words}>{words.length > 0 ? words.join(', ') : first.question}</h2>
        <Chip tone={count > 1 ? 'amber' : 'neutral'} icon={<MessageCircleQuestion aria-hidden="true" />}>
          {count === 1 ? 'asked once' : `asked ${count} times`}
        </Chip>
        <time dateTime={last} title={fullTime(last)} className={styles.when}>
          {listTime(last, now)}
        </time>
      </header>
      <ul className={styles.questions}>
        {shown.map(({ room, seq, question, at, why }) => (
          <li key={`${room} ${seq}`}>
            <Link
              to="/inbox/$folder/$room"
              params={{ folder: 'bot', room }}
              search={{ message: seq }}
              className={styles.question}
              title={fullTime(at)}
            >
              {question}
            </Link>
            <span className={styles.why}>{WHY[why]}</span>
          </li>
        ))}
      </ul>
      <footer className={styles.foot}>
        {count > FEW ? (
          <Button size="small" variant="quiet" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${count}`}
          </Button>
        ) : null}
        {may ? (
          <span className={styles.deeds}>
            <Button size="small" variant="quiet" onClick={() => void settle(places)}>
              Done
            </Button>
            <Button
              size="small"
              onClick={() => {
                writingFor(places);
                void navigate({
                  to: '/knowledge/$article',
                  params: { article: 'new' },
                  search: { room: first.room, seq: first.seq },
                });
              }}
            >
              <PenLine aria-hidden="true" /> Write the article
            </Button>
          </span>
        ) : null}
      </footer>
    </li>
  );
}

/** Takes questions off the list, with the way back. Never rejects. */
function useSettle() {
  const agent = useAgent();
  const cache = useCommandCache();
  return async function settle(questions: { room: string; seq: number }[], settled = true): Promise<void> {
    try {
      await agent.call('settle_questions', { questions, settled });
      await cache.stale('list_topics');
      if (settled)
        toasts.show('Taken off the list', { action: { label: 'Undo', run: () => void settle(questions, false) } });
    } catch (error) {
      toasts.show(`Not changed: ${failureWords(error)}`, { tone: 'failure' });
    }
  };
}
