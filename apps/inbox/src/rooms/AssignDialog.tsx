/** Passing the conversation to a colleague: typed for, and taken with Enter. Loaded when first opened. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import type { Agent, AgentRoom } from '@parley/protocol';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMe } from '../accounts/use-session.ts';
import styles from '../shell/CommandPalette.module.css';
import { useCommand } from '../shell/commands.ts';
import { Queries } from '../shell/Queries.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import own from './AssignDialog.module.css';

interface AssignDialogProps {
  room: AgentRoom;
  onClose: () => void;
}

export function AssignDialog(props: AssignDialogProps) {
  return (
    <Dialog open onClose={props.onClose} title="Pass to a colleague" bare high width="medium">
      <Queries>
        <Colleagues {...props} />
      </Queries>
    </Dialog>
  );
}

function Colleagues({ room, onClose }: AssignDialogProps) {
  const agent = useAgent();
  const me = useMe();
  const query = useCommand('list_agents', {});
  const [words, setWords] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const pass = async ({ id, name }: Agent) => {
    setFailure(null);
    try {
      await agent.call('assign_room', { room: room.room, agent: id });
    } catch (error) {
      return setFailure(failureWords(error));
    }
    toasts.show(id === me.id ? 'The conversation is yours.' : `${name} has the conversation now.`);
    return onClose();
  };
  const problem = failure ?? (query.isError ? `The team could not be loaded. ${failureWords(query.error)}` : null);
  // The field is there from the start: the focus and the first letters are for it.
  const people = (query.data?.agents ?? []).filter(
    ({ id, invited, deactivated }) => !invited && !deactivated && id !== room.owner.id,
  );
  return (
    <Autocomplete.Root
      inline
      open
      items={people}
      value={words}
      onValueChange={setWords}
      itemToStringValue={({ name, email }: Agent) => `${name} ${email}`}
      autoHighlight="always"
      keepHighlight
    >
      <div className={styles.input}>
        <Search aria-hidden="true" />
        <Autocomplete.Input aria-label="Pass to a colleague" placeholder="Who shall answer?" />
      </div>
      <Autocomplete.Empty className={styles.empty}>
        {words ? 'Nobody by these words.' : query.data ? 'There is nobody else. Invite colleagues under Team.' : null}
      </Autocomplete.Empty>
      <Autocomplete.List className={styles.list}>
        {(each: Agent) => (
          <Autocomplete.Item key={each.id} value={each} className={styles.item} onClick={() => void pass(each)}>
            <Avatar name={each.name} />
            <span className={styles.label}>
              {each.name}
              {each.id === me.id ? ' (you)' : ''}
            </span>
          </Autocomplete.Item>
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
