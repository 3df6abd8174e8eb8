import { Search } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent, type ReactElement } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { addFound, closeQuickAdd, offeredNodes } from '../stores/quick-add.ts';
import { portAt } from '../stores/resolved-flow.ts';
import { searchNodes } from '../stores/search-nodes.ts';
import { useSession, type QuickAdd } from '../stores/session-store.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { quickAddWords } from '../words/quick-add.ts';

const SHOWN = 50;
const WIDTH = 304;
const HEIGHT = 344;

/** A search for a node to add, at the pointer: all of them, or those that fit the port or the edge it was opened from. */
export function QuickAddList(): ReactElement | null {
  const quickAdd = useSession((state) => state.quickAdd);
  return quickAdd ? <List key={quickAdd.screen.join()} quickAdd={quickAdd} /> : null;
}

function List({ quickAdd }: { quickAdd: QuickAdd }): ReactElement {
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(0);
  const offered = useMemo(() => offeredNodes(quickAdd), [quickAdd]);
  const found = useMemo(() => searchNodes(offered, search).slice(0, SHOWN), [offered, search]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const type = found[chosen]?.type;
    if (step !== undefined) setChosen(Math.min(Math.max(chosen + step, 0), Math.max(found.length - 1, 0)));
    else if (event.key === 'Enter' && type !== undefined) addFound(type, quickAdd);
    else if (event.key === 'Escape') closeQuickAdd();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search
      className="quick-add"
      aria-label={quickAddWords.title}
      style={placeOf(quickAdd.screen)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) useSession.setState({ quickAdd: undefined });
      }}
    >
      <div className="quick-add-search">
        <Search size={14} aria-hidden="true" />
        <input
          className="input"
          type="search"
          role="combobox"
          aria-expanded="true"
          aria-controls="quick-add-list"
          aria-activedescendant={found[chosen] && `quick-add-${chosen}`}
          aria-label={quickAddWords.search}
          placeholder={sayWhat(quickAdd)}
          // The person just asked to search here.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <ul id="quick-add-list" role="listbox" aria-label={quickAddWords.list}>
        {found.map((node, index) => (
          <li key={node.type} role="presentation">
            <button
              type="button"
              role="option"
              id={`quick-add-${index}`}
              tabIndex={-1}
              aria-selected={index === chosen}
              ref={index === chosen ? (option) => option?.scrollIntoView({ block: 'nearest' }) : undefined}
              className="quick-add-item"
              data-type={node.type}
              title={node.docs}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => addFound(node.type, quickAdd)}
            >
              <NodeIcon icon={node.icon} kind={node.kind} />
              <span>{node.title}</span>
              <span className="muted">{node.type.split('/')[0]}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="quick-add-none">{sayNone(quickAdd, search)}</p>}
    </search>
  );
}

function sayWhat({ from, edge }: QuickAdd): string {
  if (edge) return quickAddWords.between(edge.from.node, edge.to.node);
  if (!from) return quickAddWords.addHere;
  const unit = formatUnit(portAt(from)?.unit ?? '');
  const port = `${from.port}${unit === '' ? '' : ` (${unit})`}`;
  return from.side === 'output' ? quickAddWords.takes(port) : quickAddWords.gives(port);
}

function sayNone({ from, edge }: QuickAdd, search: string): string {
  if (search.trim() !== '') return quickAddWords.noneCalled(search.trim());
  return from || edge ? quickAddWords.noneFits : quickAddWords.none;
}

function placeOf([x, y]: readonly [number, number]): { left: number; top: number } {
  return {
    left: Math.max(8, Math.min(x, window.innerWidth - WIDTH - 8)),
    top: Math.max(8, Math.min(y, window.innerHeight - HEIGHT - 8)),
  };
}
