import { loadPart, notePart } from '../ui/load-part.ts';

const fileReader = notePart(() => import('../stores/flow-file.ts'));

/** Opens a file that was dropped at a place of the canvas; what reads files comes with the first one. */
export async function openDropped(file: File, position: [number, number]): Promise<void> {
  const { openFile } = await loadPart(fileReader);
  await openFile(file, { position });
}
