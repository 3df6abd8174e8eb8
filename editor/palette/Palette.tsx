import './palette.css';
import { Search } from 'lucide-react';
import { useMemo, useState, type DragEvent, type KeyboardEvent, type ReactElement } from 'react';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { addNodeOfType, NODE_DRAG } from '../stores/add-node.ts';
import { useCatalog } from '../stores/catalog-store.ts';
import { useDocument } from '../stores/document-store.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { groupByPack, searchNodes } from '../stores/search-nodes.ts';
import { paletteWords } from '../words/palette.ts';

/** The node types, by pack: drag one onto the canvas, or press Enter or click to add it in the middle. */
export function Palette(): ReactElement {
  const nodes = useCatalog((state) => state.nodes);
  const canAdd = useDocument((state) => state.draft !== undefined);
  const [search, setSearch] = useState('');
  const found = useMemo(() => searchNodes(nodes, search), [nodes, search]);
  const groups = useMemo(
    () => (search.trim() === '' ? groupByPack(found) : [{ pack: 'found', nodes: found }]),
    [found, search],
  );
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter' && found[0]) {
      addNodeOfType(found[0].type);
      setSearch('');
    } else if (event.key === 'Escape') {
      setSearch('');
      event.currentTarget.blur();
    }
  };
  return (
    <section className="palette" aria-label={paletteWords.palette}>
      <div className="palette-search">
        <Search size={14} aria-hidden="true" />
        <input
          id="palette-search"
          className="input"
          type="search"
          placeholder={paletteWords.searchExample}
          aria-label={paletteWords.searchNodes}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="palette-list">
        {groups.map(({ pack, nodes: members }) => (
          <section key={pack} aria-label={pack}>
            {pack !== 'found' && <h3 className="section-title palette-pack">{pack}</h3>}
            <ul>
              {members.map((node) => (
                <PaletteItem key={node.type} node={node} disabled={!canAdd} />
              ))}
            </ul>
          </section>
        ))}
        {nodes.length > 0 && found.length === 0 && (
          <p className="palette-none">{paletteWords.noneFits(search)}</p>
        )}
      </div>
    </section>
  );
}

function PaletteItem({ node, disabled }: { node: NodeDescriptor; disabled: boolean }): ReactElement {
  const onDragStart = (event: DragEvent): void => {
    event.dataTransfer.setData(NODE_DRAG, node.type);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    <li>
      <button
        type="button"
        className="palette-item"
        draggable={!disabled}
        disabled={disabled}
        onDragStart={onDragStart}
        onClick={() => addNodeOfType(node.type)}
        title={node.docs}
        data-type={node.type}
      >
        <NodeIcon icon={node.icon} kind={node.kind} />
        <span>{node.title}</span>
      </button>
    </li>
  );
}
