import {
  alignSelected,
  distributeSelected,
  groupSelected,
  groupsInReach,
  moveSelected,
  tidy,
  toggleCollapsed,
  ungroupSelected,
} from './arrange-selected.ts';
import { bendHere, isBent, selectedEdge, straighten } from './bend-edge.ts';
import type { Command } from './commands.ts';
import { atLeast, DIRECTIONS, hasCards, isOpen } from './when-enabled.ts';
import { commandsWords } from '../words/commands.ts';

/** What puts nodes together. */
export const groupCommands: readonly Command[] = [
  {
    id: 'group',
    title: commandsWords.groupNodes,
    group: 'Add',
    keys: ['Ctrl+G'],
    menu: ['selection'],
    isEnabled: atLeast(1),
    run: groupSelected,
  },
  {
    id: 'ungroup',
    title: commandsWords.ungroup,
    group: 'Add',
    keys: ['Ctrl+Shift+G'],
    menu: ['selection'],
    isEnabled: () => groupsInReach().length > 0,
    run: ungroupSelected,
  },
  {
    id: 'collapse',
    title: commandsWords.collapseOrExpand,
    group: 'Add',
    keys: ['Shift+G'],
    menu: ['selection'],
    isEnabled: () => groupsInReach().length > 0,
    run: toggleCollapsed,
  },
];

const bending: Command[] = [
  {
    id: 'bend',
    title: commandsWords.bendHere,
    group: 'Arrange',
    keys: ['B'],
    menu: ['selection'],
    isEnabled: () => selectedEdge() !== undefined,
    run: bendHere,
  },
  {
    id: 'straighten',
    title: commandsWords.straighten,
    group: 'Arrange',
    keys: [],
    menu: ['selection'],
    isEnabled: isBent,
    run: straighten,
  },
];

/** What moves nodes and edges, and changes nothing that runs. */
export const arrangeCommands: readonly Command[] = [
  ...bending,
  {
    id: 'tidy',
    title: commandsWords.tidy,
    group: 'Arrange',
    keys: ['T'],
    menu: ['selection', 'canvas'],
    isEnabled: isOpen,
    run: () => void tidy(),
  },
  ...(['left', 'centre', 'right', 'top', 'middle', 'bottom'] as const).map((side): Command => ({
    id: `align-${side}`,
    title: commandsWords.align[side],
    group: 'Arrange',
    keys: [],
    isEnabled: atLeast(2),
    run: () => alignSelected(side),
  })),
  ...(['across', 'down'] as const).map((axis): Command => ({
    id: `distribute-${axis}`,
    title: commandsWords.distribute[axis],
    group: 'Arrange',
    keys: [],
    isEnabled: atLeast(3),
    run: () => distributeSelected(axis),
  })),
  ...DIRECTIONS.flatMap(([key, across, down, word]): Command[] =>
    ([1, 4] as const).map((steps) => ({
      id: `move-${key.toLowerCase()}-${steps}`,
      title: (steps === 1 ? commandsWords.moveByStep : commandsWords.moveByFour)[word],
      group: 'Arrange',
      keys: steps === 1 ? [`Alt+Arrow${key}`, `Shift+Arrow${key}`] : [`Alt+Shift+Arrow${key}`],
      isEnabled: hasCards,
      run: () => moveSelected(across * steps, down * steps),
    })),
  ),
];
