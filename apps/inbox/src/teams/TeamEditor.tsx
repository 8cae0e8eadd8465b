/** Making a team, or changing its name and who is in it. Sends what was changed alone, so that nobody's change is undone. */
import type { Agent, Team } from '@parley/protocol';
import { useState } from 'react';
import { useAgent, useMe } from '../accounts/use-session.ts';
import { DialogForm } from '../sites/DialogForm.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Switch, TextField } from '../ui/Field.tsx';
import { SearchBox } from '../ui/SearchBox.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './Teams.module.css';

/** So many people fit on the screen without a search. */
const SEARCHED_FROM = 8;

interface TeamEditorProps {
  /** Null: a new one. */
  team: Team | null;
  agents: readonly Agent[];
  onClose: () => void;
}

export function TeamEditor({ team, agents, onClose }: TeamEditorProps) {
  const session = useAgent();
  const [name, setName] = useState(team?.name ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(team?.members));
  const submission = useSubmit(async () => {
    const wanted = name.trim();
    if (team) {
      const add = [...chosen].filter((id) => !team.members.includes(id));
      const remove = team.members.filter((id) => !chosen.has(id));
      await session.call('update_team', { team: team.id, ...(wanted !== team.name && { name: wanted }), add, remove });
    } else await session.call('create_team', { name: wanted, members: [...chosen] });
    await session.fetchTeams();
    toasts.show(team ? `The team ${wanted} was changed.` : `The team ${wanted} is ready.`);
    onClose();
  });
  const choose = (id: string, isIn: boolean) => {
    const next = new Set(chosen);
    if (isIn) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <Dialog open onClose={onClose} title={team ? `Change ${team.name}` : 'New team'} width="medium">
      <DialogForm submission={submission} verb={team ? 'Save' : 'Make the team'} onClose={onClose}>
        <TextField
          label="Name"
          required
          maxLength={40}
          autoComplete="off"
          startHere={!team}
          hint="Visitors read it when a conversation is passed to the team."
          error={submission.fields.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <People agents={agents} chosen={chosen} onChoose={choose} />
      </DialogForm>
    </Dialog>
  );
}

interface PeopleProps {
  agents: readonly Agent[];
  chosen: ReadonlySet<string>;
  onChoose: (id: string, isIn: boolean) => void;
}

function People({ agents, chosen, onChoose }: PeopleProps) {
  const me = useMe();
  const [words, setWords] = useState('');
  const wanted = words.toLocaleLowerCase();
  const shown = agents.filter(({ name, email }) => `${name} ${email}`.toLocaleLowerCase().includes(wanted));
  return (
    <fieldset className={styles.people}>
      <legend>
        Who is in it <span className={styles.count}>{chosen.size > 0 ? chosen.size : ''}</span>
      </legend>
      {agents.length >= SEARCHED_FROM ? (
        <SearchBox label="Search people" placeholder="Search names and addresses" value={words} onChange={setWords} />
      ) : null}
      <div className={styles.scroll}>
        {shown.map(({ id, name, email, invited, deactivated }) => (
          <Switch
            key={id}
            label={id === me.id ? `${name} (you)` : name}
            hint={deactivated ? `${email} · deactivated` : invited ? `${email} · invited` : email}
            checked={chosen.has(id)}
            onChange={(isIn) => onChoose(id, isIn)}
          />
        ))}
        {shown.length === 0 ? <p className={styles.none}>Nobody by these words.</p> : null}
      </div>
    </fieldset>
  );
}
