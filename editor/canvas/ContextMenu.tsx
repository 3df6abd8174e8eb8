import { Wrench } from 'lucide-react';
import { Fragment, useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { parseEdge } from '@twinloom/runtime/graph/flow';
import { commands, type Command } from '../stores/commands.ts';
import { documentStore } from '../stores/document-store.ts';
import { keysOf } from '../stores/key-map.ts';
import { keyParts } from '../stores/key-text.ts';
import { mendsOf, mendsOfEdge, type Mend } from '../stores/mends.ts';
import { runCommand } from '../stores/run-command.ts';
import { useSession, type Spot } from '../stores/session-store.ts';
import { commandsWords } from '../words/commands.ts';

const WIDTH = 248;
const ROW = 30;

/** The commands for what was clicked with the right button, or with the menu key. */
export function ContextMenu(): ReactElement | null {
  const menu = useSession((state) => state.menu);
  const hasSelection = useSession(({ nodes, edges }) => nodes.length + edges.length > 0);
  if (!menu) return null;
  const where = hasSelection ? 'selection' : 'canvas';
  const offered = commands.filter((command) => command.menu?.includes(where) && command.isEnabled());
  return (
    <Menu
      key={menu.screen.join()}
      menu={menu}
      mends={where === 'selection' ? mendsHere() : []}
      offered={offered}
    />
  );
}

/** What mends the problems of the one node or edge that is selected. */
function mendsHere(): Mend[] {
  const { nodes, edges } = useSession.getState();
  const [node] = nodes;
  const edge = parseEdge(edges[0] ?? '');
  if (nodes.length + edges.length !== 1) return [];
  if (edge) return mendsOfEdge(edge);
  const { diagnostics } = documentStore.getState();
  const found = diagnostics.filter(({ at }) => at.some((place) => place.node === node)).flatMap(mendsOf);
  return [...new Map(found.map((mend) => [mend.title, mend])).values()];
}

interface MenuProps {
  menu: Spot;
  mends: readonly Mend[];
  offered: readonly Command[];
}

function Menu({ menu, mends, offered }: MenuProps): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('button')?.focus();
    const close = ({ target }: PointerEvent): void => {
      if (!list.current?.contains(target as Node)) useSession.setState({ menu: undefined });
    };
    window.addEventListener('pointerdown', close, true);
    return () => window.removeEventListener('pointerdown', close, true);
  }, []);
  return (
    <div
      ref={list}
      className="context-menu"
      role="menu"
      tabIndex={-1}
      aria-label={commandsWords.menu}
      style={placeOf(menu, offered.length + mends.length)}
      onKeyDown={stepThrough}
      onContextMenu={(event) => event.preventDefault()}
    >
      {mends.map((mend) => (
        <button
          key={mend.title}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={() => leaveBy(mend.run)}
        >
          <Wrench size={14} aria-hidden="true" />
          <span>{mend.title}</span>
        </button>
      ))}
      {mends.length > 0 && <hr />}
      {offered.map((command, index) => (
        <Fragment key={command.id}>
          {index > 0 && offered[index - 1]?.group !== command.group && <hr />}
          <button
            type="button"
            role="menuitem"
            tabIndex={-1}
            onClick={() => leaveBy(() => runCommand(command))}
          >
            <span>{command.title}</span>
            {keysOf(command)[0] !== undefined && <kbd>{keyParts(keysOf(command)[0]!).join(' ')}</kbd>}
          </button>
        </Fragment>
      ))}
    </div>
  );
}

/** What is done may ask where the menu was opened: it closes afterwards. */
function leaveBy(run: () => void): void {
  run();
  useSession.setState({ menu: undefined });
}

function stepThrough(event: KeyboardEvent<HTMLDivElement>): void {
  const items = [...event.currentTarget.querySelectorAll('button')];
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
    event.key
  ];
  if (next === undefined) return;
  items[next % items.length]?.focus();
  event.preventDefault();
  event.stopPropagation();
}

function placeOf({ screen: [x, y] }: Spot, rows: number): { left: number; top: number } {
  return {
    left: Math.max(8, Math.min(x, window.innerWidth - WIDTH - 8)),
    top: Math.max(8, Math.min(y, window.innerHeight - rows * ROW - 56)),
  };
}
