/** Where the bot's knowledge comes from beside articles written by hand: websites and files, and how far their imports are. */
import type { KnowledgeSource } from '@parley/protocol';
import { FileText, Globe, Library, Plus, Upload } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { useMay } from '../../accounts/use-session.ts';
import { Loaded } from '../../shell/Loaded.tsx';
import { useTitle } from '../../shell/use-title.ts';
import { Button } from '../../ui/Button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import page from '../KnowledgeScreen.module.css';
import { KnowledgeTabs } from '../KnowledgeTabs.tsx';
import { AddWebsite } from './AddWebsite.tsx';
import { SourceRow } from './SourceRow.tsx';
import styles from './Sources.module.css';
import { useSources } from './use-sources.ts';
import { ENDINGS, type Upload as Uploading, useUpload } from './use-upload.ts';

export function SourcesScreen() {
  const may = useMay('manage_knowledge');
  const query = useSources();
  const upload = useUpload();
  const [adding, setAdding] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useTitle('Sources · Knowledge');
  const buttons = may ? (
    <div className={styles.buttons}>
      <Button variant="primary" onClick={() => setAdding(true)}>
        <Plus aria-hidden="true" /> Add a website
      </Button>
      <Button busy={upload.now !== null} onClick={() => input.current?.click()}>
        <Upload aria-hidden="true" /> Upload files
      </Button>
    </div>
  ) : undefined;
  return (
    <DropZone enabled={may} onDrop={upload.upload}>
      <header className={page.head}>
        <div>
          <h1 className={page.title}>Knowledge</h1>
          <p className={page.lead}>
            Your website and your files become articles that the bot answers from, and links to.
          </p>
        </div>
        {query.data && query.data.sources.length > 0 ? buttons : null}
      </header>
      <KnowledgeTabs />
      <input
        ref={input}
        type="file"
        multiple
        accept={ENDINGS}
        className="visually-hidden"
        aria-label="Files"
        tabIndex={-1}
        onChange={(event) => {
          upload.upload([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Uploads upload={upload} />
      <Loaded query={query} what="The sources">
        {({ sources }) =>
          sources.length > 0 ? (
            <SourceList sources={sources} may={may} />
          ) : (
            <EmptyState icon={<Library />} title="Let the bot read what you have already" action={buttons}>
              <p>
                Give it your help pages, and it answers from them with a link to the page. Or drop files here: PDF,
                Word, Markdown, text, or a table (CSV) of questions and answers.
              </p>
            </EmptyState>
          )
        }
      </Loaded>
      {may ? <AddWebsite open={adding} onClose={() => setAdding(false)} /> : null}
    </DropZone>
  );
}

function SourceList({ sources, may }: { sources: KnowledgeSource[]; may: boolean }) {
  return (
    <ul className={styles.list} aria-label="Sources">
      {sources.map((source) => (
        <SourceRow
          key={source.id}
          source={source}
          may={may}
          icon={source.kind === 'website' ? <Globe aria-hidden="true" /> : <FileText aria-hidden="true" />}
        />
      ))}
    </ul>
  );
}

function Uploads({ upload: { now, failures, forget } }: { upload: Uploading }) {
  return (
    <>
      {now ? (
        <ProgressBar
          label="Uploading"
          value={now.number - 1}
          max={now.of}
          words={`Uploading ${now.name}${now.of > 1 ? ` (${now.number} of ${now.of})` : ''}…`}
        />
      ) : null}
      {failures.length > 0 ? (
        <Notice
          tone="red"
          action={
            <Button size="small" onClick={forget}>
              Dismiss
            </Button>
          }
        >
          {failures.map(({ name, why }) => (
            <p key={name}>
              <strong>{name}</strong> was not taken. {why}
            </p>
          ))}
        </Notice>
      ) : null}
    </>
  );
}

/** The whole page takes files that are dropped on it; who uses no mouse has the button. */
function DropZone({
  enabled,
  onDrop,
  children,
}: {
  enabled: boolean;
  onDrop: (files: File[]) => void;
  children: React.ReactNode;
}) {
  const [over, setOver] = useState(false);
  const carriesFiles = (event: DragEvent) => enabled && event.dataTransfer.types.includes('Files');
  return (
    // Dropping is a second way to do what the button does.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={classNames(page.page, styles.zone, over && styles.over)}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(false);
        onDrop([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over ? <p className={styles.dropHere}>Drop the files to add them</p> : null}
    </div>
  );
}
