/** Who was told an older text of an article, and the message that tells them what is right: read before it is sent, sent once. */

import type { ToldAnswer } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import { plainLine } from '@parley/protocol/markdown';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft, CircleCheck, Mail, Send } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMay } from '../accounts/use-session.ts';
import editor from '../knowledge/ArticleEditor.module.css';
import page from '../knowledge/KnowledgeScreen.module.css';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { TextArea } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime } from '../ui/times.ts';
import { toasts } from '../ui/toasts.ts';
import styles from './ToldScreen.module.css';

export function ToldScreen() {
  const { article: id } = useParams({ from: '/shell/knowledge/$article/told' });
  const article = useCommand('get_article', { article: id });
  const told = useCommand('list_told', { article: id });
  useTitle('Who was told the old text');
  return (
    <div className={page.page}>
      <Link to="/knowledge/$article" params={{ article: id }} search={{}} className={editor.back}>
        <ArrowLeft aria-hidden="true" /> {article.data?.article.title ?? 'Article'}
      </Link>
      <header>
        <h1 className={page.title}>Who was told the old text</h1>
        <p className={page.lead}>
          Answers of the last 90 days that rest on an older text of this article. A correction is a message of yours in
          each conversation; who left an address gets it by mail when they are gone.
        </p>
      </header>
      <Loaded query={article} what="The article">
        {({ article: { title, url } }) => (
          <Loaded query={told} what="The answers">
            {({ told: answers }) =>
              answers.length > 0 ? (
                <Correction key={id} article={id} title={title} url={url} answers={answers} />
              ) : (
                <EmptyState icon={<CircleCheck />} title="Nobody was told anything else">
                  Once the text of this article changes, whoever was answered from the old one is listed here.
                </EmptyState>
              )
            }
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

interface CorrectionProps {
  article: string;
  title: string;
  url: string;
  answers: ToldAnswer[];
}

const keyOf = ({ room, seq }: Pick<ToldAnswer, 'room' | 'seq'>): string => `${room} ${seq}`;

function Correction({ article, title, url, answers }: CorrectionProps) {
  const agent = useAgent();
  const may = useMay('manage_knowledge');
  const cache = useCommandCache();
  const now = useNow();
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [content, setContent] = useState(
    `We told you something here about “${title}” that is not right any more. This is how it is now: [${title}](${url})`,
  );
  const [asking, setAsking] = useState(false);
  const chosen = answers.filter((answer) => !answer.corrected && !without.has(keyOf(answer)));
  const rooms = new Set(chosen.map(({ room }) => room)).size;
  const toggle = (key: string) => {
    const next = new Set(without);
    if (!next.delete(key)) next.add(key);
    setWithout(next);
  };
  const send = async () => {
    try {
      const places = chosen.map(({ room, seq }) => ({ room, seq }));
      const { sent, left_out } = await agent.call('send_correction', { article, content, answers: places });
      await cache.stale('list_told');
      toasts.show(
        `Sent in ${sent === 1 ? 'one conversation' : `${sent} conversations`}${left_out ? `; ${left_out} could not be told any more` : ''}`,
      );
    } catch (error) {
      throw new Error(`Not sent to all: ${failureWords(error)} Who has it gets no second one.`);
    }
  };
  return (
    <>
      <ul className={styles.told} aria-label="Answers from an older text">
        {answers.map((answer) => (
          <li key={keyOf(answer)} className={styles.answer}>
            {may && !answer.corrected ? (
              <input
                type="checkbox"
                aria-label={`Correct it for ${answer.name}`}
                checked={!without.has(keyOf(answer))}
                onChange={() => toggle(keyOf(answer))}
              />
            ) : null}
            <div className={styles.what}>
              <p className={styles.who}>
                <Link
                  to="/inbox/$folder/$room"
                  params={{ folder: 'bot', room: answer.room }}
                  search={{ message: answer.seq }}
                  className={styles.name}
                >
                  {answer.name}
                </Link>
                <time dateTime={answer.at} title={fullTime(answer.at)}>
                  {listTime(answer.at, now)}
                </time>
                {answer.has_email ? <Mail aria-label="Reached by mail too" /> : null}
                {answer.corrected ? <Chip tone="green">Corrected</Chip> : null}
              </p>
              <p className={styles.words}>{plainLine(answer.answer)}</p>
            </div>
          </li>
        ))}
      </ul>
      {may && answers.some(({ corrected }) => !corrected) ? (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault();
            setAsking(true);
          }}
        >
          <TextArea
            label="Correction"
            required
            rows={5}
            maxLength={8_000}
            hint="Sent in your name, as it stands here."
            value={content}
            onChange={(event) => setContent(event.target.value)}
          />
          <Button
            type="submit"
            variant="primary"
            blocked={rooms === 0 ? 'Choose at least one' : isBlank(content) ? 'Write the correction first' : undefined}
          >
            <Send aria-hidden="true" /> Send in {rooms === 1 ? 'one conversation' : `${rooms} conversations`}
          </Button>
        </form>
      ) : null}
      {may ? null : <Notice tone="neutral">Only owners and admins can send corrections.</Notice>}
      <ConfirmDialog
        open={asking}
        title={`Send this in ${rooms === 1 ? 'one conversation' : `${rooms} conversations`}?`}
        verb="Send"
        onClose={() => setAsking(false)}
        onConfirm={send}
      >
        {plainLine(content)}
      </ConfirmDialog>
    </>
  );
}
