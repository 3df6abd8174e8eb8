import '@xyflow/react/dist/base.css';
import './canvas.css';
import {
  Background,
  BackgroundVariant,
  MiniMap,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  type Connection,
  type EdgeChange,
  type FinalConnectionState,
  type NodeChange,
  type OnConnectStartParams,
} from '@xyflow/react';
import { useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type ReactElement } from 'react';
import { resolvePorts } from '@twinloom/runtime/compile/resolve-ports';
import { moveNodes } from '@twinloom/runtime/graph/edits';
import { addNodeOfType, GRID, NODE_DRAG } from '../stores/add-node.ts';
import { openCsvFile } from '../stores/csv-import.ts';
import { offerCanvasView } from '../stores/canvas-view.ts';
import { useCatalog } from '../stores/catalog-store.ts';
import { useComparison, withRemoved } from '../stores/comparison-store.ts';
import { documentStore, useDocument } from '../stores/document-store.ts';
import { resolvedFlow } from '../stores/resolved-flow.ts';
import { select, useSession, type PortPoint } from '../stores/session-store.ts';
import { endWiring, startWiring, verdictBetween, wire } from '../stores/wiring.ts';
import { createCardEdges, type LiveEdgeElement } from './card-edges.ts';
import { CARD_WIDTH } from './card-geometry.ts';
import { createCardNodes, type CardNode } from './card-nodes.ts';
import { CanvasTools } from './CanvasTools.tsx';
import { LiveEdge } from './LiveEdge.tsx';
import { usePastedTable } from './use-pasted-table.ts';
import { NodeCard } from './NodeCard.tsx';
import { WiringChip } from './WiringChip.tsx';

const NODE_TYPES = { card: NodeCard };
const EDGE_TYPES = { live: LiveEdge };
const SNAP: [number, number] = [GRID, GRID];
const FIT = { padding: 0.06, maxZoom: 1 };
/** Below this zoom a card is its title and its state. */
const FAR = 0.5;
/** A card this near the edge, in px, could not be wired: React Flow moves the canvas while an edge is drawn there. */
const EDGE_ROOM = 80;
/** A flow opens with its values readable; one that is larger than the window with its beginning, the sources. */
const FIT_ON_OPEN = { ...FIT, minZoom: 0.55 };
const BEGINNING_ROOM = 24;

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
  const { screenToFlowPosition } = useReactFlow();
  useCanvasView(frame);
  useSelectedInView(frame);
  useShownNode();
  useFitOnOpen(flowId);
  usePastedTable();

  const { shown, resolved } = useMemo(() => {
    if (!draft) return { shown: undefined, resolved: undefined };
    const all = withRemoved(draft, compared);
    return { shown: all, resolved: all === draft ? resolvedFlow(draft, byType) : resolvePorts(all, byType) };
  }, [draft, compared, byType]);
  const nodes = useMemo(() => {
    if (!draft || !shown) return [];
    const cards = makeNodes(shown, resolved, byType, places, new Set(selectedNodes));
    return shown === draft ? cards : cards.map((card) => (draft.nodes[card.id] ? card : untouchable(card)));
  }, [draft, shown, resolved, byType, places, selectedNodes, makeNodes]);
  const edges = useMemo(
    () => (shown ? makeEdges(shown, resolved, new Set(selectedEdges)) : []),
    [shown, resolved, selectedEdges, makeEdges],
  );

  const onNodesChange = useCallback((changes: NodeChange<CardNode>[]) => {
    const moving: Record<string, { x: number; y: number }> = {};
    const moved: Record<string, [number, number]> = {};
    const chosen = new Set(useSession.getState().nodes);
    for (const change of changes) {
      if (change.type === 'select') {
        if (change.selected) chosen.add(change.id);
        else chosen.delete(change.id);
      } else if (change.type === 'position' && change.position) {
        if (change.dragging) moving[change.id] = change.position;
        else moved[change.id] = [change.position.x, change.position.y];
      }
    }
    if (changes.some(({ type }) => type === 'select')) useSession.setState({ nodes: [...chosen] });
    if (Object.keys(moving).length > 0) setPlaces((former) => ({ ...former, ...moving }));
    if (Object.keys(moved).length > 0) {
      setPlaces({});
      documentStore.getState().edit((flow) => moveNodes(flow, moved));
    }
  }, []);

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
      if (file) void openCsvFile(file, { position: spot });
      else addNodeOfType(type, spot);
    },
    [screenToFlowPosition],
  );

  return (
    <>
      <div
        ref={frame}
        className="canvas"
        data-wiring={isWiring || undefined}
        onDrop={onDrop}
        data-file-over={isFileOver || undefined}
        onDragOver={(event) => {
          const isFile = event.dataTransfer.types.includes('Files');
          if (!isFile && !event.dataTransfer.types.includes(NODE_DRAG)) return;
          event.preventDefault();
          if (isFile) {
            event.dataTransfer.dropEffect = 'copy';
            setFileOver(true);
          }
        }}
        onDragLeave={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setFileOver(false);
        }}
      >
        <ReactFlow<CardNode, LiveEdgeElement>
          aria-label="Flow"
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          onConnectStart={onConnectStart}
          onConnectEnd={onConnectEnd}
          isValidConnection={isValidConnection}
          onPaneClick={onPaneClick}
          onMove={(_event, { zoom }) => {
            const detail = zoom < FAR ? 'far' : 'near';
            if (frame.current && frame.current.dataset.detail !== detail)
              frame.current.dataset.detail = detail;
          }}
          connectOnClick={false}
          connectionRadius={24}
          deleteKeyCode={null}
          snapToGrid
          snapGrid={SNAP}
          minZoom={0.1}
          maxZoom={2}
          onlyRenderVisibleElements
          elevateNodesOnSelect={false}
          fitView
          fitViewOptions={FIT}
          attributionPosition="bottom-center"
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.2} />
          <MiniMap pannable zoomable ariaLabel="Map of the flow" nodeStrokeWidth={0} nodeBorderRadius={4} />
          <CanvasTools />
        </ReactFlow>
        {draft && nodes.length === 0 && (
          <p className="canvas-empty">
            <span>
              This flow has no nodes yet. Drag one in from the palette, or press <kbd>/</kbd> and choose one.
            </span>
          </p>
        )}
      </div>
      {isFileOver && <p className="canvas-drop">Drop the CSV file to replay it here</p>}
      <WiringChip />
    </>
  );
}

/** A node that a comparison only shows: it is no longer in the draft. */
function untouchable(card: CardNode): CardNode {
  return { ...card, draggable: false, selectable: false, connectable: false };
}

function useCanvasView(frame: React.RefObject<HTMLDivElement | null>): void {
  const { screenToFlowPosition, fitView, zoomTo } = useReactFlow();
  useEffect(
    () =>
      offerCanvasView({
        middle: () => {
          const box = frame.current?.getBoundingClientRect();
          if (!box) return [0, 0];
          const { x, y } = screenToFlowPosition({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
          return [x - CARD_WIDTH / 2, y - 48];
        },
        fit: () => void fitView(FIT),
        zoomTo: (factor) => void zoomTo(factor),
        focus: () => frame.current?.querySelector<HTMLElement>('.react-flow__node')?.focus(),
      }),
    [frame, screenToFlowPosition, fitView, zoomTo],
  );
}

/** Brings a node to the middle when another pane asks for it. */
function useShownNode(): void {
  const shown = useSession((state) => state.shown);
  const { getNode, setCenter, getZoom } = useReactFlow<CardNode, LiveEdgeElement>();
  useEffect(() => {
    const node = shown && getNode(shown.node);
    if (!node) return;
    void setCenter(node.position.x + CARD_WIDTH / 2, node.position.y + (node.height ?? 0) / 2, {
      zoom: Math.max(getZoom(), 0.75),
      duration: 200,
    });
  }, [shown, getNode, setCenter, getZoom]);
}

/** When a pane opens beside the canvas, the selected card stays in view: the canvas moves by what would be covered. */
function useSelectedInView(frame: React.RefObject<HTMLDivElement | null>): void {
  const { getNode, getViewport, setViewport } = useReactFlow<CardNode, LiveEdgeElement>();
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let former = element.clientWidth;
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      const [id] = useSession.getState().nodes;
      const node = width < former && id !== undefined ? getNode(id) : undefined;
      former = width;
      if (!node) return;
      const { x, y, zoom } = getViewport();
      const covered = x + (node.position.x + CARD_WIDTH) * zoom + EDGE_ROOM - width;
      if (covered > 0) void setViewport({ x: x - covered, y, zoom });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, getNode, getViewport, setViewport]);
}

function useFitOnOpen(flowId: string | undefined): void {
  const { fitView, getNodes, getNodesBounds, getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    if (!flowId) return;
    void fitView(FIT_ON_OPEN).then(() => {
      const bounds = getNodesBounds(getNodes());
      const { x, y, zoom } = getViewport();
      const begins = { x: BEGINNING_ROOM - bounds.x * zoom, y: BEGINNING_ROOM - bounds.y * zoom };
      if (x < begins.x || y < begins.y)
        void setViewport({ x: Math.max(x, begins.x), y: Math.max(y, begins.y), zoom });
    });
  }, [flowId, fitView, getNodes, getNodesBounds, getViewport, setViewport]);
}

function onConnectStart(_event: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void {
  if (nodeId && handleId)
    startWiring({ node: nodeId, port: handleId, side: handleType === 'source' ? 'output' : 'input' });
}

function onConnectEnd(_event: unknown, { fromHandle, toHandle }: FinalConnectionState): void {
  if (!fromHandle?.id) return;
  if (!toHandle?.id) {
    endWiring();
    return;
  }
  wire(
    pointOf(fromHandle.nodeId, fromHandle.id, fromHandle.type),
    pointOf(toHandle.nodeId, toHandle.id, toHandle.type),
  );
}

function pointOf(node: string, port: string, type: 'source' | 'target'): PortPoint {
  return { node, port, side: type === 'source' ? 'output' : 'input' };
}

function isValidConnection({
  source,
  sourceHandle,
  target,
  targetHandle,
}: Connection | LiveEdgeElement): boolean {
  if (!sourceHandle || !targetHandle) return false;
  const verdict = verdictBetween(
    pointOf(source, sourceHandle, 'source'),
    pointOf(target, targetHandle, 'target'),
  );
  return verdict?.ok ?? false;
}

function onPaneClick(): void {
  endWiring();
  select([]);
}
