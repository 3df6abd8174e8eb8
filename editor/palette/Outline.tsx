import './outline.css';
import { ChevronRight, CircleAlert, Group, TriangleAlert } from 'lucide-react';
import {
  memo,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import { canvasView } from '../stores/canvas-view.ts';
import { useCatalog } from '../stores/catalog-store.ts';
import { cutEdges } from '../stores/cut-edges.ts';
import { useDocument } from '../stores/document-store.ts';
import { outlineRows, outlineTree, type OutlineItem, type OutlineRow } from '../stores/outline-tree.ts';
import { useResolvedFlow } from '../stores/resolved-flow.ts';
import { groupCardId } from '../stores/selection.ts';
import { announce, goTo, showNode, useSession } from '../stores/session-store.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { PortShape } from '../ui/PortShape.tsx';
import { outlineWords } from '../words/outline.ts';

/** The flow as a tree of nodes, their ports, what these are connected to, and problems. A line in focus is selected on the canvas, so that every command does there what it does here. */
export default function Outline(): ReactElement {
  const draft = useDocument((state) => state.draft);
  const diagnostics = useDocument((state) => state.diagnostics);
  const byType = useCatalog((state) => state.byType);
  const resolved = useResolvedFlow();
  const selected = useSession((state) => state.nodes);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [at, setAt] = useState<string>();
  const tree = useRef<HTMLDivElement>(null);
  const hasFocus = useRef(false);
  const items = useMemo(
    () =>
      draft && resolved ? outlineTree(draft, resolved, (type) => byType.get(type)?.title, diagnostics) : [],
    [draft, resolved, byType, diagnostics],
  );
  // Groups are open until they are closed, nodes the other way round.
  const isOpen = (item: OutlineItem): boolean => (item.kind === 'group') !== toggled.has(item.key);
  const rows = outlineRows(items, isOpen);
  const current =
    rows.find(({ item }) => item.key === at) ??
    rows.find(({ item }) => selected.includes(idOf(item))) ??
    rows[0];
  const chosen = new Set(selected);

  // A line that is removed leaves the focus to the one that took its place.
  useEffect(() => {
    if (hasFocus.current && document.activeElement === document.body)
      tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });

  const focusRow = (row: OutlineRow | undefined): void => {
    if (!row) return;
    setAt(row.item.key);
    rowElement(tree.current, row.item.key)?.focus();
  };
  const toggle = useCallback(({ key }: OutlineItem): void => {
    setToggled((before) => {
      const next = new Set(before);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !current) return;
    const index = rows.indexOf(current);
    const { item } = current;
    const opens = item.children.length > 0;
    if (event.key === 'ArrowDown') focusRow(rows[index + 1]);
    else if (event.key === 'ArrowUp') focusRow(rows[index - 1]);
    else if (event.key === 'Home') focusRow(rows[0]);
    else if (event.key === 'End') focusRow(rows.at(-1));
    else if (event.key === 'ArrowRight' && opens && !isOpen(item)) toggle(item);
    else if (event.key === 'ArrowRight' && opens) focusRow(rows[index + 1]);
    else if (event.key === 'ArrowLeft' && opens && isOpen(item)) toggle(item);
    else if (event.key === 'ArrowLeft') focusRow(rows.find((row) => row.item.key === current.parent));
    else if (event.key === ' ') toggle(item);
    else if (item.kind === 'port' && (event.key === 'Delete' || event.key === 'Backspace')) cutPort(item);
    else if (event.key === 'Enter' && item.kind === 'problem') openMends(event.currentTarget);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={tree}
      className="outline"
      role={rows.length > 0 ? 'tree' : 'group'}
      aria-label={outlineWords.tree}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onFocus={() => void (hasFocus.current = true)}
      onBlur={({ relatedTarget }) => void (hasFocus.current = relatedTarget === null)}
    >
      {rows.map((row) => (
        <Row
          key={row.item.key}
          {...row}
          icon={row.item.kind === 'node' ? byType.get(row.item.type) : undefined}
          isOpen={isOpen(row.item)}
          isSelected={chosen.has(idOf(row.item))}
          isCurrent={row === current}
          onFocus={setAt}
          onToggle={toggle}
        />
      ))}
      {rows.length === 0 && <p className="outline-none">{outlineWords.empty}</p>}
    </div>
  );
}

interface RowProps extends OutlineRow {
  icon: { icon: string; kind: Parameters<typeof NodeIcon>[0]['kind'] } | undefined;
  isOpen: boolean;
  isSelected: boolean;
  isCurrent: boolean;
  onFocus(key: string): void;
  onToggle(item: OutlineItem): void;
}

const Row = memo(function Row(props: RowProps): ReactElement {
  const { item, level, place, of, isOpen, isSelected, isCurrent, icon, onFocus, onToggle } = props;
  const point = item.kind === 'port' ? item.point : undefined;
  const opens = item.children.length > 0;
  return (
    <div
      className="outline-row"
      role="treeitem"
      aria-level={level}
      aria-posinset={place}
      aria-setsize={of}
      aria-expanded={opens ? isOpen : undefined}
      aria-selected={isSelected}
      tabIndex={isCurrent ? 0 : -1}
      style={{ '--level': level } as CSSProperties}
      title={[item.title, item.about].filter(Boolean).join(' · ')}
      data-key={item.key}
      data-kind={item.kind}
      data-node={'node' in item ? item.node : undefined}
      data-port={point?.port}
      data-port-side={point?.side}
      onFocus={() => {
        onFocus(item.key);
        goTo(idOf(item));
      }}
      onDoubleClick={() => 'node' in item && showNode(item.node)}
    >
      <button
        type="button"
        className="outline-turn"
        tabIndex={-1}
        aria-hidden="true"
        hidden={!opens}
        onClick={() => onToggle(item)}
      >
        <ChevronRight size={12} aria-hidden="true" />
      </button>
      <Sign item={item} icon={icon} />
      <span className="outline-title">{item.title}</span>
      {item.about !== '' && (
        <span className={`outline-about${item.kind === 'port' && item.isMissed ? ' tone-warn' : ''}`}>
          {item.about}
        </span>
      )}
    </div>
  );
});

function Sign({ item, icon }: Pick<RowProps, 'item' | 'icon'>): ReactElement {
  switch (item.kind) {
    case 'group':
      return <Group size={14} aria-label={outlineWords.group} />;
    case 'node':
      return (
        <>
          {icon && <NodeIcon icon={icon.icon} kind={icon.kind} />}
          {item.worst && <Mark severity={item.worst} />}
        </>
      );
    case 'port':
      return (
        <span className={`outline-port port-${item.type}`} role="img" aria-label={item.point.side}>
          <PortShape type={item.type} />
        </span>
      );
    case 'problem':
      return <Mark severity={item.severity} />;
    default:
      return item satisfies never;
  }
}

function Mark({ severity }: { severity: 'error' | 'warning' }): ReactElement {
  return (
    <span className={`mark-${severity}`}>
      {severity === 'error' ? (
        <CircleAlert size={14} aria-label={outlineWords.error} />
      ) : (
        <TriangleAlert size={14} aria-label={outlineWords.warning} />
      )}
    </span>
  );
}

/** What the canvas selects for a line. */
function idOf(item: OutlineItem): string {
  return item.kind === 'group' ? groupCardId(item.group) : item.node;
}

function rowElement(tree: HTMLElement | null, key: string): HTMLElement | undefined {
  return [...(tree?.querySelectorAll<HTMLElement>('.outline-row') ?? [])].find(
    ({ dataset }) => dataset.key === key,
  );
}

function cutPort({ edges, node, title }: OutlineItem & { kind: 'port' }): void {
  if (edges.length > 0) cutEdges(edges);
  else announce(outlineWords.nothingConnectedTo(node, title));
}

/** The menu of the selected node, whose first lines mend what is wrong with it. */
function openMends(element: Element): void {
  const { left, top, width } = element.getBoundingClientRect();
  const at = canvasView()?.spot().at ?? [0, 0];
  useSession.setState({ menu: { screen: [left + width / 2, top + 32], at } });
}
