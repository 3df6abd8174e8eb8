import type { Diagnostic } from '../graph/diagnostic.ts';
import { hasMeaning } from '../node/has-meaning.ts';
import type { PlanNode, PlanOutput } from '../compile/plan.ts';
import { rateUnit } from '../compile/resolve-params.ts';
import { parseDifference, parseDuration, parseQuantity } from '../signal/quantity.ts';
import { parseUnit } from '../signal/unit.ts';

export type HandValue = number | boolean | string;

/** A value a person sets, as the param of a node that it means. */
export interface HandSet {
  node: PlanNode;
  param: string;
  /** In the param's unit; undefined = back to the flow. */
  value: HandValue | undefined;
}

/** A press of a button: an event at this output. */
export interface Press {
  node: PlanNode;
  pressed: PlanOutput;
}

/** Reads one `node.port` or `node.param` with its value; a diagnostic where it names nothing that may be set, or the value does not fit. */
export function readHandSet(
  nodes: ReadonlyMap<string, PlanNode>,
  name: string,
  value: HandValue | null,
): HandSet | Press | { diagnostic: Diagnostic } {
  const [id = '', ...members] = name.split('.');
  const member = members.join('.');
  const node = nodes.get(id);
  if (!node)
    return refuse(
      { node: id },
      `there is no node "${id}"`,
      `The nodes are ${[...nodes.keys()].slice(0, 20).join(', ')}.`,
    );
  const pressed = buttonOf(node, member);
  if (pressed && value === true) return { node, pressed };
  if (pressed) return refuse({ node: id, param: member }, `${id} is a button`, 'Press it with true.');
  const param = tunableParam(node, member);
  if (param === undefined) {
    const known = settable(node).join(', ');
    return refuse(
      { node: id, param: member },
      `"${member}" of ${id} cannot be set while the twin runs`,
      known ? `What can be set is ${known}.` : 'Set a constant, or a tunable param of another node.',
    );
  }
  if (value === null) return { node, param, value: undefined };
  const read = readValue(node, param, value);
  if ('says' in read) return refuse({ node: id, param }, `${name}: ${read.says}`, 'Give a value that fits.');
  return { node, param, value: read.value };
}

/** The unit of a number that may be set at `node.port` or `node.param`, '' where it has none; undefined where no number may. */
export function unitSetByHand(nodes: ReadonlyMap<string, PlanNode>, name: string): string | undefined {
  const [id = '', ...members] = name.split('.');
  const node = nodes.get(id);
  const param = node && tunableParam(node, members.join('.'));
  if (!node || param === undefined) return undefined;
  if (node.definition.descriptor.params[param]?.type !== 'number' && typeof node.params[param] !== 'number')
    return undefined;
  const unit = node.outputs.find((output) => output.name === param)?.unit ?? unitOf(node, param);
  return unit === '1' ? '' : unit;
}

function buttonOf({ definition, outputs }: PlanNode, member: string): PlanOutput | undefined {
  if (definition.descriptor.byHand !== member) return undefined;
  return outputs.find(({ name, type }) => name === member && type === 'event');
}

function tunableParam(node: PlanNode, member: string): string | undefined {
  const { definition } = node;
  const emitted = definition.emits?.(node.params);
  if (emitted !== undefined && node.outputs[0]?.name === member) return emitted;
  return settable(node).includes(member) ? member : undefined;
}

/** Tunable params that mean something in this flow; the one it emits by its output's name. */
function settable({ definition, params, outputs }: PlanNode): string[] {
  const { descriptor } = definition;
  const emitted = definition.emits?.(params);
  return Object.entries(descriptor.params)
    .filter(([name, { tunable }]) => tunable && hasMeaning(name, params, descriptor))
    .map(([name]) => (name === emitted ? (outputs[0]?.name ?? name) : name));
}

function readValue(node: PlanNode, param: string, value: HandValue): { value: HandValue } | { says: string } {
  const schema = node.definition.descriptor.params[param];
  const wanted =
    typeof value === 'string' && schema?.type === 'number' ? readNumber(node, param, value) : { value };
  if ('says' in wanted) return wanted;
  const { min, max } = node.params;
  if (typeof wanted.value === 'number' && param === node.definition.emits?.(node.params)) {
    if ((typeof min === 'number' && wanted.value < min) || (typeof max === 'number' && wanted.value > max)) {
      return { says: `${wanted.value} lies outside ${String(min ?? '−∞')} to ${String(max ?? '∞')}` };
    }
  }
  const parsed = node.definition.params.safeParse({ ...node.params, [param]: wanted.value });
  if (parsed.success) return { value: parsed.data[param] as HandValue };
  return { says: parsed.error.issues[0]?.message ?? 'it does not fit' };
}

function readNumber(node: PlanNode, param: string, text: string): { value: number } | { says: string } {
  const schema = node.definition.descriptor.params[param];
  if (schema?.widget === 'duration') {
    const parsed = parseDuration(text);
    return 'seconds' in parsed ? { value: parsed.seconds } : { says: parsed.problem };
  }
  const isDifference = /^(difference|rate):/.test(schema?.unit ?? '');
  const parsed = isDifference
    ? parseDifference(text, unitOf(node, param))
    : parseQuantity(text, unitOf(node, param));
  return 'value' in parsed ? parsed : { says: parsed.problem };
}

function unitOf(node: PlanNode, param: string): string {
  const [kind = '', name = ''] = node.definition.descriptor.params[param]?.unit?.split(':') ?? [];
  if (name === '') return kind || '1';
  const code = kind === 'param' ? node.params[name] : undefined;
  if (typeof code === 'string') return code;
  const port = [...node.inputs, ...node.outputs].find((one) => one.name === name) ?? node.outputs[0];
  const parsed = parseUnit(port?.unit || '1');
  if (kind === 'rate' && 'unit' in parsed) return rateUnit(parsed.unit)?.code ?? '1';
  return port?.unit || '1';
}

function refuse(
  at: { node: string; param?: string },
  says: string,
  remedy: string,
): { diagnostic: Diagnostic } {
  return { diagnostic: { code: 'cannot-be-set', severity: 'error', at: [at], says, remedy } };
}
