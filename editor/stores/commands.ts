import { arrangeCommands, groupCommands } from './arrange-commands.ts';
import { collapseGroups } from './collapse-groups.ts';
import { addNoteAtSpot } from './add-note.ts';
import { canvasView } from './canvas-view.ts';
import { connectStart, openConnect } from './connect.ts';
import { copySelected, cutSelected, duplicateSelected, pasteAtSpot } from './clipboard.ts';
import { documentStore } from './document-store.ts';
import { pageActions } from './page-actions.ts';
import { chooseFlowFile, saveFlowFile } from './flow-file.ts';
import { goToNextPane } from './panes.ts';
import { pastCommands } from './past-commands.ts';
import { openQuickAdd, openQuickAddOnEdge } from './quick-add.ts';
import { portsToProbe, toggleSelectedProbes } from './probes.ts';
import { removeAndHealSelected, removeSelected } from './remove-selected.ts';
import { goToNeighbour, selectAll, selectRelated } from './select-related.ts';
import { groupCardId, noteCardId, selection } from './selection.ts';
import { announce, useSession } from './session-store.ts';
import { startTour } from './tour-store.ts';
import { atLeast, DIRECTIONS, hasCards, hasSelection, isOpen } from './when-enabled.ts';
import { commandsWords } from '../words/commands.ts';

export type CommandGroup = 'Edit' | 'Add' | 'Select' | 'Arrange' | 'View' | 'File' | 'Run';

/** Something a person can have done: the one place for the keyboard, the menus, the list of commands and the list of shortcuts. */
export interface Command {
  id: string;
  title: string;
  group: CommandGroup;
  /** As `keyText` names them; the first is the one that is shown. */
  keys: readonly string[];
  /** Where the context menu offers it. */
  menu?: readonly ('selection' | 'canvas')[];
  /** The browser turns these keys into a clipboard event, which does it. */
  byClipboard?: true;
  /** Also while somebody types in a field. */
  whileTyping?: true;
  isEnabled(): boolean;
  run(): void;
}

const past = (): number => documentStore.getState().history?.past.length ?? 0;
const future = (): number => documentStore.getState().history?.future.length ?? 0;

const edit: Command[] = [
  {
    id: 'undo',
    title: commandsWords.undo,
    group: 'Edit',
    keys: ['Ctrl+Z'],
    isEnabled: () => past() > 0,
    run: () => {
      documentStore.getState().undo();
      announce(past() > 0 ? commandsWords.undone(past()) : commandsWords.undoneAll);
    },
  },
  {
    id: 'redo',
    title: commandsWords.redo,
    group: 'Edit',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    isEnabled: () => future() > 0,
    run: () => {
      documentStore.getState().redo();
      announce(future() > 0 ? commandsWords.redone(future()) : commandsWords.redoneAll);
    },
  },
  {
    id: 'cut',
    title: commandsWords.cut,
    group: 'Edit',
    keys: ['Ctrl+X'],
    menu: ['selection'],
    byClipboard: true,
    isEnabled: hasCards,
    run: cutSelected,
  },
  {
    id: 'copy',
    title: commandsWords.copy,
    group: 'Edit',
    keys: ['Ctrl+C'],
    menu: ['selection'],
    byClipboard: true,
    isEnabled: hasCards,
    run: copySelected,
  },
  {
    id: 'paste',
    title: commandsWords.paste,
    group: 'Edit',
    keys: ['Ctrl+V'],
    menu: ['canvas'],
    byClipboard: true,
    isEnabled: isOpen,
    run: pasteAtSpot,
  },
  {
    id: 'duplicate',
    title: commandsWords.duplicate,
    group: 'Edit',
    keys: ['Ctrl+D'],
    menu: ['selection'],
    isEnabled: hasCards,
    run: duplicateSelected,
  },
  {
    id: 'remove',
    title: commandsWords.remove,
    group: 'Edit',
    keys: ['Delete', 'Backspace'],
    menu: ['selection'],
    isEnabled: hasSelection,
    run: removeSelected,
  },
  {
    id: 'remove-and-heal',
    title: commandsWords.removeAndHeal,
    group: 'Edit',
    keys: ['Ctrl+Delete', 'Ctrl+Backspace'],
    menu: ['selection'],
    isEnabled: atLeast(1),
    run: removeAndHealSelected,
  },
  {
    id: 'rename',
    title: commandsWords.rename,
    group: 'Edit',
    keys: ['F2'],
    menu: ['selection'],
    isEnabled: () => useSession.getState().nodes.length === 1,
    run: rename,
  },
];

const add: Command[] = [
  {
    id: 'add-node',
    title: commandsWords.addNodeHere,
    group: 'Add',
    keys: ['A'],
    menu: ['canvas'],
    isEnabled: isOpen,
    run: openQuickAdd,
  },
  {
    id: 'search-palette',
    title: commandsWords.searchPalette,
    group: 'Add',
    keys: ['/'],
    isEnabled: isOpen,
    run: () => focusOnSide('palette', '#palette-search'),
  },
  {
    id: 'add-note',
    title: commandsWords.addNoteHere,
    group: 'Add',
    keys: ['N'],
    menu: ['canvas'],
    isEnabled: isOpen,
    run: addNoteAtSpot,
  },
];

const connect: Command = {
  id: 'connect',
  title: commandsWords.connectTo,
  group: 'Add',
  keys: ['C'],
  menu: ['selection'],
  isEnabled: () => connectStart() !== undefined,
  run: openConnect,
};

const intoEdge: Command = {
  id: 'insert-on-edge',
  title: commandsWords.insertNodeHere,
  group: 'Add',
  keys: [],
  menu: ['selection'],
  isEnabled: () => selection().edges.length === 1 && selection().nodes.length === 0,
  run: openQuickAddOnEdge,
};

const choose: Command[] = [
  {
    id: 'select-all',
    title: commandsWords.selectAll,
    group: 'Select',
    keys: ['Ctrl+A'],
    menu: ['canvas'],
    isEnabled: isOpen,
    run: selectAll,
  },
  {
    id: 'select-upstream',
    title: commandsWords.selectUpstream,
    group: 'Select',
    keys: ['U'],
    menu: ['selection'],
    isEnabled: atLeast(1),
    run: () => selectRelated('upstream'),
  },
  {
    id: 'select-downstream',
    title: commandsWords.selectDownstream,
    group: 'Select',
    keys: ['D'],
    menu: ['selection'],
    isEnabled: atLeast(1),
    run: () => selectRelated('downstream'),
  },
  ...DIRECTIONS.map(([key, across, down, word]): Command => ({
    id: `go-${word}`,
    title: commandsWords.goTo[word],
    group: 'Select',
    keys: [`Arrow${key}`],
    isEnabled: isOpen,
    run: () => goToNeighbour(across, down),
  })),
  ...DIRECTIONS.map(([key, across, down, word]): Command => ({
    id: `extend-${word}`,
    title: commandsWords.extendTo[word],
    group: 'Select',
    keys: [`Ctrl+Arrow${key}`],
    isEnabled: atLeast(1),
    run: () => goToNeighbour(across, down, 'add'),
  })),
];

const view: Command[] = [
  {
    id: 'fit',
    title: commandsWords.fit,
    group: 'View',
    keys: ['1'],
    menu: ['canvas'],
    isEnabled: isOpen,
    run: () => canvasView()?.fit(),
  },
  {
    id: 'full-size',
    title: commandsWords.fullSize,
    group: 'View',
    keys: ['0'],
    isEnabled: isOpen,
    run: () => canvasView()?.zoomTo(1),
  },
  {
    id: 'minimap',
    title: commandsWords.toggleMap,
    group: 'View',
    keys: ['M'],
    isEnabled: isOpen,
    run: () => useSession.setState(({ minimap }) => ({ minimap: !minimap })),
  },
  {
    id: 'probe',
    title: commandsWords.toggleProbe,
    group: 'View',
    keys: ['P'],
    menu: ['selection'],
    isEnabled: () => portsToProbe().length > 0,
    run: toggleSelectedProbes,
  },
  {
    id: 'find',
    title: commandsWords.findNode,
    group: 'View',
    keys: ['Ctrl+F'],
    menu: ['canvas'],
    isEnabled: isOpen,
    run: () => openSheet('find'),
  },
  {
    id: 'outline',
    title: commandsWords.goToOutline,
    group: 'View',
    keys: ['O'],
    isEnabled: isOpen,
    run: () => focusOnSide('outline', '.outline [tabindex="0"]'),
  },
  {
    id: 'inspector',
    title: commandsWords.openInspector,
    group: 'View',
    keys: ['Enter'],
    isEnabled: () => selection().nodes.length + selection().edges.length > 0,
    run: focusInspector,
  },
  ...([1, -1] as const).map((way): Command => ({
    id: way === 1 ? 'next-pane' : 'previous-pane',
    title: way === 1 ? commandsWords.nextPane : commandsWords.previousPane,
    group: 'View',
    keys: [way === 1 ? 'F6' : 'Shift+F6'],
    whileTyping: true,
    isEnabled: () => true,
    run: () => goToNextPane(way),
  })),
  {
    id: 'commands',
    title: commandsWords.allCommands,
    group: 'View',
    keys: ['Ctrl+K'],
    whileTyping: true,
    isEnabled: () => true,
    run: () => openSheet('commands'),
  },
  {
    id: 'shortcuts',
    title: commandsWords.keyboardShortcuts,
    group: 'View',
    keys: ['?'],
    isEnabled: () => true,
    run: () => openSheet('shortcuts'),
  },
  {
    id: 'tour',
    title: commandsWords.guidedTour,
    group: 'View',
    keys: [],
    isEnabled: isOpen,
    run: startTour,
  },
];

const file: Command[] = [
  {
    id: 'save-file',
    title: commandsWords.saveFile,
    group: 'File',
    keys: [],
    isEnabled: isOpen,
    run: saveFlowFile,
  },
  {
    id: 'open-file',
    title: commandsWords.openFile,
    group: 'File',
    keys: [],
    isEnabled: () => true,
    run: chooseFlowFile,
  },
];

const run: Command[] = [
  {
    id: 'check',
    title: commandsWords.check,
    group: 'Run',
    keys: ['Ctrl+Enter'],
    whileTyping: true,
    isEnabled: isOpen,
    run: () => pageActions()?.check(),
  },
  {
    id: 'deploy',
    title: commandsWords.deploy,
    group: 'Run',
    keys: ['Ctrl+Shift+Enter'],
    whileTyping: true,
    isEnabled: isOpen,
    run: () => pageActions()?.deploy(),
  },
];

/** Every command there is, in the order in which they are listed. */
export const commands: readonly Command[] = [
  ...edit,
  ...add,
  ...groupCommands,
  connect,
  intoEdge,
  ...choose,
  ...arrangeCommands,
  ...view,
  ...pastCommands,
  ...file,
  ...run,
];

function openSheet(sheet: 'commands' | 'shortcuts' | 'find'): void {
  useSession.setState({ sheet, menu: undefined, quickAdd: undefined });
}

/** What is not there yet, as its code is being fetched, is waited for. */
function focusOnSide(side: 'palette' | 'outline', selector: string, framesLeft = 120): void {
  useSession.setState({ side, sideOpen: true });
  if (document.querySelector(selector)) focusOn(selector);
  else if (framesLeft > 0) requestAnimationFrame(() => focusOnSide(side, selector, framesLeft - 1));
}

function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

function focusInspector(): void {
  useSession.setState({ inspector: 'open' });
  requestAnimationFrame(() => focusOn('.inspector'));
}

/** A node in the inspector, a note and a group where they stand. */
function rename(): void {
  const { notes, groups } = selection();
  const { draft } = documentStore.getState();
  const [card] = [...notes.map(noteCardId), ...groups.map(groupCardId)];
  if (groups[0] !== undefined && draft?.groups?.[groups[0]]?.collapsed) collapseGroups(groups, false);
  if (card === undefined) focusTitle();
  else useSession.setState({ writing: card });
}

function focusTitle(): void {
  useSession.setState({ inspector: 'open' });
  requestAnimationFrame(() => {
    const title = document.querySelector<HTMLInputElement>('.inspector-title');
    title?.focus();
    title?.select();
  });
}
