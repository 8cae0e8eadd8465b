/** The restricted Markdown as React elements, in the direction of its own words. Nothing is ever parsed as HTML. */
import { type Block, type Inline, parseMarkdown } from '@parley/protocol/markdown';
import { Fragment, memo, type ReactNode } from 'react';
import styles from './Markdown.module.css';

export const Markdown = memo(function Markdown({ source }: { source: string }) {
  return (
    <div className={styles.markdown} dir="auto">
      {parseMarkdown(source).map(block)}
    </div>
  );
});

function block(node: Block, key: number): ReactNode {
  switch (node.type) {
    case 'heading': {
      // Below the page's own headings.
      const Tag = node.level <= 2 ? 'h3' : 'h4';
      return <Tag key={key}>{node.content.map(inline)}</Tag>;
    }
    case 'list': {
      const items = node.items.map((item, index) => <li key={index}>{item.map(inline)}</li>);
      return node.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
    }
    case 'quote':
      return <blockquote key={key}>{lines(node.lines)}</blockquote>;
    case 'pre':
      return (
        // A long line can be scrolled to by keyboard too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre key={key} tabIndex={0}>
          {node.text}
        </pre>
      );
    default:
      return <p key={key}>{lines(node.lines)}</p>;
  }
}

const lines = (all: Inline[][]): ReactNode[] =>
  all.map((line, index) => (
    <Fragment key={index}>
      {index ? <br /> : null}
      {line.map(inline)}
    </Fragment>
  ));

function inline(node: Inline, key: number): ReactNode {
  switch (node.type) {
    case 'strong':
      return <strong key={key}>{node.text}</strong>;
    case 'em':
      return <em key={key}>{node.text}</em>;
    case 'code':
      return <code key={key}>{node.text}</code>;
    case 'link':
      return (
        <a key={key} href={node.href} target="_blank" rel="noopener noreferrer nofollow">
          {node.text}
        </a>
      );
    default:
      return node.text;
  }
}
