/** Passing the conversation to a team or a colleague: typed for, and taken with Enter. Loaded when first opened. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import type { Recipient } from '@parley/client/agent';
import type { AgentRoom } from '@parley/protocol';
import { Search, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMe } from '../accounts/use-session.ts';
import styles from '../shell/CommandPalette.module.css';
import { useCommand } from '../shell/commands.ts';
import { Queries } from '../shell/Queries.tsx';
import { sizeWords, useTeams } from '../teams/own-teams.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import own from './AssignDialog.module.css';

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
interface Group {
  value: string;
  items: Choice[];
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
  // The field is there from the start: the focus and the first letters are for it.
  return (
    <Autocomplete.Root
      inline
      open
      items={groups}
      value={words}
      onValueChange={setWords}
      itemToStringValue={({ name, words: more }: Choice) => `${name} ${more}`}
      autoHighlight="always"
      keepHighlight
    >
      <div className={styles.input}>
        <Search aria-hidden="true" />
        <Autocomplete.Input aria-label="Pass to a colleague or a team" placeholder="Who shall answer?" />
      </div>
      <Autocomplete.Empty className={styles.empty}>
        {words ? 'Nobody by these words.' : known ? 'There is nobody else. Invite colleagues under Team.' : null}
      </Autocomplete.Empty>
      <Autocomplete.List className={styles.list}>
        {(group: Group) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className={styles.group}>{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(each: Choice) => (
                <Autocomplete.Item key={each.id} value={each} className={styles.item} onClick={() => void pass(each)}>
                  {'team' in each.to ? (
                    <span className={own.team} aria-hidden="true">
                      <UsersRound />
                    </span>
                  ) : (
                    <Avatar name={each.name} photo={each.photo} />
                  )}
                  <span className={styles.label}>
                    {each.name}
                    {each.isMe ? ' (you)' : ''}
                  </span>
                  {each.hint ? <span className={own.hint}>{each.hint}</span> : null}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      {problem ? (
        <div className={own.problem}>
          <Notice tone="red">{problem}</Notice>
        </div>
      ) : null}
    </Autocomplete.Root>
  );
}

/** Everybody who may come in and has it not yet; the teams for which it does not wait. */
function useRecipients({ owner, team }: AgentRoom) {
  const me = useMe();
  const teams = useTeams();
  const query = useCommand('list_agents', {});
  const waitsFor = owner.kind === 'queue' ? team?.id : undefined;
  const groups: Group[] = [
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
