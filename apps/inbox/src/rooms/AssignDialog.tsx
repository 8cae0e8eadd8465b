/** Passing the conversation to a team or a colleague: typed for, and taken with Enter. Loaded when first opened. */
import type { Recipient } from '@parley/client/agent';
import type { AgentRoom } from '@parley/protocol';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMe } from '../accounts/use-session.ts';
import { useCommand } from '../shell/commands.ts';
import { Queries } from '../shell/Queries.tsx';
import { sizeWords, useTeams } from '../teams/own-teams.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { type ChoiceGroup, ChoiceLabel, Choices } from '../ui/Choices.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import styles from './AssignDialog.module.css';

interface AssignDialogProps {
  room: AgentRoom;
  onClose: () => void;
}

interface Choice {
  id: string;
  name: string;
  photo?: string | undefined;
  isMe?: boolean;
  /** What else it is found by. */
  words: string;
  hint?: string;
  to: Recipient;
  /** Said when it has it. */
  done: string;
}

export function AssignDialog(props: AssignDialogProps) {
  return (
    <Dialog open onClose={props.onClose} title="Pass to a colleague or a team" bare high width="medium">
      <Queries>
        <Recipients {...props} />
      </Queries>
    </Dialog>
  );
}

function Recipients({ room, onClose }: AssignDialogProps) {
  const agent = useAgent();
  const { groups, failed, known } = useRecipients(room);
  const [words, setWords] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const pass = async ({ to, done }: Choice) => {
    setFailure(null);
    try {
      await agent.assign(room.room, to);
    } catch (error) {
      return setFailure(failureWords(error));
    }
    toasts.show(done);
    return onClose();
  };
  const problem = failure ?? failed;
  return (
    <>
      <Choices
        label="Pass to a colleague or a team"
        placeholder="Who shall answer?"
        groups={groups}
        words={words}
        onWords={setWords}
        textOf={({ name, words: more }) => `${name} ${more}`}
        empty={words ? 'Nobody by these words.' : known ? 'There is nobody else. Invite colleagues under Team.' : null}
        onChoose={(choice) => void pass(choice)}
      >
        {({ name, photo, isMe, hint, to }) => (
          <>
            {'team' in to ? (
              <span className={styles.team} aria-hidden="true">
                <UsersRound />
              </span>
            ) : (
              <Avatar name={name} photo={photo} />
            )}
            <ChoiceLabel>
              {name}
              {isMe ? ' (you)' : ''}
            </ChoiceLabel>
            {hint ? <span className={styles.hint}>{hint}</span> : null}
          </>
        )}
      </Choices>
      {problem ? (
        <div className={styles.problem}>
          <Notice tone="red">{problem}</Notice>
        </div>
      ) : null}
    </>
  );
}

/** Everybody who may come in and has it not yet; the teams for which it does not wait. */
function useRecipients({ owner, team }: AgentRoom) {
  const me = useMe();
  const teams = useTeams();
  const query = useCommand('list_agents', {});
  const waitsFor = owner.kind === 'queue' ? team?.id : undefined;
  const groups: ChoiceGroup<Choice>[] = [
    {
      value: 'Teams',
      items: (teams ?? [])
        .filter(({ id }) => id !== waitsFor)
        .map((each) => ({
          id: each.id,
          name: each.name,
          words: '',
          hint: sizeWords(each),
          to: { team: { id: each.id, name: each.name } },
          done: `The conversation waits for ${each.name} now.`,
        })),
    },
    {
      value: 'People',
      items: (query.data?.agents ?? [])
        .filter(({ id, invited, deactivated }) => !invited && !deactivated && id !== owner.id)
        .map(({ id, name, email, photo }) => ({
          id,
          name,
          photo,
          isMe: id === me.id,
          words: email,
          to: { agent: { id, name } },
          done: id === me.id ? 'The conversation is yours.' : `${name} has the conversation now.`,
        })),
    },
  ].filter(({ items }) => items.length > 0);
  return {
    groups,
    known: query.data !== undefined,
    failed: query.isError ? `The team could not be loaded. ${failureWords(query.error)}` : null,
  };
}
