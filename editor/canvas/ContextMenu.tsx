import { Fragment, useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { commands, type Command } from '../stores/commands.ts';
import { keyParts } from '../stores/key-text.ts';
import { useSession, type Spot } from '../stores/session-store.ts';

const WIDTH = 248;
const ROW = 30;

/** The commands for what was clicked with the right button, or with the menu key. */
export function ContextMenu(): ReactElement | null {
  const menu = useSession((state) => state.menu);
  const hasSelection = useSession(({ nodes, edges }) => nodes.length + edges.length > 0);
  if (!menu) return null;
  const where = hasSelection ? 'selection' : 'canvas';
  const offered = commands.filter((command) => command.menu?.includes(where) && command.isEnabled());
  return <Menu key={menu.screen.join()} menu={menu} offered={offered} />;
}

function Menu({ menu, offered }: { menu: Spot; offered: readonly Command[] }): ReactElement {
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
      aria-label="Commands"
      style={placeOf(menu, offered.length)}
      onKeyDown={stepThrough}
      onContextMenu={(event) => event.preventDefault()}
    >
      {offered.map((command, index) => (
        <Fragment key={command.id}>
          {index > 0 && offered[index - 1]?.group !== command.group && <hr />}
          <button
            type="button"
            role="menuitem"
            tabIndex={-1}
            onClick={() => {
              command.run();
              useSession.setState({ menu: undefined });
            }}
          >
            <span>{command.title}</span>
            {command.keys[0] !== undefined && <kbd>{keyParts(command.keys[0]).join(' ')}</kbd>}
          </button>
        </Fragment>
      ))}
    </div>
  );
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
