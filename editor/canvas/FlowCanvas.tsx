import '@xyflow/react/dist/base.css';
import './canvas.css';
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStoreApi,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  type OnConnectStartParams,
} from '@xyflow/react';
import {
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type DragEvent,
  type FocusEvent,
  type MouseEvent as ReactMouseEvent,
  type ReactElement,
} from 'react';
import { collapsedInto } from '@twinloom/runtime/graph/group-tree';
import { resolvePorts } from '@twinloom/runtime/compile/resolve-ports';
import { addNodeOfType, GRID, NODE_DRAG } from '../stores/add-node.ts';
import { useCatalog } from '../stores/catalog-store.ts';
import { useComparison, withRemoved } from '../stores/comparison-store.ts';
import { documentStore, useDocument } from '../stores/document-store.ts';
import { insertOnto, leadThrough, openQuickAddFrom } from '../stores/quick-add.ts';
import { useProbes } from '../stores/probes.ts';
import { resolvedFlow } from '../stores/resolved-flow.ts';
import { select, useSession } from '../stores/session-store.ts';
import { endWiring, moveEnd, startWiring, verdictBetween, wire, wireToNode } from '../stores/wiring.ts';
import { onDemand } from '../ui/on-demand.tsx';
import { createCardEdges, type LiveEdgeElement } from './card-edges.ts';
import { CARD_WIDTH } from './card-geometry.ts';
import { createCardNodes, type CardNode } from './card-nodes.ts';
import { collapsedNodes, edgesAround } from './collapsed-groups.ts';
import { CollapsedCard } from './CollapsedCard.tsx';
import { CANVAS_LABELS } from './canvas-labels.ts';
import { CanvasOverlays } from './CanvasOverlays.tsx';
import { CanvasTools } from './CanvasTools.tsx';
import { EdgeTip } from './EdgeTip.tsx';
import { edgeUnder, markEdge } from './edge-under.ts';
import { FlowMap } from './FlowMap.tsx';
import { frameNodes, noteNodes } from './frame-nodes.ts';
import { GroupFrame } from './GroupFrame.tsx';
import { LiveEdge } from './LiveEdge.tsx';
import { isLarge } from './mounted-cards.ts';
import { moveChanges, withMoved, withSelected, type CanvasNode } from './move-changes.ts';
import { NodeCard } from './NodeCard.tsx';
import { NoteCard } from './NoteCard.tsx';
import { portPoint } from './port-point.ts';
import { ZOOMS } from './sight.ts';
import { Probes } from './Probes.tsx';
import { useCanvasView, useFitOnOpen, useSelectedInView, useShownNode } from './use-canvas-view.ts';
import { useCutStroke } from './use-cut-stroke.ts';
import { useDrawnCards } from './use-drawn-cards.ts';
import { useMounted } from './use-mounted.ts';
import { useMovement } from './use-movement.ts';
import { openDropped } from './open-dropped.ts';
import { WiringChip } from './WiringChip.tsx';
import { fill } from '../ui/fill.tsx';
import { canvasWords } from '../words/canvas.ts';

const underLayer = onDemand(async () => (await import('./UnderLayer.tsx')).UnderLayer);

const NODE_TYPES = { card: NodeCard, frame: GroupFrame, collapsed: CollapsedCard, note: NoteCard };
const EDGE_TYPES = { live: LiveEdge };
const SNAP: [number, number] = [GRID, GRID];
/** Given a view that never changes, React Flow leaves it to us where the canvas is shown. */
const FIRST_VIEW = { x: 0, y: 0, zoom: 1 };
/** More selected cards than this are drawn where they are not in sight. */
const MOST_KEPT = 150;
const ADD_TO_SELECTION = ['Shift', 'Meta', 'Control'];
/** Below this zoom a card is its title and its state. */
const FAR = 0.5;
/** How near its end an edge is taken by that end, px. */
const END_REACH = 16;
/** An edge let go nearer to where it began than this many px was not meant. */
const MEANT = 24;

/** Elements that are the same each time are not rendered again with each frame of a drag. */
const TOOLS = <CanvasTools />;
const OVER_ALL = (
  <>
    <WiringChip />
    <CanvasOverlays />
  </>
);

/** The flow on a canvas: cards, edges, wiring, dropping and moving. Every change is an edit of the document. */
export function FlowCanvas(): ReactElement {
  return (
    <ReactFlowProvider>
      <Canvas />
    </ReactFlowProvider>
  );
}

function Canvas(): ReactElement {
  const draft = useDocument((state) => state.draft);
  const flowId = useDocument((state) => state.flowId);
  const byType = useCatalog((state) => state.byType);
  const selectedNodes = useSession((state) => state.nodes);
  const selectedEdges = useSession((state) => state.edges);
  const compared = useComparison((state) => state.compared);
  const isWiring = useSession((state) => state.wiring !== undefined);
  const [places, setPlaces] = useState<Record<string, { x: number; y: number }>>({});
  const [makeNodes] = useState(createCardNodes);
  const [makeEdges] = useState(createCardEdges);
  const [isFileOver, setFileOver] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const drags = useRef(0);
  const movingEnd = useRef<string>(undefined);
  const minimap = useSession((state) => state.minimap);
  const { screenToFlowPosition } = useReactFlow();
  const store = useStoreApi<CanvasNode, LiveEdgeElement>();

  const { shown, resolved } = useMemo(() => {
    if (!draft) return { shown: undefined, resolved: undefined };
    const all = withRemoved(draft, compared);
    return { shown: all, resolved: all === draft ? resolvedFlow(draft, byType) : resolvePorts(all, byType) };
  }, [draft, compared, byType]);
  const hiddenIn = useMemo(() => collapsedInto(shown ?? {}), [shown]);
  const { nodes, made } = useMemo((): { nodes: CanvasNode[]; made: CardNode[] } => {
    if (!draft || !shown) return { nodes: [], made: [] };
    const chosen = new Set(selectedNodes);
    const all = makeNodes(shown, resolved, byType, places, chosen);
    const open = hiddenIn.size === 0 ? all : all.filter(({ id }) => !hiddenIn.has(id));
    const cards =
      shown === draft ? open : open.map((card) => (draft.nodes[card.id] ? card : untouchable(card)));
    const collapsed = collapsedNodes(shown, all, hiddenIn, chosen);
    const frames = frameNodes(shown, [...open, ...collapsed], chosen);
    const notes = noteNodes(shown, places, chosen);
    return { nodes: [...frames, ...cards, ...collapsed, ...notes], made: all };
  }, [draft, shown, resolved, byType, places, selectedNodes, makeNodes, hiddenIn]);
  const edges = useMemo(
    () => (shown ? edgesAround(makeEdges(shown, resolved, new Set(selectedEdges)), hiddenIn) : []),
    [shown, resolved, selectedEdges, makeEdges, hiddenIn],
  );
  const large = isLarge(nodes);
  const now = useRef({ nodes, edges, places, made, isLarge: large });
  useEffect(() => {
    now.current = { nodes, edges, places, made, isLarge: large };
  }, [nodes, edges, places, made, large]);
  useCanvasView(frame, now);
  useSelectedInView(frame, now);
  useShownNode(frame, now);
  useFitOnOpen(frame, now, flowId, nodes.length === 0);
  const stroke = useRef<SVGPolylineElement>(null);
  useCutStroke(frame, stroke);
  const drawn = useDrawnCards(now);
  const { movement, sight, onViewportChange } = useMovement(frame, large);
  const kept = useKept(drawn.pointed);
  const mounted = useMounted(nodes, edges, { sight, movement, isLarge: large, kept });

  const onNodesChange = useCallback(
    (changes: NodeChange<CanvasNode>[]) => {
      const chosen = new Set(useSession.getState().nodes);
      for (const change of changes) {
        if (change.type !== 'select') continue;
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      }
      if (changes.some(({ type }) => type === 'select')) {
        const { nodeLookup, multiSelectionActive } = store.getState();
        // Of what React Flow does not know it cannot say that it is no longer selected.
        const isMore = !now.current.isLarge || multiSelectionActive;
        useSession.setState({ nodes: [...chosen].filter((id) => isMore || nodeLookup.has(id)) });
      }
      const { nodes: before, places: dragged, made: cards } = now.current;
      const { moving, moved } = moveChanges(withSelected(changes, before, chosen), before, dragged, cards);
      if (Object.keys(moving).length > 0) setPlaces((former) => ({ ...former, ...moving }));
      if (Object.keys(moved).length > 0) {
        setPlaces({});
        documentStore.getState().edit((flow) => withMoved(flow, moved), `drag ${drags.current}`);
      }
    },
    [store],
  );

  const onEdgesChange = useCallback((changes: EdgeChange<LiveEdgeElement>[]) => {
    const chosen = new Set(useSession.getState().edges);
    for (const change of changes) {
      if (change.type !== 'select') continue;
      if (change.selected) chosen.add(change.id);
      else chosen.delete(change.id);
    }
    useSession.setState({ edges: [...chosen] });
  }, []);

  const onDrop = useCallback(
    (event: DragEvent) => {
      setFileOver(false);
      const type = event.dataTransfer.getData(NODE_DRAG);
      const [file] = event.dataTransfer.files;
      if (!type && !file) return;
      event.preventDefault();
      const { x, y } = screenToFlowPosition({ x: event.clientX, y: event.clientY });
      const spot: [number, number] = [x - CARD_WIDTH / 2, y - 24];
      const under = file ? undefined : edgeUnder(event.clientX, event.clientY);
      markEdge(undefined);
      if (file) void openDropped(file, spot);
      else if (under) insertOnto(type, under.edge, spot);
      else addNodeOfType(type, spot);
    },
    [screenToFlowPosition],
  );

  const onConnectEnd = useCallback(
    (event: MouseEvent | TouchEvent, state: FinalConnectionState) => {
      const { clientX, clientY } = 'changedTouches' in event ? event.changedTouches[0]! : event;
      const { x, y } = screenToFlowPosition({ x: clientX, y: clientY });
      if (movingEnd.current === undefined) endConnection(state, [clientX, clientY], [x, y]);
      else endMove(movingEnd.current, state);
    },
    [screenToFlowPosition],
  );
  const openMenu = useCallback(
    (event: MouseEvent | ReactMouseEvent) => {
      event.preventDefault();
      const { clientX, clientY } = event;
      const { x, y } = screenToFlowPosition({ x: clientX, y: clientY });
      useSession.setState({ menu: { screen: [clientX, clientY], at: [x, y] }, quickAdd: undefined });
    },
    [screenToFlowPosition],
  );
  const onPaneClick = useCallback(
    ({ clientX, clientY }: ReactMouseEvent) => {
      const { wiring } = useSession.getState();
      const { x, y } = screenToFlowPosition({ x: clientX, y: clientY });
      endWiring();
      const card = wiring ? undefined : drawn.cardUnder(clientX, clientY);
      if (wiring) openQuickAddFrom(wiring, [clientX, clientY], [x, y]);
      else select(card === undefined ? [] : [card]);
    },
    [screenToFlowPosition, drawn],
  );
  const onPaneContextMenu = useCallback(
    (event: MouseEvent | ReactMouseEvent) => {
      select([]);
      openMenu(event);
    },
    [openMenu],
  );
  const onNodeContextMenu = useCallback(
    (event: ReactMouseEvent, { id }: CanvasNode) => {
      if (!useSession.getState().nodes.includes(id)) select([id]);
      openMenu(event);
    },
    [openMenu],
  );
  const onEdgeContextMenu = useCallback(
    (event: ReactMouseEvent, { id }: LiveEdgeElement) => {
      if (!useSession.getState().edges.includes(id)) select([], [id]);
      openMenu(event);
    },
    [openMenu],
  );
  const onReconnectStart = useCallback(
    (_event: unknown, { id }: LiveEdgeElement) => void (movingEnd.current = id),
    [],
  );
  const onReconnectEnd = useCallback(() => void (movingEnd.current = undefined), []);
  const onNodeDragStart = useCallback(() => {
    drags.current += 1;
    useSession.setState({ isDragging: true });
  }, []);
  const onNodeDragStop = useCallback((_event: unknown, node: CanvasNode, moved: CanvasNode[]) => {
    useSession.setState({ isDragging: false });
    const under = edgeToEnter(node, moved.length);
    markEdge(undefined);
    if (under) leadThrough(node.id, under.edge, `drag ${drags.current}`);
  }, []);
  const onMoveStart = useCallback(
    (event: unknown) => {
      if (event instanceof Event) movement.begin();
    },
    [movement],
  );
  const onMove = useCallback((_event: unknown, { zoom }: { zoom: number }) => {
    const detail = zoom < FAR ? 'far' : 'near';
    if (frame.current && frame.current.dataset.detail !== detail) frame.current.dataset.detail = detail;
  }, []);

  const flowProbes = useMemo(() => <Probes flow={flowId} />, [flowId]);
  const edgeTip = useMemo(() => <EdgeTip canvas={frame} />, []);

  return (
    <>
      <div
        ref={frame}
        className="canvas"
        tabIndex={-1}
        onFocus={selectFocused}
        data-wiring={isWiring || undefined}
        onPointerMove={drawn.onPointerMove}
        onPointerDownCapture={drawn.onPointerDownCapture}
        onDrop={onDrop}
        data-file-over={isFileOver || undefined}
        onDragOver={(event) => {
          const isFile = event.dataTransfer.types.includes('Files');
          if (!isFile && !event.dataTransfer.types.includes(NODE_DRAG)) return;
          event.preventDefault();
          markEdge(isFile ? undefined : edgeUnder(event.clientX, event.clientY)?.element);
          if (isFile) {
            event.dataTransfer.dropEffect = 'copy';
            setFileOver(true);
          }
        }}
        onDragLeave={(event) => {
          if (event.currentTarget.contains(event.relatedTarget as Node | null)) return;
          markEdge(undefined);
          setFileOver(false);
        }}
      >
        <ReactFlow<CanvasNode, LiveEdgeElement>
          aria-label={canvasWords.flow}
          nodes={mounted.nodes}
          edges={mounted.edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onConnectStart={onConnectStart}
          onConnectEnd={onConnectEnd}
          onReconnect={leaveToConnectEnd}
          onReconnectStart={onReconnectStart}
          onReconnectEnd={onReconnectEnd}
          reconnectRadius={END_REACH}
          isValidConnection={isValidConnection}
          onPaneClick={onPaneClick}
          onPaneContextMenu={onPaneContextMenu}
          onNodeContextMenu={onNodeContextMenu}
          onEdgeContextMenu={onEdgeContextMenu}
          onSelectionContextMenu={openMenu}
          onSelectionEnd={drawn.onSelectionEnd}
          onNodeDragStart={onNodeDragStart}
          onNodeDrag={markUnder}
          onNodeDragStop={onNodeDragStop}
          multiSelectionKeyCode={ADD_TO_SELECTION}
          viewport={FIRST_VIEW}
          onViewportChange={onViewportChange}
          onMoveStart={onMoveStart}
          onMove={onMove}
          onMoveEnd={movement.end}
          disableKeyboardA11y
          connectOnClick={false}
          connectionRadius={24}
          deleteKeyCode={null}
          snapToGrid
          snapGrid={SNAP}
          minZoom={ZOOMS.least}
          maxZoom={ZOOMS.most}
          onlyRenderVisibleElements
          elevateNodesOnSelect={false}
          attributionPosition="bottom-center"
          ariaLabelConfig={CANVAS_LABELS}
        >
          {sight && mounted.ids ? (
            <Suspense>
              <underLayer.Show
                nodes={nodes}
                edges={edges}
                mounted={mounted.ids}
                selected={selectedNodes}
                sight={sight}
                movement={movement}
              />
            </Suspense>
          ) : (
            <Background variant={BackgroundVariant.Dots} gap={24} size={1.2} />
          )}
          {minimap && <FlowMap nodes={nodes} movement={movement} frame={frame} />}
          {flowProbes}
          {TOOLS}
        </ReactFlow>
        <svg className="cut-stroke" aria-hidden="true">
          <polyline ref={stroke} />
        </svg>
        {draft && nodes.length === 0 && (
          <p className="canvas-empty">
            <span>{fill(canvasWords.noNodesYet, <kbd>A</kbd>)}</span>
          </p>
        )}
      </div>
      {isFileOver && <p className="canvas-drop">{canvasWords.dropFile}</p>}
      {edgeTip}
      {OVER_ALL}
    </>
  );
}

/** The cards that stay mounted wherever they are: selected, pointed at, shown, probed. */
function useKept(pointed: string | undefined): ReadonlySet<string> {
  const selected = useSession((state) => state.nodes);
  const asked = useSession((state) => state.shown?.node);
  const probes = useProbes((state) => state.places);
  return useMemo(() => {
    const single = [pointed, asked].filter((id) => id !== undefined);
    const probed = Object.keys(probes).map((port) => port.slice(0, port.indexOf('.')));
    return new Set([...single, ...probed, ...(selected.length > MOST_KEPT ? [] : selected)]);
  }, [pointed, asked, probes, selected]);
}

function markUnder(_event: unknown, node: CanvasNode, moved: CanvasNode[]): void {
  markEdge(edgeToEnter(node, moved.length)?.element);
}

/** What the keyboard comes to is selected, unless it already is, among others. */
function selectFocused({ target }: FocusEvent): void {
  const { nodes, edges } = useSession.getState();
  const id = (target as HTMLElement).dataset.id;
  if (id === undefined || !target.matches(':focus-visible')) return;
  if (target.matches('.react-flow__node') && !nodes.includes(id)) select([id]);
  else if (target.matches('.react-flow__edge') && !edges.includes(id)) select([], [id]);
}

/** A node that a comparison only shows: it is no longer in the draft. */
function untouchable(card: CardNode): CardNode {
  return { ...card, draggable: false, selectable: false, connectable: false };
}

function onConnectStart(_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void {
  if (nodeId && handleId) startWiring(portPoint(nodeId, handleId, handleType ?? 'target'));
}

/** Let go on a port it is wired there, on a card to its best port, on nothing a search for what fits opens. */
function endConnection(
  { fromHandle, toHandle, from, to }: FinalConnectionState,
  screen: [number, number],
  at: [number, number],
): void {
  if (!fromHandle?.id) return;
  const point = portPoint(fromHandle.nodeId, fromHandle.id, fromHandle.type);
  if (toHandle?.id) {
    wire(point, portPoint(toHandle.nodeId, toHandle.id, toHandle.type));
    return;
  }
  const under = document.elementFromPoint(...screen);
  const card = under?.closest('.react-flow__node')?.getAttribute('data-id') ?? undefined;
  if (card !== undefined && !card.includes(':')) wireToNode(point, card);
  else if (
    card === undefined &&
    under?.closest('.canvas') &&
    from &&
    to &&
    Math.hypot(to.x - from.x, to.y - from.y) > MEANT
  )
    openQuickAddFrom(point, screen, at);
  else endWiring();
}

/** With this, React Flow lets ends of edges be taken; what becomes of them is decided where they are let go. */
function leaveToConnectEnd(): void {}

/** Let go on a port the edge ends there; let go elsewhere it stays as it was. */
function endMove(text: string, { fromHandle, toHandle }: FinalConnectionState): void {
  if (!fromHandle?.id || !toHandle?.id) endWiring();
  else
    moveEnd(
      text,
      portPoint(fromHandle.nodeId, fromHandle.id, fromHandle.type),
      portPoint(toHandle.nodeId, toHandle.id, toHandle.type),
    );
}

/** The edge that a card wired to nothing lies on while it is dragged alone. */
function edgeToEnter({ id, type }: CanvasNode, moved: number): ReturnType<typeof edgeUnder> {
  if (type !== 'card' || moved !== 1) return undefined;
  const isWired = (documentStore.getState().draft?.edges ?? []).some(
    (text) => text.startsWith(`${id}.`) || text.includes(`-> ${id}.`),
  );
  const box = isWired
    ? undefined
    : document.querySelector(`.react-flow__node[data-id="${id}"]`)?.getBoundingClientRect();
  return box && edgeUnder(box.x + box.width / 2, box.y + box.height / 2);
}

function isValidConnection({
  source,
  sourceHandle,
  target,
  targetHandle,
}: Connection | LiveEdgeElement): boolean {
  if (!sourceHandle || !targetHandle) return false;
  const verdict = verdictBetween(
    portPoint(source, sourceHandle, 'source'),
    portPoint(target, targetHandle, 'target'),
  );
  return verdict?.ok ?? false;
}
