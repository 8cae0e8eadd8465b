/** Who the visitor is, as far as they told or their browser said. */
import type { AgentRoom } from '@parley/protocol';
import { ArrowLeft, BadgeCheck, ExternalLink, UserRound, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { BlockMenu } from '../blocks/BlockMenu.tsx';
import { LabelFact } from '../labels/LabelFact.tsx';
import { PersonMenu } from '../privacy/PersonMenu.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { IconButton } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { useNow } from '../ui/now.ts';
import { dayName, fullTime } from '../ui/times.ts';
import styles from './ContactPanel.module.css';
import { languageName, pagePath, visitorName } from './names.ts';

export interface ContactPanelProps {
  room: AgentRoom;
  /** It was called over the conversation, and the focus goes along. */
  asked: boolean;
  onLabel: () => void;
  onClose: () => void;
}

// One function for all, so that React calls it once.
const focus = (panel: HTMLElement | null) => panel?.focus();

export function ContactPanel({ room, asked, onLabel, onClose }: ContactPanelProps) {
  const { contact, consumer, created, erased, team } = room;
  const now = useNow();
  return (
    <aside ref={asked ? focus : undefined} tabIndex={-1} className={styles.panel} aria-label="Contact">
      <div className={styles.head}>
        <IconButton label="Back to the conversation" className={styles.back} onClick={onClose}>
          <ArrowLeft aria-hidden="true" />
        </IconButton>
        <h2>Contact</h2>
        <PersonMenu room={room} />
        <IconButton label="Hide the contact" className={styles.hide} tipSide="left" onClick={onClose}>
          <X aria-hidden="true" />
        </IconButton>
      </div>
      <div className={styles.who}>
        <Avatar name={visitorName(room)} large />
        <div className={styles.known}>
          <p className={styles.name}>{visitorName(room)}</p>
          {contact.user_id ? (
            <Chip tone="green" icon={<BadgeCheck aria-hidden="true" />}>
              Verified
            </Chip>
          ) : null}
          {contact.account ? <Chip icon={<UserRound aria-hidden="true" />}>User</Chip> : null}
          {contact.blocked ? <Chip tone="red">Blocked</Chip> : null}
        </div>
      </div>
      <dl className={styles.facts}>
        {erased ? null : (
          <Fact name="Labels">
            <LabelFact room={room} onLabel={onLabel} />
          </Fact>
        )}
        {team ? <Fact name="Team">{team.name}</Fact> : null}
        <Fact name="Email">
          {contact.email ? (
            <>
              <div>
                <a href={`mailto:${contact.email}`} className={styles.link}>
                  {contact.email}
                </a>
                <p className={styles.unknown}>
                  {contact.email_verified ? 'Verified by your site' : 'Not verified: anybody may have typed it'}
                </p>
              </div>
              <CopyButton text={contact.email} size="small" variant="quiet">
                Copy
              </CopyButton>
            </>
          ) : erased ? (
            <Unknown>Erased</Unknown>
          ) : (
            <Unknown>Not left yet. With one, your answers reach them by mail when they are gone.</Unknown>
          )}
        </Fact>
        {contact.account ? (
          <Fact name="Account">
            <div>
              {contact.account.email}
              <p className={styles.unknown}>
                {contact.account.email_verified
                  ? 'Signed up in the chat or an app; the address is confirmed'
                  : 'Signed up in the chat or an app; the address is not confirmed, anybody may have typed it'}
              </p>
            </div>
          </Fact>
        ) : null}
        {contact.user_id ? (
          <Fact name="Your user's id">
            <code className={styles.id}>{contact.user_id}</code>
            <CopyButton text={contact.user_id} size="small" variant="quiet">
              Copy
            </CopyButton>
          </Fact>
        ) : null}
        <Fact name="Page">
          {contact.page && /^https?:/.test(contact.page) ? (
            <a
              href={contact.page}
              target="_blank"
              rel="noopener noreferrer"
              className={styles.link}
              title={contact.page}
            >
              {pagePath(contact.page)} <ExternalLink aria-label="(opens in a new tab)" />
            </a>
          ) : (
            <Unknown>{erased ? 'Erased' : 'Unknown'}</Unknown>
          )}
        </Fact>
        <Fact name="Language">
          {contact.language ? languageName(contact.language) : <Unknown>{erased ? 'Erased' : 'Unknown'}</Unknown>}
        </Fact>
        <Fact name="First wrote">
          <time dateTime={created} title={fullTime(created)}>
            {dayName(created, now)}
          </time>
        </Fact>
        <Fact name="Visitor's id">
          <code className={styles.id}>{consumer}</code>
          <CopyButton text={consumer} size="small" variant="quiet">
            Copy
          </CopyButton>
        </Fact>
      </dl>
      <div className={styles.foot}>
        <BlockMenu room={room} />
      </div>
    </aside>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const Unknown = ({ children }: { children: ReactNode }) => <span className={styles.unknown}>{children}</span>;
