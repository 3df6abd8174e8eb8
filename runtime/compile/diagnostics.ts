import { formatEdge, type Edge } from '../graph/flow.ts';
import type { Diagnostic, Place } from '../graph/diagnostic.ts';
import type { TableProblem } from '../table/table.ts';

/** Every diagnostic of the compiler, each code declared once: what it says (got and expected) and what to do. */
function error(code: string, at: Place | Place[], says: string, remedy: string): Diagnostic {
  return { code, severity: 'error', at: Array.isArray(at) ? at : [at], says, remedy };
}

function warning(code: string, at: Place | Place[], says: string, remedy: string): Diagnostic {
  return { code, severity: 'warning', at: Array.isArray(at) ? at : [at], says, remedy };
}

export const unknownNode = (node: string, type: string, near: string[]): Diagnostic =>
  error(
    'unknown-node',
    { node },
    `there is no node type "${type}"`,
    near.length > 0
      ? `Did you mean ${near.join(' or ')}? Otherwise install the pack that brings it.`
      : 'Install the pack that brings it, or replace the node. Its params and edges are kept.',
  );

export const neverBegins = (loop: readonly string[]): Diagnostic =>
  warning(
    'never-begins',
    loop.map((node) => ({ node })),
    `${[...loop, loop[0]].join(' → ')}: each waits for the first sample of the one before, so none of them begins`,
    'Put a Delay with an initial value on one of these edges.',
  );

export const ratioTakenAsItStands = (node: string, param: string, unit: string): Diagnostic =>
  warning(
    'ratio-as-it-stands',
    { node, param },
    `it works out to a plain number, which is taken in ${unit} as it stands: 0.5 becomes 0.5 ${unit}`,
    'State the unit 1: where it is wired it converts by itself, and a Unit node shows it otherwise.',
  );

export const badEdgeText = (text: string): Diagnostic =>
  error('bad-edge', {}, `"${text.slice(0, 120)}" is not an edge`, 'Write it as "node.port -> node.port".');

export const edgeToNowhere = (edge: Edge, missing: string): Diagnostic =>
  error(
    'edge-to-nowhere',
    { node: edge.to.node, port: edge.to.port },
    `the edge ${formatEdge(edge)} names the node "${missing}", which is not in the flow`,
    'Remove the edge, or add the node.',
  );

export const noSuchPort = (
  node: string,
  port: string,
  side: 'input' | 'output',
  known: string[],
): Diagnostic =>
  error(
    'no-such-port',
    { node, port },
    `"${node}" has no ${side} "${port}"`,
    known.length > 0 ? `Its ${side}s are ${known.join(', ')}.` : `It has no ${side}s.`,
  );

export const duplicateEdge = (edge: Edge): Diagnostic =>
  error(
    'duplicate-edge',
    { node: edge.to.node, port: edge.to.port },
    `the edge ${formatEdge(edge)} stands twice`,
    'Remove one of them.',
  );

export const inputTaken = (edge: Edge, other: Edge): Diagnostic =>
  error(
    'input-taken',
    { node: edge.to.node, port: edge.to.port },
    `two edges end in ${edge.to.node}.${edge.to.port}: from ${other.from.node}.${other.from.port} and from ${edge.from.node}.${edge.from.port}`,
    'An input takes one edge. Remove one, or join the two with a node.',
  );

export const edgeRefused = (edge: Edge, code: string, says: string, remedy: string): Diagnostic =>
  error(
    code,
    [
      { node: edge.to.node, port: edge.to.port },
      { node: edge.from.node, port: edge.from.port },
    ],
    `${formatEdge(edge)}: ${says}`,
    remedy,
  );

export const turnsAsAngle = (edge: Edge, says: string, remedy: string): Diagnostic =>
  warning(
    'turns-as-angle',
    { node: edge.to.node, port: edge.to.port },
    `${formatEdge(edge)}: ${says}`,
    remedy,
  );

export const missingInput = (node: string, port: string, what: string): Diagnostic =>
  error(
    'missing-input',
    { node, port },
    `the input "${port}" (${what}) has no edge`,
    'Wire an output to it.',
  );

export const missingParam = (node: string, param: string, what: string): Diagnostic =>
  error(
    'missing-param',
    { node, param },
    `the param "${param}" has no value`,
    `Give it one${what ? `: ${what}` : ''}.`,
  );

export const badParam = (node: string, param: string, says: string, remedy: string): Diagnostic =>
  error('bad-param', { node, param }, `${param}: ${says}`, remedy);

export const badStart = (node: string, param: string, says: string, remedy: string): Diagnostic =>
  error('bad-start', { node, param }, says, remedy);

export const badStateLength = (node: string, state: string, wanted: unknown): Diagnostic =>
  error(
    'bad-state',
    { node },
    `its state "${state}" would hold ${String(wanted)} numbers`,
    'Look at the params that say how much it keeps; a whole number is needed.',
  );

export const nodeTooLarge = (node: string, wanted: string, most: string): Diagnostic =>
  error(
    'too-large',
    { node },
    `it would keep ${wanted} of samples and states; one node may keep ${most}`,
    'Make its window or its number of samples smaller, or thin out its input.',
  );

export const twinTooLarge = (nodes: string[], wanted: string, most: string): Diagnostic =>
  error(
    'too-large',
    nodes.map((node) => ({ node })),
    `all nodes together would keep ${wanted}; one twin may keep ${most}. The largest: ${nodes.join(', ')}`,
    'Make windows smaller, or split the flow into twins.',
  );

export const badGroup = (group: string, says: string, remedy: string): Diagnostic =>
  error('bad-group', { param: `groups.${group}` }, `group ${group}: ${says}`, remedy);

export const strayMember = (group: string, member: string): Diagnostic =>
  warning(
    'stray-member',
    { param: `groups.${group}` },
    `group ${group}: its member "${member}" is not in the flow`,
    'Take it out of the group, or add the node.',
  );

export const unknownParam = (node: string, param: string, known: string[]): Diagnostic =>
  warning(
    'unknown-param',
    { node, param },
    `"${param}" is not a param of this node; it is kept but does nothing`,
    known.length > 0 ? `Its params are ${known.join(', ')}.` : 'It has no params.',
  );

export const badExpression = (
  node: string,
  param: string,
  says: string,
  column: number,
  remedy?: string,
): Diagnostic =>
  error(
    'bad-expression',
    { node, param, column },
    `${param}: ${says} (column ${column})`,
    remedy ?? 'Mend the expression at that column.',
  );

export const badParameter = (name: string, says: string, remedy: string): Diagnostic =>
  error('bad-parameter', { param: name }, `parameter ${name}: ${says}`, remedy);

export const badKpi = (name: string, says: string, remedy: string, column?: number): Diagnostic =>
  error(
    'bad-kpi',
    { param: `kpis.${name}`, ...(column !== undefined && { column }) },
    `KPI ${name}: ${says}${column === undefined ? '' : ` (column ${column})`}`,
    remedy,
  );

export const badUnit = (place: Place, code: string, problem: string): Diagnostic =>
  error(
    'bad-unit',
    place,
    `"${code}" is not a unit: ${problem}`,
    'Write a UCUM code such as m3/h, Cel, kW.h, 1/min or 1.',
  );

export const unitAssumed = (node: string, port: string, unit: string): Diagnostic =>
  warning(
    'unit-assumed',
    { node, port },
    `no unit is given; ${unit} is assumed from the port it is wired to`,
    `Set the unit of ${node} to what the sensor really sends.`,
  );

export const unitDisagree = (node: string, port: string, units: string[]): Diagnostic =>
  error(
    'unit-disagree',
    { node, port },
    `no unit is given, and the ports it is wired to want different ones: ${units.join(', ')}`,
    `Set the unit of ${node}.`,
  );

export const missingTable = (node: string, param: string, file: string): Diagnostic =>
  error(
    'missing-file',
    { node, param },
    `the file ${file} is not here`,
    'Choose the file again in the inspector; for the command line, put it beside the flow.',
  );

export const badTable = (
  node: string,
  param: string,
  file: string,
  { says, remedy }: TableProblem,
): Diagnostic => error('bad-file', { node, param }, `${file}: ${says}`, remedy);

export const algebraicLoop = (nodes: string[]): Diagnostic =>
  error(
    'algebraic-loop',
    nodes.map((node) => ({ node })),
    `these nodes need each other's value in the same instant: ${[...nodes, nodes[0]].join(' → ')}`,
    'Break the loop with a node that has a state of its own (a delay, a low-pass, a pipe or a tank), or remove an edge.',
  );

export const notConnected = (node: string): Diagnostic =>
  warning('not-connected', { node }, 'nothing is wired to this node', 'Wire it, or remove it.');

export const badClock = (what: string, says: string): Diagnostic =>
  error(
    'bad-clock',
    { param: `clock.${what}` },
    `clock.${what}: ${says}`,
    'Write a duration such as "100ms" between 1 ms and 1 h.',
  );

export const emptyFlow = (): Diagnostic =>
  warning('empty-flow', {}, 'the flow has no nodes', 'Add a node from the palette.');
