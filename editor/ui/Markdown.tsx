import { useMemo, type ReactElement } from 'react';
import { readMarkdown, type Block, type Inline } from './read-markdown.ts';

/** A text in Markdown as elements of the page; HTML in it stays text. */
export default function Markdown({ text }: { text: string }): ReactElement {
  const blocks = useMemo(() => readMarkdown(text), [text]);
  return (
    <div className="markdown">
      {blocks.map((block, index) => (
        // The list is replaced as a whole whenever the text changes.
        // oxlint-disable-next-line react/no-array-index-key
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { block: Block }): ReactElement {
  switch (block.kind) {
    case 'heading':
      // The page has its own h1 and h2.
      return block.level === 1 ? <h3>{spans(block.line)}</h3> : <h4>{spans(block.line)}</h4>;
    case 'paragraph':
      return (
        <p>
          {block.lines.flatMap((line, index) => [
            index > 0 && <br key={`br ${index}`} />,
            ...spans(line, index),
          ])}
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          {block.lines.flatMap((line, index) => [
            index > 0 && <br key={`br ${index}`} />,
            ...spans(line, index),
          ])}
        </blockquote>
      );
    case 'list': {
      // oxlint-disable-next-line react/no-array-index-key
      const items = block.items.map((item, index) => <li key={index}>{spans(item)}</li>);
      return block.isNumbered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'code':
      return <pre>{block.text}</pre>;
    case 'rule':
      return <hr />;
    default:
      return block satisfies never;
  }
}

function spans(line: readonly Inline[], row = 0): ReactElement[] {
  return line.map((piece, index) => {
    const key = `${row} ${index}`;
    switch (piece.kind) {
      case 'text':
        return <span key={key}>{piece.text}</span>;
      case 'code':
        return <code key={key}>{piece.text}</code>;
      case 'strong':
        return <strong key={key}>{spans(piece.inside)}</strong>;
      case 'em':
        return <em key={key}>{spans(piece.inside)}</em>;
      case 'link':
        return (
          <a key={key} href={piece.href} target="_blank" rel="noreferrer noopener">
            {spans(piece.inside)}
          </a>
        );
      default:
        return piece satisfies never;
    }
  });
}
