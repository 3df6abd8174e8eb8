import {
  alarmEventListBody,
  alarmListBody,
  assetBody,
  checkBody,
  commandBody,
  connectionListBody,
  deployBody,
  exampleListBody,
  exampleOpenedBody,
  flowListBody,
  historyBody,
  historyReachBody,
  planBody,
  plantBody,
  plantListBody,
  recordListBody,
  stateBody,
  timelineBody,
  topicsBody,
  twinBody,
  twinListBody,
  versionListBody,
  type AlarmEventBody,
  type AlarmListBody,
  type AssetBody,
  type CheckBody,
  type CommandBody,
  type CommandRequest,
  type ConnectionBody,
  type DeployBody,
  type ExampleBody,
  type ExampleOpenedBody,
  type ExampleValues,
  type FlowListBody,
  type HistoryBody,
  type HistoryReachBody,
  type PlanBody,
  type PlantBody,
  type RecordListBody,
  type StateBody,
  type TimelineBody,
  type TopicsBody,
  type TwinBody,
  type VersionListBody,
} from '@twinloom/runtime/protocol/bodies';
import {
  pastBody,
  pastReachBody,
  whyBody,
  type PastBody,
  type PastReachBody,
  type WhyBody,
} from '@twinloom/runtime/protocol/past';
import { statusBody, type StatusBody } from '@twinloom/runtime/protocol/status';
import {
  studyBody,
  studyListBody,
  type StudyBody,
  type StudySummaryBody,
} from '@twinloom/runtime/protocol/studies';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { CatalogDescriptor } from '@twinloom/runtime/node/descriptor';
import { request, type Answer, type Fetch } from './http.ts';

/** What a person may set while a twin runs; null = back to the flow. */
export type HandValue = number | boolean | string | null;

/** Which alarm. */
export interface AlarmKey {
  twin: string;
  node: string;
}

/** The requests the editor makes, by what they are for. */
export interface Server {
  catalog(): Promise<Answer<CatalogDescriptor>>;
  flows(): Promise<Answer<FlowListBody>>;
  flow(id: string, version?: number): Promise<Answer<unknown>>;
  /** Stores the draft; with an etag only if nobody stored another meanwhile (412). */
  putFlow(id: string, document: Flow, etag?: string): Promise<Answer<unknown>>;
  /** Stores a flow under an id that nobody has yet (412). */
  createFlow(id: string, document: Flow): Promise<Answer<unknown>>;
  check(id: string, document: Flow): Promise<Answer<CheckBody>>;
  plan(id: string, document: Flow): Promise<Answer<PlanBody>>;
  deploy(id: string, body: { etag: string; note?: string; stateOf?: number }): Promise<Answer<DeployBody>>;
  /** What was deployed of a flow, the newest first. */
  versions(id: string): Promise<Answer<VersionListBody>>;
  /** Every port of a running twin now. */
  twinState(id: string): Promise<Answer<StateBody>>;
  twins(): Promise<Answer<TwinBody[]>>;
  /** Binds a deployed flow to a twin, which runs at once. */
  putTwin(id: string, flow: string): Promise<Answer<TwinBody>>;
  setInputs(twin: string, values: Record<string, HandValue>, note?: string): Promise<Answer<unknown>>;
  /** What people did to a twin, the newest first; `before` goes on from a page. */
  timeline(twin: string, limit: number, before?: number): Promise<Answer<TimelineBody>>;
  /** Tells a running twin something. */
  tell(twin: string, command: CommandRequest): Promise<Answer<CommandBody>>;
  /** Asks a twin what would be; the study runs when it answers. */
  askStudy(twin: string, request: unknown): Promise<Answer<StudyBody>>;
  /** Studies of a twin, the newest first. */
  studies(twin: string): Promise<Answer<StudySummaryBody[]>>;
  study(twin: string, id: string): Promise<Answer<StudyBody>>;
  /** Cancels a study that runs; removes one that does not. */
  endStudy(twin: string, id: string): Promise<Answer<string>>;
  /** Goes on with a study that ended before its time. */
  goOnStudy(twin: string, id: string): Promise<Answer<StudyBody>>;
  /** Accepts, rejects or defers by a study. */
  decideStudy(twin: string, id: string, decision: unknown): Promise<Answer<StudyBody>>;
  connections(): Promise<Answer<ConnectionBody[]>>;
  topics(connection: string): Promise<Answer<TopicsBody>>;
  /** Keeps a file for flows to name by its hash. */
  putAsset(text: string): Promise<Answer<AssetBody>>;
  /** A file that was kept. */
  asset(hash: string): Promise<Answer<string>>;
  /** Every alarm that is not normal. */
  alarms(): Promise<Answer<AlarmListBody>>;
  /** What happened to the alarms of a twin, or of all, the newest first. */
  alarmJournal(twin?: string, limit?: number): Promise<Answer<AlarmEventBody[]>>;
  acknowledge(alarms: readonly AlarmKey[], comment?: string): Promise<Answer<AlarmListBody>>;
  shelve(alarm: AlarmKey, minutes: number, comment?: string): Promise<Answer<AlarmListBody>>;
  unshelve(alarm: AlarmKey): Promise<Answer<AlarmListBody>>;
  /** A port over time, s since 1970, in at most so many points. */
  history(twin: string, port: string, from: number, to: number, points: number): Promise<Answer<HistoryBody>>;
  /** How far back the log of a twin goes. */
  pastReach(twin: string): Promise<Answer<PastReachBody>>;
  /** All that a twin showed at a time, s since 1970. */
  pastAt(twin: string, time: number): Promise<Answer<PastBody>>;
  /** Why a port said what it said at a time, s since 1970; by default now. */
  why(twin: string, port: string, time?: number): Promise<Answer<WhyBody>>;
  /** How much history there is. */
  historyReach(): Promise<Answer<HistoryReachBody>>;
  /** The CSV files that sinks of a twin recorded. */
  records(twin: string): Promise<Answer<RecordListBody>>;
  /** How the server fares. */
  status(): Promise<Answer<StatusBody>>;
  plants(): Promise<Answer<PlantBody[]>>;
  setPlant(twin: string, status: 'running' | 'stopped'): Promise<Answer<PlantBody>>;
  examples(): Promise<Answer<ExampleBody[]>>;
  /** Copies an example to a flow of its own, with its twins; `parameters` are values other than those it comes with. */
  openExample(id: string, parameters: ExampleValues): Promise<Answer<ExampleOpenedBody>>;
}

/** The server behind `fetch`. */
export function createServer(fetch: Fetch): Server {
  const flowPath = (id: string): string => `/api/flows/${encodeURIComponent(id)}`;
  const studiesPath = (twin: string): string => `/api/twins/${encodeURIComponent(twin)}/scenarios`;
  return {
    catalog: () => request<CatalogDescriptor>(fetch, '/api/catalog'),
    flows: () => request(fetch, '/api/flows', { schema: flowListBody }),
    flow: (id, version) =>
      request(fetch, version === undefined ? flowPath(id) : `${flowPath(id)}?version=${version}`),
    putFlow: (id, document, etag) =>
      request(fetch, flowPath(id), { method: 'PUT', body: document, ...(etag && { etag }) }),
    createFlow: (id, document) =>
      request(fetch, flowPath(id), { method: 'PUT', body: document, onlyNew: true }),
    check: (id, document) =>
      request(fetch, `${flowPath(id)}/check`, { method: 'POST', body: { document }, schema: checkBody }),
    plan: (id, document) =>
      request(fetch, `${flowPath(id)}/plan`, { method: 'POST', body: { document }, schema: planBody }),
    versions: (id) => request(fetch, `${flowPath(id)}/versions`, { schema: versionListBody }),
    deploy: (id, body) =>
      request(fetch, `${flowPath(id)}/deploy`, { method: 'POST', body, schema: deployBody }),
    twinState: (id) => request(fetch, `/api/twins/${encodeURIComponent(id)}/state`, { schema: stateBody }),
    twins: () => request(fetch, '/api/twins', { schema: twinListBody }),
    putTwin: (id, flow) =>
      request(fetch, `/api/twins/${encodeURIComponent(id)}`, {
        method: 'PUT',
        body: { flow },
        schema: twinBody,
      }),
    setInputs: (twin, values, note) =>
      request(fetch, `/api/twins/${encodeURIComponent(twin)}/inputs`, {
        method: 'PUT',
        body: { values, ...(note && { note }) },
      }),
    timeline: (twin, limit, before) =>
      request(
        fetch,
        `/api/twins/${encodeURIComponent(twin)}/timeline?limit=${limit}${before === undefined ? '' : `&before=${before}`}`,
        { schema: timelineBody },
      ),
    tell: (twin, command) =>
      request(fetch, `/api/twins/${encodeURIComponent(twin)}/commands`, {
        method: 'POST',
        body: command,
        schema: commandBody,
      }),
    askStudy: (twin, body) => request(fetch, studiesPath(twin), { method: 'POST', body, schema: studyBody }),
    studies: (twin) => request(fetch, studiesPath(twin), { schema: studyListBody }),
    study: (twin, id) => request(fetch, `${studiesPath(twin)}/${id}`, { schema: studyBody }),
    endStudy: (twin, id) => request(fetch, `${studiesPath(twin)}/${id}`, { method: 'DELETE', as: 'text' }),
    goOnStudy: (twin, id) =>
      request(fetch, `${studiesPath(twin)}/${id}/go-on`, { method: 'POST', body: {}, schema: studyBody }),
    decideStudy: (twin, id, body) =>
      request(fetch, `${studiesPath(twin)}/${id}/decisions`, { method: 'POST', body, schema: studyBody }),
    connections: () => request(fetch, '/api/connections', { schema: connectionListBody }),
    topics: (connection) =>
      request(fetch, `/api/connections/${encodeURIComponent(connection)}/topics`, { schema: topicsBody }),
    putAsset: (text) =>
      request(fetch, '/api/assets', {
        method: 'POST',
        text: { type: 'text/csv', body: text },
        schema: assetBody,
      }),
    asset: (hash) => request<string>(fetch, `/api/assets/${encodeURIComponent(hash)}`, { as: 'text' }),
    alarms: () => request(fetch, '/api/alarms', { schema: alarmListBody }),
    alarmJournal: (twin, limit = 200) =>
      request(
        fetch,
        `/api/alarms/journal?${new URLSearchParams({ ...(twin !== undefined && { twin }), limit: String(limit) })}`,
        { schema: alarmEventListBody },
      ),
    acknowledge: (alarms, comment) =>
      request(fetch, '/api/alarms/acknowledge', {
        method: 'POST',
        body: { alarms, comment },
        schema: alarmListBody,
      }),
    shelve: ({ twin, node }, minutes, comment) =>
      request(fetch, '/api/alarms/shelve', {
        method: 'POST',
        body: { twin, node, minutes, comment },
        schema: alarmListBody,
      }),
    unshelve: ({ twin, node }) =>
      request(fetch, '/api/alarms/unshelve', {
        method: 'POST',
        body: { twin, node },
        schema: alarmListBody,
      }),
    history: (twin, port, from, to, points) =>
      request(
        fetch,
        `/api/twins/${encodeURIComponent(twin)}/history?${new URLSearchParams({ port, from: String(from), to: String(to), points: String(points) })}`,
        { schema: historyBody },
      ),
    pastReach: (twin) =>
      request(fetch, `/api/twins/${encodeURIComponent(twin)}/past`, { schema: pastReachBody }),
    pastAt: (twin, time) =>
      request(fetch, `/api/twins/${encodeURIComponent(twin)}/at?time=${time}`, { schema: pastBody }),
    why: (twin, port, time) => {
      const query = new URLSearchParams({ port, ...(time !== undefined && { time: String(time) }) });
      return request(fetch, `/api/twins/${encodeURIComponent(twin)}/why?${query}`, { schema: whyBody });
    },
    historyReach: () => request(fetch, '/api/history', { schema: historyReachBody }),
    records: (twin) =>
      request(fetch, `/api/records?twin=${encodeURIComponent(twin)}`, { schema: recordListBody }),
    status: () => request(fetch, '/api/status', { schema: statusBody }),
    plants: () => request(fetch, '/api/plants', { schema: plantListBody }),
    setPlant: (twin, status) =>
      request(fetch, `/api/plants/${encodeURIComponent(twin)}`, {
        method: 'PUT',
        body: { status },
        schema: plantBody,
      }),
    examples: () => request(fetch, '/api/examples', { schema: exampleListBody }),
    openExample: (id, parameters) =>
      request(fetch, `/api/examples/${encodeURIComponent(id)}/open`, {
        method: 'POST',
        body: { parameters },
        schema: exampleOpenedBody,
      }),
  };
}

/** The server this page came from. */
export const server: Server = createServer((path, init) => fetch(path, init));
