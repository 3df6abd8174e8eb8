import { nearNames } from '../compile/near-names.ts';
import type { Plan } from '../compile/plan.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { StudyRequest, StudyVariant } from '../graph/scenario.ts';
import type { Varied } from '../graph/study-method.ts';
import { unitSetByHand } from '../run/hand-sets.ts';
import { parseDifference, parseQuantity } from '../signal/quantity.ts';
import { refusal } from './refusal.ts';

/** Something that takes other values from run to run. */
export interface Axis extends Varied {
  title: string;
  /** UCUM code of its values, '' where none. */
  unit: string;
}

/** Finds what is varied in the flow; a diagnostic where there is no such thing. */
export function findAxis(
  { kind, name }: Varied,
  plan: Plan,
  inputs: NonNullable<StudyRequest['inputs']>,
  param: string,
  diagnostics: Diagnostic[],
): Axis | undefined {
  const refuse = (says: string, remedy: string): undefined =>
    void diagnostics.push(refusal('cannot-vary', param, says, remedy));
  const { parameters = {}, nodes } = plan.flow;
  switch (kind) {
    case 'parameter': {
      const found = Object.hasOwn(parameters, name) ? parameters[name]! : undefined;
      if (!found)
        return refuse(`the flow declares no parameter ${name}`, remedyOf(name, Object.keys(parameters)));
      if (typeof found.value === 'boolean' || (typeof found.value === 'string' && found.unit === undefined))
        return refuse(`the parameter ${name} is no number`, 'Put its values into variants.');
      return { kind, name, title: found.title ?? name, unit: found.unit ?? '' };
    }
    case 'value': {
      const byId = new Map(plan.nodes.map((node) => [node.id, node]));
      const unit = unitSetByHand(byId, name);
      if (unit === undefined)
        return refuse(
          `no number can be set at ${name}`,
          'Name a constant, or a param that can be set while the twin runs.',
        );
      return { kind, name, title: titleOf(nodes, name), unit };
    }
    case 'times':
    case 'is':
    case 'to': {
      const port = plan.ports.find((one) => one.port === name);
      const listening = new Set(plan.sources.map(({ node }) => node));
      const isListening = listening.has(name.split('.', 1)[0]!);
      if (!port || !isListening || port.type !== 'number')
        return refuse(
          `the flow has no input ${name} of numbers`,
          remedyOf(
            name,
            plan.nodes.flatMap(({ id, outputs }) =>
              listening.has(id) ? outputs.map((output) => `${id}.${output.name}`) : [],
            ),
          ),
        );
      if (kind === 'to' && inputs[name]?.policy !== 'ramp')
        return refuse(`nothing ramps ${name}`, `Feed it with a ramp under inputs, whose end is varied.`);
      const title = titleOf(nodes, name);
      return kind === 'times'
        ? { kind, name, title: `${title} ×`, unit: '' }
        : { kind, name, title, unit: port.unit };
    }
    default:
      return kind satisfies never;
  }
}

function remedyOf(name: string, known: readonly string[]): string {
  const near = nearNames(name, [...known]);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  return `There ${known.length === 0 ? 'are none' : `is ${known.slice(0, 20).join(', ')}`}.`;
}

function titleOf(nodes: Plan['flow']['nodes'], name: string): string {
  return nodes[name.split('.', 1)[0]!]?.title ?? name;
}

/** Reads a number in the unit of what is varied; a difference where a scale's beginning does not matter. NaN and a diagnostic where it is none. */
export function readValue(
  value: number | string,
  { unit }: Axis,
  param: string,
  diagnostics: Diagnostic[],
  isDifference = false,
): number {
  if (typeof value === 'number') return value;
  const read = isDifference ? parseDifference(value, unit) : parseQuantity(value, unit);
  if ('value' in read) return read.value;
  diagnostics.push(refusal('bad-value', param, read.problem, `Give it in ${unit || 'plain numbers'}.`));
  return Number.NaN;
}

/** The variant with other values, each in the unit of its axis. `inputs` are those of the whole question. */
export function withValues(
  variant: StudyVariant,
  inputs: NonNullable<StudyRequest['inputs']>,
  axes: readonly Axis[],
  point: readonly number[],
): StudyVariant {
  const changed: StudyVariant = { ...variant };
  axes.forEach(({ kind, name }, i) => {
    const value = point[i]!;
    switch (kind) {
      case 'parameter':
        changed.parameters = { ...changed.parameters, [name]: value };
        break;
      case 'value':
        changed.values = { ...changed.values, [name]: value };
        break;
      case 'times':
        changed.inputs = { ...changed.inputs, [name]: { policy: 'scaled', factor: value } };
        break;
      case 'is':
        changed.inputs = {
          ...changed.inputs,
          [name]: { policy: 'profile', points: [[0, value]], between: 'step' },
        };
        break;
      case 'to': {
        const ramp = changed.inputs?.[name] ?? inputs[name];
        if (ramp?.policy === 'ramp') changed.inputs = { ...changed.inputs, [name]: { ...ramp, to: value } };
        break;
      }
      default:
        kind satisfies never;
    }
  });
  return changed;
}
