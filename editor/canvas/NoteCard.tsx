import type { NodeProps } from '@xyflow/react';
import { memo, Suspense, useEffect, useRef, type ReactElement } from 'react';
import { changeNote } from '@twinloom/runtime/graph/note-edits';
import { documentStore } from '../stores/document-store.ts';
import { noteCardId } from '../stores/selection.ts';
import { useSession } from '../stores/session-store.ts';
import type { NoteNode } from './frame-nodes.ts';
import { lazyPart } from '../ui/on-demand.tsx';
import { canvasWords } from '../words/canvas.ts';

const Markdown = lazyPart(async () => (await import('../ui/Markdown.tsx')).default);

/** A text on the canvas, in Markdown; it is written on after a double click or F2. */
export const NoteCard = memo(function NoteCard({ data, selected }: NodeProps<NoteNode>): ReactElement {
  const { id, note } = data;
  const isWriting = useSession(({ writing }) => writing === noteCardId(id));
  return (
    <div
      className="note-card nowheel"
      data-selected={selected || undefined}
      onDoubleClick={() => useSession.setState({ writing: noteCardId(id) })}
    >
      {isWriting ? (
        <NoteField id={id} text={note.text} />
      ) : note.text === '' ? (
        <p className="muted">{canvasWords.emptyNote}</p>
      ) : (
        <Suspense fallback={note.text}>
          <Markdown text={note.text} />
        </Suspense>
      )}
    </div>
  );
});

function NoteField({ id, text: written }: { id: string; text: string }): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  return (
    <textarea
      ref={field}
      className="nodrag"
      aria-label={canvasWords.note}
      placeholder={canvasWords.noteExample}
      maxLength={4000}
      value={written}
      onBlur={() => useSession.setState({ writing: undefined })}
      onChange={(event) => {
        const text = event.currentTarget.value;
        documentStore.getState().edit((flow) => changeNote(flow, id, { text }), `note ${id}`);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}
