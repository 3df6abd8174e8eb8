import { Trash2 } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { setParam, setTitle } from '@twinloom/runtime/graph/edits';
import type { Flow, FlowNode } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor, ParamSchema } from '@twinloom/runtime/node/descriptor';
import { hasMeaning } from '@twinloom/runtime/node/has-meaning';
import { useCatalog } from '../stores/catalog-store.ts';
import { documentStore, useDocument } from '../stores/document-store.ts';
import { setByHand } from '../stores/hand-sets.ts';
import { useLive } from '../stores/live-store.ts';
import { removeSelected } from '../stores/remove-selected.ts';
import { resolvedFlow } from '../stores/resolved-flow.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { AssetField } from './AssetField.tsx';
import { BrowseDisclosure } from './BrowseDisclosure.tsx';
import { fittingPorts } from './fitting-ports.ts';
import { parametersOf } from '../ui/flow-parameters.ts';
import { HandSets } from './HandSets.tsx';
import { IdField } from './IdField.tsx';
import { NodeHelp } from './NodeHelp.tsx';
import { NodeHistory } from './NodeHistory.tsx';
import { paramUnit } from '../stores/param-unit.ts';
import { ParamField } from './ParamField.tsx';
import { PortList } from './PortList.tsx';
import { RecordedFiles } from './RecordedFiles.tsx';
import { TableFile } from './TableFile.tsx';
import { TopicBrowser } from './TopicBrowser.tsx';
import { TwinPortBrowser } from './TwinPortBrowser.tsx';
import { fill } from '../ui/fill.tsx';
import { inspectorWords } from '../words/inspector.ts';

interface NodeInspectorProps {
  id: string;
  node: FlowNode;
  draft: Flow;
}

/** Everything of one node: title, what is wrong, params, ports with live values, help. */
export function NodeInspector({ id, node, draft }: NodeInspectorProps): ReactElement {
  const byType = useCatalog((state) => state.byType);
  const diagnostics = useDocument((state) => state.diagnostics);
  const descriptor = byType.get(node.type);
  const twin = useLive((state) => state.twin);
  const resolved = resolvedFlow(draft, byType);
  const problems = diagnostics.filter(({ at }) => at.some((place) => place.node === id));
  return (
    <div className="inspector-node">
      <header className="inspector-head">
        {descriptor && <NodeIcon icon={descriptor.icon} kind={descriptor.kind} size={18} />}
        <input
          className="input inspector-title"
          aria-label={inspectorWords.title}
          value={node.title ?? ''}
          placeholder={descriptor?.title ?? id}
          onChange={(event) => {
            const title = event.currentTarget.value;
            documentStore.getState().edit((flow) => setTitle(flow, id, title), `${id} title`);
          }}
        />
        <button
          type="button"
          className="icon-button"
          aria-label={inspectorWords.removeNode}
          title={inspectorWords.removeWithKey}
          onClick={removeSelected}
        >
          <Trash2 size={16} aria-hidden="true" />
        </button>
      </header>
      <p className="inspector-sub">
        <IdField id={id} /> · {node.type}
      </p>
      <ProblemNotes id={id} problems={problems} hasDescriptor={descriptor !== undefined} />
      {descriptor ? (
        <Params id={id} node={node} draft={draft} descriptor={descriptor} problems={problems} />
      ) : (
        <Placeholder node={node} />
      )}
      {descriptor && <AssetField id={id} node={node} draft={draft} />}
      {descriptor?.recordsAs !== undefined && twin !== undefined && (
        <RecordedFiles twin={twin} name={String(node.params?.[descriptor.recordsAs] ?? id)} />
      )}
      <PortList node={id} draft={draft} resolved={resolved} />
      <NodeHistory
        node={id}
        outputs={[...(resolved.node(id)?.outputs.values() ?? [])]}
        first={descriptor?.card.port}
      />
      {descriptor && <NodeHelp descriptor={descriptor} params={node.params ?? {}} />}
    </div>
  );
}

/** A node whose pack is not there: what is kept of it, and what to do. */
function Placeholder({ node }: { node: FlowNode }): ReactElement {
  return (
    <section className="inspector-section">
      <p>{fill(inspectorWords.noSuchType, <code>{node.type}</code>)}</p>
      {node.params && (
        <>
          <h3 className="section-title">{inspectorWords.paramsKept}</h3>
          <pre className="kept-params">{JSON.stringify(node.params, null, 2)}</pre>
        </>
      )}
    </section>
  );
}

interface ParamsProps extends NodeInspectorProps {
  descriptor: NodeDescriptor;
  problems: readonly Diagnostic[];
}

function Params({ id, node, draft, descriptor, problems }: ParamsProps): ReactElement | null {
  const byType = useCatalog((state) => state.byType);
  const deployedNode = useDocument(({ deployed }) => deployed?.nodes[id]);
  const isLive = useLive((state) => state.twin !== undefined && state.twinState === 'running');
  const ports = resolvedFlow(draft, byType).node(id);
  const params = node.params ?? {};
  const parameters = useMemo(() => parametersOf(draft), [draft]);
  const place = useMemo(() => ({ node: id, draft, descriptor, ports }), [id, draft, descriptor, ports]);
  const entries = Object.entries(descriptor.params);
  const tunable =
    deployedNode?.type === node.type && isLive
      ? entries.filter(
          ([name, schema]) => schema.tunable && hasMeaning(name, deployedNode.params ?? {}, descriptor),
        )
      : [];
  const button =
    isLive && descriptor.byHand !== undefined && ports?.outputs.get(descriptor.byHand)?.type === 'event';
  const set =
    (name: string) =>
    (value: unknown, step = '') => {
      documentStore.getState().edit((flow) => setParam(flow, id, name, value), `${id} ${name} ${step}`);
    };
  if (entries.length === 0) return null;
  return (
    <>
      {button && deployedNode?.type === node.type && (
        <section className="inspector-section">
          <h3 className="section-title">{inspectorWords.onRunningTwin}</h3>
          <button
            type="button"
            className="button"
            onClick={() => setByHand(`${id}.${descriptor.byHand}`, true)}
          >
            {inspectorWords.press(node.title ?? id)}
          </button>
        </section>
      )}
      {tunable.length > 0 && (
        <HandSets
          node={id}
          descriptor={descriptor}
          params={deployedNode?.params ?? {}}
          tunable={tunable.map(([name, schema]) => ({ name, unit: paramUnit(schema, params, ports) }))}
        />
      )}
      {groupsOf(entries.filter(([name]) => hasMeaning(name, params, descriptor))).map(([group, members]) => (
        <section key={group} className="inspector-section">
          <h3 className="section-title">{group || inspectorWords.params}</h3>
          {members.map(([name, schema]) => (
            <div key={name}>
              {schema.widget === 'table' ? (
                <TableFile
                  node={id}
                  schema={schema}
                  file={params[name]}
                  fileName={params[descriptor.reads?.name ?? '']}
                  problem={
                    problems.find(({ at }) => at.some((place) => place.node === id && place.param === name))
                      ?.says
                  }
                />
              ) : (
                <ParamField
                  name={name}
                  schema={withLimits(schema, params, descriptor)}
                  value={params[name]}
                  unit={paramUnit(schema, params, ports)}
                  parameters={parameters}
                  required={descriptor.required.includes(name)}
                  columns={furtherColumns(schema, params, descriptor)}
                  options={
                    schema.widget === 'flow-port'
                      ? fittingPorts(draft, resolvedFlow(draft, byType), id, paramUnit(schema, params, ports))
                      : optionsOf(schema, params, descriptor)
                  }
                  problem={
                    problems.find(({ at }) => at.some((place) => place.node === id && place.param === name))
                      ?.says
                  }
                  place={place}
                  onChange={set(name)}
                />
              )}
              {schema.widget === 'twin-port' && <TwinPortBrowser node={id} params={params} />}
              {schema.widget === 'topic' && descriptor.kind === 'source' && (
                <Browse id={id} topicParam={name} params={params} descriptor={descriptor} />
              )}
            </div>
          ))}
        </section>
      ))}
    </>
  );
}

/** Names of the fields in the param that says what further columns a table has. */
function furtherColumns(
  { columnsFrom }: ParamSchema,
  params: Readonly<Record<string, unknown>>,
  descriptor: NodeDescriptor,
): string[] {
  const declared =
    columnsFrom === undefined ? undefined : (params[columnsFrom] ?? descriptor.params[columnsFrom]?.default);
  return Array.isArray(declared) ? declared.map(String) : Object.keys(declared ?? {});
}

/** A value that is set while the twin runs has the limits that its node names beside it. */
function withLimits(
  schema: ParamSchema,
  params: Readonly<Record<string, unknown>>,
  descriptor: NodeDescriptor,
): ParamSchema {
  const [minimum, maximum] = ['min', 'max'].map((name) => params[name] ?? descriptor.params[name]?.default);
  if (!schema.tunable || typeof minimum !== 'number' || typeof maximum !== 'number') return schema;
  return { minimum, maximum, ...schema };
}

/** Texts that may be chosen, from the param that lists them. */
function optionsOf(
  { optionsFrom }: ParamSchema,
  params: Readonly<Record<string, unknown>>,
  descriptor: NodeDescriptor,
): string[] | undefined {
  const listed =
    optionsFrom === undefined ? undefined : (params[optionsFrom] ?? descriptor.params[optionsFrom]?.default);
  return Array.isArray(listed) ? listed.map(String) : undefined;
}

interface BrowseProps {
  id: string;
  topicParam: string;
  params: Readonly<Record<string, unknown>>;
  descriptor: NodeDescriptor;
}

/** The topic browser, open while somebody wants it: the server listens to everything only then. */
function Browse({ id, topicParam, params, descriptor }: BrowseProps): ReactElement {
  const twin = useLive((state) => state.twin);
  const schemas = Object.entries(descriptor.params);
  const connectionParam = schemas.find(([, { widget }]) => widget === 'connection')?.[0] ?? 'connection';
  const pathParam = descriptor.params.path
    ? 'path'
    : schemas.find(([, { widget }]) => widget === 'path')?.[0];
  const connection = params[connectionParam] ?? descriptor.params[connectionParam]?.default ?? 'default';
  const topic = typeof params[topicParam] === 'string' ? params[topicParam] : '';
  const path = pathParam && typeof params[pathParam] === 'string' ? params[pathParam] : '';
  return (
    <BrowseDisclosure browse={inspectorWords.browseTopics} close={inspectorWords.closeTopics}>
      <TopicBrowser
        connection={String(connection)}
        topic={twin ? topic.replaceAll('{twin}', twin) : topic}
        path={path}
        onPick={(picked, pickedPath) => {
          documentStore.getState().edit((flow) => {
            const named = setParam(flow, id, topicParam, generalTopic(picked, twin));
            return pathParam ? setParam(named, id, pathParam, pickedPath) : named;
          });
        }}
      />
    </BrowseDisclosure>
  );
}

/** A topic with the twin's own id in it fits every twin of the flow once `{twin}` stands there. */
function generalTopic(topic: string, twin: string | undefined): string {
  return topic
    .split('/')
    .map((level) => (level === twin ? '{twin}' : level))
    .join('/');
}

function ProblemNotes({
  id,
  problems,
  hasDescriptor,
}: {
  id: string;
  problems: readonly Diagnostic[];
  hasDescriptor: boolean;
}): ReactElement | null {
  const status = useLive(({ nodes }) => nodes[id]);
  const general = problems.filter(({ at }) => at.every((place) => place.param === undefined));
  const error = status?.state === 'error' ? status.says : undefined;
  const dropped = status?.dropped ?? 0;
  const { waiting = 0, lost = 0 } = status ?? {};
  if (general.length === 0 && !error && dropped + waiting + lost === 0) return null;
  return (
    <div className="inspector-section">
      {error && <div className="note note-bad">{inspectorWords.nodeFailed(error)}</div>}
      {hasDescriptor &&
        general.map(({ code, severity, says, remedy }) => (
          <div key={code + says} className={`note ${severity === 'error' ? 'note-bad' : 'note-warn'}`}>
            {says}. <span className="muted">{remedy}</span>
          </div>
        ))}
      {waiting > 0 && <p className="muted">{inspectorWords.waits(waiting)}</p>}
      {lost > 0 && (
        <div className="note note-warn">
          {inspectorWords.leftOut(lost)} <span className="muted">{inspectorWords.leftOutMeans}</span>
        </div>
      )}
      {dropped > 0 && <p className="muted">{inspectorWords.samplesRefused(dropped)}</p>}
    </div>
  );
}

function groupsOf<T>(
  entries: readonly [string, T & { group?: string }][],
): [string, [string, T & { group?: string }][]][] {
  const groups = new Map<string, [string, T & { group?: string }][]>();
  for (const entry of entries) {
    const group = entry[1].group ?? '';
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return [...groups];
}
