import { resolvePorts, type ResolvedFlow } from '@twinloom/runtime/compile/resolve-ports';
import type { FlowChange } from '@twinloom/runtime/graph/compare-flows';
import { parseEdge, type Edge, type Flow, type PortRef } from '@twinloom/runtime/graph/flow';
import { own } from '@twinloom/runtime/graph/own';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import type { Compared, Mark } from '../stores/comparison-store.ts';
import { paramUnit } from '../stores/param-unit.ts';
import { wordsOf } from '../ui/words-of.ts';
import { saySetting } from './say-setting.ts';
import { changesWords } from '../words/changes.ts';

/** One change in plain words: `Outflow · gain 1.2 → 1.4`. */
export interface ChangeLine {
  mark: Mark;
  /** What changed, by its title. */
  subject: string;
  /** Its id, where that is another word. */
  id: string;
  says: string;
  /** Before and after, where a value changed. */
  values: { from: string; to: string } | undefined;
  /** What a click shows on the canvas. */
  shows: { node: string } | { edge: Edge } | undefined;
}

/** One of the two versions, and what its ports are. */
interface SideView {
  flow: Flow;
  ports: ResolvedFlow;
}

interface Sides {
  from: SideView;
  to: SideView;
  byType: ReadonlyMap<string, NodeDescriptor>;
}

type Change<What extends FlowChange['what']> = Extract<FlowChange, { what: What }>;

/** Puts changes between two versions into words, with the units that each version has. */
export function changeLines(
  changes: readonly FlowChange[],
  { from, to }: Compared,
  byType: ReadonlyMap<string, NodeDescriptor>,
): ChangeLine[] {
  const sides: Sides = {
    from: { flow: from, ports: resolvePorts(from, byType) },
    to: { flow: to, ports: resolvePorts(to, byType) },
    byType,
  };
  return changes.map((change) => lineOf(change, sides));
}

function lineOf(change: FlowChange, sides: Sides): ChangeLine {
  switch (change.what) {
    case 'node':
      return ofNode(change.node, sides, markOf(change), sayNode(change, sides));
    case 'type': {
      const values = { from: typeTitle(change.from, sides), to: typeTitle(change.to, sides) };
      return ofNode(change.node, sides, 'changed', changesWords.type, values);
    }
    case 'param':
      return ofParam(change, sides);
    case 'key':
      return ofNode(change.node, sides, 'changed', sayPlace(change.key, change.path), plainly(change));
    case 'title':
      return ofNode(change.node, sides, 'changed', changesWords.title, plainly(change));
    case 'place':
      return ofNode(change.node, sides, 'changed', changesWords.moved);
    case 'edge':
      return ofEdge(change, sides);
    case 'way':
      return {
        ...ofEdge({ ...change, is: 'added' }, sides),
        mark: 'changed',
        says: changesWords.edgeTakesAnotherWay,
      };
    case 'parameter':
      return ofParameter(change, sides);
    case 'clock':
      return {
        ...NOWHERE,
        subject: changesWords.clock,
        says: change.path.join(' '),
        values: plainly(change),
      };
    case 'group':
      return ofGroup(change, sides);
    case 'section':
      return ofSection(change);
    default:
      return change satisfies never;
  }
}

const NOWHERE = { mark: 'changed', id: '', values: undefined, shows: undefined } as const;

function ofNode(
  node: string,
  sides: Sides,
  mark: Mark,
  says: string,
  values?: ChangeLine['values'],
): ChangeLine {
  const subject = titleOf(node, sides);
  return { mark, subject, id: idBeside(subject, node), says, values, shows: { node } };
}

function sayNode(change: Change<'node'>, sides: Sides): string {
  const title = typeTitle((change.to ?? change.from)?.type ?? '', sides);
  return changesWords.nodeMarked(changesWords.marks[markOf(change)], title);
}

function ofParam(change: Change<'param'>, sides: Sides): ChangeLine {
  const schema = schemaOf(change, sides.to, sides) ?? schemaOf(change, sides.from, sides);
  const name = (schema?.title ?? wordsOf(change.param)).toLowerCase();
  return ofNode(change.node, sides, 'changed', sayPlace(name, change.path), {
    from: sayParam(change, sides.from, change.from, sides),
    to: sayParam(change, sides.to, change.to, sides),
  });
}

function sayParam(change: Change<'param'>, side: SideView, value: unknown, sides: Sides): string {
  const schema = schemaOf(change, side, sides);
  if (change.path.length > 0 || !schema) return saySetting(value);
  if (value === undefined && schema.default !== undefined)
    return changesWords.isDefault(sayParam(change, side, schema.default, sides));
  if (schema.widget === 'unit' && typeof value === 'string') return formatUnit(value) || '1';
  const params = own(side.flow.nodes, change.node)?.params ?? {};
  return saySetting(value, paramUnit(schema, params, side.ports.node(change.node)));
}

function schemaOf({ node, param }: Change<'param'>, { flow }: SideView, { byType }: Sides) {
  return own(byType.get(own(flow.nodes, node)?.type ?? '')?.params, param);
}

function ofEdge({ text, is }: Omit<Change<'edge'>, 'what'>, sides: Sides): ChangeLine {
  const edge = parseEdge(text);
  const end = ({ node, port }: PortRef): string => `${titleOf(node, sides)} ${port}`;
  return {
    ...NOWHERE,
    mark: is,
    subject: edge ? changesWords.edgeBetween(end(edge.from), end(edge.to)) : text,
    says: changesWords.edges[is],
    shows: edge && { edge },
  };
}

function ofParameter(change: Change<'parameter'>, { from, to }: Sides): ChangeLine {
  const [before, after] = [own(from.flow.parameters, change.name), own(to.flow.parameters, change.name)];
  const subject = (after ?? before)?.title ?? change.name;
  const line = { ...NOWHERE, subject, id: idBeside(subject, change.name) };
  const [key, ...inside] = change.path;
  if (key === undefined) {
    const whole = after ?? before;
    const value = saySetting(whole?.value, whole?.unit);
    return {
      ...line,
      mark: after ? 'added' : 'removed',
      says: after ? changesWords.parameterAdded(value) : changesWords.parameterRemoved(value),
    };
  }
  const isQuantity = ['value', 'min', 'max'].includes(String(key));
  const values = {
    from: saySetting(change.from, isQuantity ? before?.unit : ''),
    to: saySetting(change.to, isQuantity ? after?.unit : ''),
  };
  return {
    ...line,
    says: key === 'value' ? changesWords.parameter : sayPlace(changesWords.parameterPart(key), inside),
    values,
  };
}

function ofGroup({ group, path, from, to }: Change<'group'>, sides: Sides): ChangeLine {
  const { title } = own(sides.to.flow.groups, group) ?? own(sides.from.flow.groups, group) ?? {};
  const subject = changesWords.group(title ?? group);
  const line = { ...NOWHERE, subject, id: idBeside(title ?? group, group) };
  const [key] = path;
  if (key === undefined) {
    const mark = to === undefined ? 'removed' : 'added';
    const { enable } = (to ?? from) as { enable?: string };
    if (enable === undefined) return { ...line, mark, says: changesWords.marks[mark] };
    return {
      ...line,
      mark,
      says: mark === 'added' ? changesWords.runsWhile(enable) : changesWords.runsWhileNoMore(enable),
    };
  }
  if (key !== 'members') return { ...line, says: sayPlace('', path), values: plainly({ from, to }) };
  const names = [from, to].map((node) => (typeof node === 'string' ? titleOf(node, sides) : ''));
  const [gone, come] = names;
  if (gone === '') return { ...line, mark: 'added', says: changesWords.takesIn(come!) };
  if (come === '') return { ...line, mark: 'removed', says: changesWords.letsGoOf(gone!) };
  return { ...line, says: changesWords.member, values: { from: gone!, to: come! } };
}

function ofSection(change: Change<'section'>): ChangeLine {
  const subject = wordsOf(change.section);
  const isWhole = change.path.length === 0 && typeof (change.to ?? change.from) === 'object';
  if (!isWhole) return { ...NOWHERE, subject, says: sayPlace('', change.path), values: plainly(change) };
  const mark = change.from === undefined ? 'added' : change.to === undefined ? 'removed' : 'changed';
  return { ...NOWHERE, mark, subject, says: changesWords.marks[mark] };
}

/** Where inside a value: rows are counted from 1, as on the screen. */
function sayPlace(name: string, path: readonly (string | number)[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? changesWords.row(step + 1) : step));
  return [name, ...steps].filter((step) => step !== '').join(', ');
}

function plainly({ from, to }: { from: unknown; to: unknown }): { from: string; to: string } {
  return { from: saySetting(from), to: saySetting(to) };
}

function markOf({ to }: Change<'node'>): Mark {
  return to ? 'added' : 'removed';
}

function titleOf(node: string, { from, to, byType }: Sides): string {
  const { title, type = '' } = own(to.flow.nodes, node) ?? own(from.flow.nodes, node) ?? {};
  return title ?? byType.get(type)?.title ?? node;
}

/** The id of what has a title, where that is another word. */
function idBeside(title: string, id: string): string {
  return title.toLowerCase() === id.toLowerCase() ? '' : id;
}

function typeTitle(type: string, { byType }: Sides): string {
  return byType.get(type)?.title ?? type;
}
