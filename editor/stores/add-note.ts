import { addNote } from '@twinloom/runtime/graph/note-edits';
import { snap } from './add-node.ts';
import { canvasView } from './canvas-view.ts';
import { documentStore } from './document-store.ts';
import { noteCardId } from './selection.ts';
import { announce, goTo, useSession } from './session-store.ts';
import { commandsWords } from '../words/commands.ts';

/** Puts an empty note where the pointer is, to be written on. */
export function addNoteAtSpot(): void {
  const { draft, edit } = documentStore.getState();
  const [x, y] = canvasView()?.spotToAdd().at ?? [0, 0];
  if (!draft) return;
  const { flow, id } = addNote(draft, '', [snap(x), snap(y)]);
  edit(() => flow);
  goTo(noteCardId(id));
  useSession.setState({ writing: noteCardId(id) });
  announce(commandsWords.addedNote(id));
}
