import { create } from 'zustand';
import type { FlowListBody, PlantBody, TwinBody } from '@twinloom/runtime/protocol/bodies';
import type { Answer, Problem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { openStream, type Stream } from '../client/stream.ts';
import { addressOf, readAddress, type Address } from './address.ts';
import { takeCatalog } from './catalog-store.ts';
import { documentStore } from './document-store.ts';
import { followDrafts } from './follow-drafts.ts';
import { refusedInThePast } from './in-the-past.ts';
import * as live from './live-store.ts';
import { goLive, usePast } from './past-store.ts';
import { refuse, select, useSession } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

interface ServerState {
  flows: FlowListBody;
  twins: TwinBody[];
  /** The plants of examples, a process each beside a twin. */
  plants: readonly PlantBody[];
  /** Why the page could not begin. */
  problem: Problem | undefined;
  started: boolean;
}

/** What there is on the server beside the open flow. */
export const useServer = create<ServerState>(() => ({
  flows: [],
  twins: [],
  plants: [],
  problem: undefined,
  started: false,
}));

const RETRY_START_MS = 3000;
let stream: Stream | undefined;
let waitingList: ReturnType<typeof setTimeout> | undefined;
let hasOpened = false;

/**
 * Loads catalog, flows and twins all at once; when `ready` shows them, opens the first twin's flow and follows it. Tries again while the
 * server is away.
 */
export async function startSession(ready: Promise<unknown>): Promise<void> {
  connect();
  // The list too: whoever chooses a flow there wants to use it.
  const [catalog, lists, plants] = await Promise.all([server.catalog(), askLists(), server.plants(), ready]);
  if (!catalog.ok) {
    useServer.setState({ problem: catalog.problem });
    setTimeout(() => void startSession(ready), RETRY_START_MS);
    return;
  }
  takeCatalog(catalog.value.nodes);
  followDrafts();
  takeLists(lists);
  if (plants.ok) useServer.setState({ plants: plants.value });
  const { flows, twins } = useServer.getState();
  const first: Address | undefined = twins[0]
    ? { flow: twins[0].flow, twin: twins[0].id }
    : flows[0] && { flow: flows[0].id };
  const begin = named() ?? first;
  // Whoever chose a flow as soon as the list was there gets that one.
  if (begin && !hasOpened) await openFlow(begin.flow, begin.twin);
  addEventListener('popstate', () => {
    const asked = named();
    if (asked) void openFlow(asked.flow, asked.twin);
  });
  useServer.setState({ started: true, problem: undefined });
}

/** What the address of the page names, where it is there; a flow that is not is said. */
function named(): Address | undefined {
  const address = readAddress(location.hash);
  if (!address) return undefined;
  const { flow, twin } = address;
  const { flows, twins } = useServer.getState();
  if (flows.some(({ id }) => id === flow))
    return twins.some((one) => one.id === twin && one.flow === flow) ? address : { flow };
  refuse({
    title: editsWords.noSuchFlow,
    says: editsWords.noFlowHere(flow),
    remedy: editsWords.chooseAFlow,
  });
  return undefined;
}

/** Loads the lists of flows and twins again. */
export async function refreshLists(): Promise<void> {
  takeLists(await askLists());
}

type Lists = [flows: Answer<FlowListBody>, twins: Answer<TwinBody[]>];

function askLists(): Promise<Lists> {
  return Promise.all([server.flows(), server.twins()]);
}

function takeLists([flows, twins]: Lists): void {
  if (flows.ok) useServer.setState({ flows: flows.value });
  if (twins.ok) useServer.setState({ twins: twins.value });
  // Right after a start of the server its twins come one after the other.
  if (twins.ok && twins.value.some(({ status }) => status === 'stopped'))
    waitingList ??= setTimeout(() => {
      waitingList = undefined;
      void refreshLists();
    }, RETRY_START_MS);
}

/** Asks which plants there are and whether they run. */
export async function refreshPlants(): Promise<void> {
  const answer = await server.plants();
  if (answer.ok) useServer.setState({ plants: answer.value });
}

/** Starts or stops the process of the plant beside a twin, unless the page shows the past. */
export async function setPlant(twin: string, status: 'running' | 'stopped'): Promise<Problem | undefined> {
  const refused = refusedInThePast();
  if (refused) return refused;
  const answer = await server.setPlant(twin, status);
  if (!answer.ok) return answer.problem;
  useServer.setState(({ plants }) => ({
    plants: plants.map((plant) => (plant.twin === twin ? answer.value : plant)),
  }));
  return undefined;
}

/** Opens a flow on the canvas and follows a twin of it: the one asked for, else its first. False when the open draft could not be stored, the other not be read, or another one was chosen meanwhile. */
export async function openFlow(id: string, twin?: string): Promise<boolean> {
  hasOpened = true;
  const { flows, twins } = useServer.getState();
  const version = flows.find((flow) => flow.id === id)?.version ?? 0;
  // Before the flow comes, so that it is fitted to the room it will have.
  select([]);
  return documentStore.getState().open(id, version, () => {
    useSession.setState({
      scope: documentStore.getState().draft?.scope?.ports ?? [],
      kept: {},
      sideOpen: false,
    });
    follow(twin ?? twins.find((each) => each.flow === id)?.id);
  });
}

/** Shows the live values of another twin of the open flow; none where no twin runs it. */
export function follow(twin: string | undefined): void {
  noteAddress(twin);
  goLive();
  usePast.setState({ reach: undefined });
  live.startFollowing(twin);
  connect().follow(twin);
}

/** The connection of the page, which outlives what is followed. */
function connect(): Stream {
  stream ??= openStream(streamUrl(), {
    onOpen: () => {
      live.connectionOpened();
      // What was edited while the server was away.
      void documentStore.getState().save();
      if (useServer.getState().started) void refreshLists();
    },
    onMessage: takeMessage,
    onFrame: (frame) => live.live.takeFrame(frame),
    onLost: live.connectionLost,
  });
  return stream;
}

/** Another flow is a step that Back takes back; another twin of it is not. */
function noteAddress(twin: string | undefined): void {
  const flow = documentStore.getState().flowId;
  if (flow === undefined) return;
  const address = addressOf({ flow, ...(twin !== undefined && { twin }) });
  const former = readAddress(location.hash);
  if (location.hash === address) return;
  if (former && former.flow !== flow) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
}

function takeMessage(message: Parameters<Parameters<typeof openStream>[1]['onMessage']>[0]): void {
  if ('layout' in message) {
    live.takeLayout(message.layout);
    void noteVersion(message.layout);
  } else if ('status' in message) live.takeStatus(message.status);
  else if ('notice' in message) live.takeNotice(message.notice);
}

/** A twin of the open flow that runs a version which this page does not know was deployed by somebody else. */
async function noteVersion({ twin, version }: { twin: string; version: number }): Promise<void> {
  const { flowId, noteDeployed } = documentStore.getState();
  const isOfOpen = useServer.getState().twins.some(({ id, flow }) => id === twin && flow === flowId);
  if (isOfOpen && (await noteDeployed(version))) await refreshLists();
}

function streamUrl(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/stream`;
}
