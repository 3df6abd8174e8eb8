import type { NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef, type ReactElement } from 'react';
import { changeNote } from '@twinloom/runtime/graph/note-edits';
import { documentStore } from '../stores/document-store.ts';
import type { NoteNode } from './frame-nodes.ts';

/** A text on the canvas; once selected it can be written on. */
export const NoteCard = memo(function NoteCard({ data, selected }: NodeProps<NoteNode>): ReactElement {
  const { id, note } = data;
  const field = useRef<HTMLTextAreaElement>(null);
  const isNew = useRef(note.text === '');
  useEffect(() => {
    if (selected && isNew.current) field.current?.focus();
    isNew.current = false;
  }, [selected]);
  return (
    <div className="note-card" data-selected={selected || undefined}>
      <textarea
        ref={field}
        className={selected ? 'nodrag' : ''}
        tabIndex={selected ? 0 : -1}
        aria-label="Note"
        placeholder="Write a note"
        maxLength={4000}
        value={note.text}
        onChange={(event) => {
          const text = event.currentTarget.value;
          documentStore.getState().edit((flow) => changeNote(flow, id, { text }), `note ${id}`);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
    </div>
  );
});
