/** The field for an article's text: buttons and keys that write Markdown, which the browser can undo like anything typed. */
import { Toolbar } from '@base-ui/react/toolbar';
import { Bold, Heading2, Heading3, Italic, Link2, List, ListOrdered } from 'lucide-react';
import { type ComponentProps, type KeyboardEvent, type ReactNode, useRef } from 'react';
import { isMac } from '../shell/platform.ts';
import { IconButton } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import { type Edit, typeInto } from '../ui/type-into.ts';
import styles from './MarkdownField.module.css';
import { continued, headed, linked, listed, marked, type Selected } from './markdown-edits.ts';

interface Tool {
  label: string;
  icon: ReactNode;
  edit: (selected: Selected) => Edit;
  /** Of the keyboard, whatever it is printed with; with Ctrl or ⌘. */
  code: string;
  shift?: boolean;
  /** As printed. */
  key: string;
}

const TOOLS: Tool[] = [
  {
    label: 'Heading',
    icon: <Heading2 aria-hidden="true" />,
    edit: headed('##'),
    code: 'Digit2',
    shift: true,
    key: '2',
  },
  {
    label: 'Smaller heading',
    icon: <Heading3 aria-hidden="true" />,
    edit: headed('###'),
    code: 'Digit3',
    shift: true,
    key: '3',
  },
  { label: 'Bold', icon: <Bold aria-hidden="true" />, edit: marked('**'), code: 'KeyB', key: 'B' },
  { label: 'Italic', icon: <Italic aria-hidden="true" />, edit: marked('*'), code: 'KeyI', key: 'I' },
  { label: 'List', icon: <List aria-hidden="true" />, edit: listed(() => '- '), code: 'Digit8', shift: true, key: '8' },
  {
    label: 'Numbered list',
    icon: <ListOrdered aria-hidden="true" />,
    edit: listed((n) => `${n}. `),
    code: 'Digit7',
    shift: true,
    key: '7',
  },
  // Without Shift it opens the palette.
  { label: 'Link', icon: <Link2 aria-hidden="true" />, edit: linked, code: 'KeyK', shift: true, key: 'K' },
];

const printed = ({ shift, key }: Tool): string =>
  isMac ? `${shift ? '⇧' : ''}⌘${key}` : `Ctrl ${shift ? 'Shift ' : ''}${key}`;

const selectedIn = ({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Selected => ({
  text: value,
  start: selectionStart,
  end: selectionEnd,
});

export function MarkdownField({ readOnly = false, ...rest }: ComponentProps<typeof TextArea> & { readOnly?: boolean }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const act = (edit: (selected: Selected) => Edit | null): boolean => {
    const done = field.current && edit(selectedIn(field.current));
    if (!field.current || !done) return false;
    // An empty replacement of nothing is nothing to undo.
    if (done.insert !== '' || done.from !== done.to) typeInto(field.current, done);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || readOnly) return;
    const mod = isMac ? event.metaKey : event.ctrlKey;
    const tool = TOOLS.find(
      ({ code, shift = false }) => mod && !event.altKey && event.code === code && event.shiftKey === shift,
    );
    const plainEnter = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (tool ? act(tool.edit) : plainEnter && act(continued)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <TextArea
      {...rest}
      ref={field}
      onKeyDown={onKeyDown}
      tools={
        readOnly ? undefined : (
          <Toolbar.Root className={styles.tools} aria-label="Format">
            {TOOLS.map((tool) => (
              <Toolbar.Button
                key={tool.label}
                render={
                  <IconButton
                    label={tool.label}
                    shortcut={printed(tool)}
                    tipSide="bottom"
                    onClick={() => act(tool.edit)}
                  >
                    {tool.icon}
                  </IconButton>
                }
              />
            ))}
          </Toolbar.Root>
        )
      }
    />
  );
}
