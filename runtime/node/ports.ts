import type { PortType } from '../signal/port-type.ts';
import type { PortDescriptor, UnitSpec } from './descriptor.ts';

interface Options {
  doc?: string;
  /** Value while no edge ends here; an input with a default is not required. */
  default?: number;
  /** New samples here do not trigger the node. */
  held?: boolean;
  /** May stay without an edge; then it is absent. */
  optional?: boolean;
  /** False: the node runs before this input has had a sample; it must ask for the quality then. */
  awaited?: false;
}

type Port<T extends PortDescriptor['type']> = PortDescriptor & { type: T };

/** A number in a fixed UCUM unit, or in the unit another spec names (`anyUnit`, `unitOf('in')`, `unitFrom('unit')`). */
export function number(unit: string | UnitSpec, options: Options = {}): Port<'number'> {
  return { type: 'number', unit: typeof unit === 'string' ? { kind: 'code', code: unit } : unit, ...options };
}

/** True or false; carries no unit. */
export function boolean(options: Omit<Options, 'default'> & { default?: boolean } = {}): Port<'boolean'> {
  return { type: 'boolean', unit: { kind: 'none' }, ...options };
}

/** Present only in its instant. */
export function event(options: Omit<Options, 'default'> = {}): Port<'event'> {
  return { type: 'event', unit: { kind: 'none' }, ...options };
}

/** Numbers of one unit in their order; a waveform carries its spacing (`Vector`). */
export function vector(unit: string | UnitSpec, options: Omit<Options, 'default'> = {}): Port<'vector'> {
  return { type: 'vector', unit: typeof unit === 'string' ? { kind: 'code', code: unit } : unit, ...options };
}

/** Values by name, as JSON. */
export function record(options: Omit<Options, 'default'> = {}): Port<'record'> {
  return { type: 'record', unit: { kind: 'none' }, ...options };
}

/** A text. */
export function text(options: Omit<Options, 'default'> = {}): Port<'string'> {
  return { type: 'string', unit: { kind: 'none' }, ...options };
}

/** A port whose type is the text of an enum param (`number`, `boolean`, `string`), or what `types` says that text stands for. */
export function typeFrom(
  param: string,
  unit: UnitSpec,
  { types, ...options }: Options & { types?: Readonly<Record<string, PortType>> } = {},
): PortDescriptor {
  return { type: { param, ...(types && { types }) }, unit, ...options };
}

/** Takes every type and unit. */
export function anything(options: Options = {}): Port<'any'> {
  return { type: 'any', unit: { kind: 'any' }, ...options };
}

/** Any unit; ports that say `unitOf` this one follow it. */
export const anyUnit: UnitSpec = { kind: 'any' };

/** The unit of another port of the same node. */
export const unitOf = (port: string): UnitSpec => ({ kind: 'like', port });

/** The unit of a difference of two values of another port: Cel becomes K. */
export const differenceOf = (port: string): UnitSpec => ({ kind: 'like', port, difference: true });

/** The unit of a rate of change of another port. */
export const perSecond = (port: string): UnitSpec => ({ kind: 'like', port, difference: true, seconds: -1 });

/** The unit of an integral over time of another port. */
export const timesSeconds = (port: string): UnitSpec => ({
  kind: 'like',
  port,
  difference: true,
  seconds: 1,
});

/** The UCUM code in a text param; absent: that of the port `otherwise`, or taken from the port it is wired to. */
export const unitFrom = (param: string, otherwise?: string): UnitSpec => ({
  kind: 'param',
  param,
  ...(otherwise !== undefined && { otherwise }),
});

/** What the expression in `param` works out to, unless `unitParam` states it. */
export const unitOfExpression = (param: string, unitParam: string): UnitSpec => ({
  kind: 'expression',
  param,
  unitParam,
});
