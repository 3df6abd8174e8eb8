import { inLanguage } from './language.ts';

/** What the bends of a selected edge say. */
export const edgeBendsWords = inLanguage('edgeBends', {
  dragToBend: 'Drag to bend the edge here',
  bend: (number: number, count: number) =>
    `Bend ${number} of ${count}: arrow keys move it, Delete removes it`,
  dragBend: 'Drag to move, double-click to remove',
});
