import { compileExpression } from '../expression/compile.ts';
import type { Evaluate } from '../expression/combine.ts';
import { namesIn, type Expr } from '../expression/expr.ts';
import { parseExpression, type ExpressionProblem, type MoreFunctions } from '../expression/parse.ts';
import { multiplyUnits } from '../expression/combine-units.ts';
import { unitOfExpression, type ExpressionUnit } from '../expression/units.ts';
import type { Flow, FlowKpi } from '../graph/flow.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import { conversion, conversionProblem, fromSi } from '../signal/convert.ts';
import { parseQuantity } from '../signal/quantity.ts';
import { parseUnit, type Unit } from '../signal/unit.ts';
import { badKpi } from './diagnostics.ts';
import { namePorts, type PortsNamed } from './kpi-text.ts';
import { nearNames } from './near-names.ts';
import type { PlanPort } from './plan.ts';
import type { Parameters } from './resolve-params.ts';

const AGGREGATIONS = [
  'mean',
  'min',
  'max',
  'first',
  'last',
  'integral',
  'count',
  'timeAbove',
  'timeBelow',
  'firstAbove',
  'firstBelow',
] as const;

/** What is made of a port over a stretch of time. */
export type Aggregation = (typeof AGGREGATIONS)[number];

/** One aggregation of a KPI. */
export interface KpiAggregate {
  kind: Aggregation;
  /** Works out what is aggregated from the KPI's memory. */
  evaluate: Evaluate;
  /** It is this slot and nothing more; -1: an expression. */
  slot: number;
  /** Slots of the ports it reads. */
  reads: readonly number[];
  /** Level that is crossed; NaN where it needs none. */
  limit: number;
  /** What `count` counts: events, turns to true, or samples. */
  counts: 'events' | 'rises' | 'samples';
  /** Where its result goes in the KPI's memory. */
  result: number;
}

/** A KPI ready to be worked out: its aggregates while a twin runs, then the whole from them. */
export interface Kpi {
  name: string;
  title: string;
  /** UCUM code, '' where none is known. */
  unit: string;
  /** Indexes in `plan.ports`, in the order of their slots: the first of the memory. */
  ports: readonly number[];
  aggregates: readonly KpiAggregate[];
  /** Parameters stand in it. */
  initialMemory: Float64Array;
  /** Where the time since the start stands, s; at the end its whole length. */
  timeSlot: number;
  /** From the results of its aggregates, in `unit`. */
  evaluate: Evaluate;
  /** What it divides by, with where. */
  divisors: readonly { column: number; evaluate: Evaluate }[];
}

const FUNCTIONS: MoreFunctions = new Map(
  AGGREGATIONS.map((name) => {
    if (name === 'min' || name === 'max') return [name, { least: 1, most: 16 }];
    const takesLimit = name.endsWith('Above') || name.endsWith('Below');
    return [name, { least: takesLimit ? 2 : 1, most: takesLimit ? 2 : 1, takesText: takesLimit }];
  }),
);

const TIME = 't';
const SECONDS = unitFrom('s')!;
const ONE = unitFrom('1')!;

class Refused extends Error {
  readonly problem: ExpressionProblem;
  constructor(says: string, column: number, remedy: string) {
    super(says);
    this.problem = { says, column, remedy };
  }
}

/** Parameters of a flow with their values, each in its own unit. */
export type KpiParameters = ReadonlyMap<string, { value: number; unit: string }>;

/** The parameters that are numbers. */
export function kpiParameters({ parameters = {} }: Flow, { si }: Pick<Parameters, 'si'>): KpiParameters {
  return new Map(
    Object.entries(parameters).flatMap(([name, { unit = '1' }]) => {
      const [value, read] = [si.get(name), unitFrom(unit)];
      return value === undefined || !read ? [] : [[name, { value: fromSi(read, value), unit }] as const];
    }),
  );
}

/** Compiles the KPIs of a flow: names, ports and units; each problem with its place. A parameter has the value it has for this twin. */
export function compileKpis(
  kpis: Flow['kpis'],
  ports: readonly PlanPort[],
  parameters: KpiParameters,
  diagnostics: Diagnostic[],
): Kpi[] {
  return Object.entries(kpis ?? {}).flatMap(([name, kpi]) => {
    const compiled = new KpiCompiler(ports, parameters).compile(name, kpi);
    if (!('problem' in compiled)) return [compiled];
    const { says, column, remedy = 'Mend the expression at that column.' } = compiled.problem;
    diagnostics.push(badKpi(name, says, remedy, column > 0 ? column : undefined));
    return [];
  });
}

class KpiCompiler {
  readonly #planPorts: readonly PlanPort[];
  readonly #parameters: KpiParameters;
  /** By name: its slot, and what it measures. */
  readonly #slots = new Map<string, number>();
  readonly #units = new Map<string, ExpressionUnit>();
  readonly #values = new Map<string, number>();
  readonly #aggregates: KpiAggregate[] = [];
  #named: PortsNamed = { text: '', ports: new Map(), spell: (says) => says };

  constructor(planPorts: readonly PlanPort[], parameters: KpiParameters) {
    this.#planPorts = planPorts;
    this.#parameters = parameters;
  }

  compile(name: string, kpi: FlowKpi): Kpi | { problem: ExpressionProblem } {
    const named = namePorts(
      kpi.expression,
      this.#planPorts.map(({ port }) => port),
    );
    if ('problem' in named) return named;
    this.#named = named;
    try {
      const parsed = parseExpression(named.text, FUNCTIONS);
      if ('problem' in parsed) return { problem: this.#spelled(parsed.problem) };
      return this.#lay(name, kpi, parsed.expr);
    } catch (error) {
      if (error instanceof Refused) return { problem: this.#spelled(error.problem) };
      throw error;
    }
  }

  #lay(name: string, { title, unit, expression }: FlowKpi, expr: Expr): Kpi {
    const ports = [...this.#named.ports.values()].map((port) =>
      this.#planPorts.findIndex((one) => one.port === port),
    );
    [...this.#named.ports.keys()].forEach((port, i) => this.#define(port, this.#portUnit(ports[i]!)));
    this.#define(TIME, SECONDS);
    for (const [parameter, { value, unit: code }] of this.#parameters)
      this.#define(parameter, unitFrom(code) ?? 'unknown', value);
    const outer = this.#withoutAggregates(expr);
    if (this.#aggregates.length === 0)
      throw new Refused(
        'it reads no port over time',
        1,
        'Aggregate a port, such as mean(node.port) or integral(node.port).',
      );
    const found = this.#check(outer);
    const { code, factor, offset } = shownIn(found, unit);
    const evaluate = this.#compiled(outer);
    const initialMemory = new Float64Array(this.#slots.size);
    for (const [known, value] of this.#values) initialMemory[this.#slots.get(known)!] = value;
    const kpi: Kpi = {
      name,
      title: title ?? name,
      unit: code,
      ports,
      aggregates: this.#aggregates,
      initialMemory,
      timeSlot: this.#slots.get(TIME)!,
      evaluate: factor === 1 && offset === 0 ? evaluate : (memory) => factor * evaluate(memory) + offset,
      divisors: divisorsIn(outer).map(({ column, expr: by }) => ({ column, evaluate: this.#compiled(by) })),
    };
    this.#refuseZeroDivisors(outer, initialMemory, expression);
    return kpi;
  }

  /** Each aggregation as a name, its argument laid out. */
  #withoutAggregates(expr: Expr): Expr {
    switch (expr.kind) {
      case 'call':
        if (isAggregation(expr)) return this.#aggregate(expr);
        return { ...expr, arguments: expr.arguments.map((one) => this.#withoutAggregates(one)) };
      case 'unary':
        return { ...expr, operand: this.#withoutAggregates(expr.operand) };
      case 'binary':
        return {
          ...expr,
          left: this.#withoutAggregates(expr.left),
          right: this.#withoutAggregates(expr.right),
        };
      case 'name':
        if (this.#named.ports.has(expr.name))
          throw new Refused(
            `${expr.name} changes over time, and a KPI is one number`,
            expr.column,
            `Say what of it: mean(${expr.name}), max(${expr.name}), last(${expr.name}) or integral(${expr.name}).`,
          );
        return expr;
      case 'number':
      case 'text':
        return expr;
      default:
        throw new Error(`no such expression: ${JSON.stringify(expr satisfies never)}`);
    }
  }

  #aggregate({ name, arguments: [what, limit], column }: Expr & { kind: 'call' }): Expr {
    const kind = name as Aggregation;
    if (!what || what.kind === 'text') throw new Refused(`${name} takes a port`, column, 'Name a port.');
    refuseNested(what, name);
    const names = [...namesIn(what)];
    const reads = names.flatMap((one) => (this.#named.ports.has(one) ? [one] : []));
    const unit = this.#check(what);
    if (reads.length === 0)
      throw new Refused(`${name} is of no port`, column, `Name a port: ${name}(node.port).`);
    const result = `#${this.#aggregates.length}`;
    const level = limit ? this.#limit(what, limit, unit) : Number.NaN;
    this.#define(result, aggregateUnit(kind, unit, column));
    const isEvent = reads.some((one) => this.#typeOf(one) === 'event');
    if (isEvent && (kind !== 'count' || what.kind !== 'name'))
      throw new Refused(`${reads[0]} says events`, column, `Count them: count(${reads[0]}).`);
    this.#aggregates.push({
      kind,
      counts: isEvent ? 'events' : unit === 'boolean' ? 'rises' : 'samples',
      evaluate: this.#compiled(what),
      slot: what.kind === 'name' ? this.#slots.get(what.name)! : -1,
      reads: reads.map((one) => this.#slots.get(one)!),
      limit: level,
      result: this.#slots.get(result)!,
    });
    return { kind: 'name', name: result, column };
  }

  /** A number is in the unit of what it limits; a text says its unit; parameters have theirs. */
  #limit(what: Expr, limit: Expr, unit: ExpressionUnit): number {
    if (limit.kind === 'text') {
      const read = parseQuantity(limit.value, typeof unit === 'string' ? '1' : unit.code);
      if ('problem' in read) throw new Refused(read.problem, limit.column, 'Write it as "2.8 mm/s".');
      return read.value;
    }
    for (const name of namesIn(limit)) {
      if (this.#parameters.has(name)) continue;
      throw new Refused(
        `a limit cannot depend on ${name}`,
        limit.column,
        'Write a number, a quantity in quotes, or parameters of the flow.',
      );
    }
    this.#check({ kind: 'binary', operator: '>', left: what, right: limit, column: limit.column });
    const memory = new Float64Array(this.#slots.size);
    for (const [known, value] of this.#values) memory[this.#slots.get(known)!] = value;
    return this.#compiled(limit)(memory);
  }

  #check(expr: Expr): ExpressionUnit {
    for (const { name, column } of namesOf(expr)) if (!this.#slots.has(name)) this.#unknown(name, column);
    const found = unitOfExpression(expr, (name) => this.#units.get(name));
    if ('problem' in found)
      throw new Refused(found.problem.says, found.problem.column, found.problem.remedy ?? 'Mend it.');
    return found.unit;
  }

  #unknown(name: string, column: number): never {
    const known = [...this.#parameters.keys()];
    const near = nearNames(name, known);
    throw new Refused(
      `"${name}" is no parameter of the flow`,
      column,
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : `Name a port as node.port${known.length > 0 ? `, or one of ${known.join(', ')}` : ''}.`,
    );
  }

  #refuseZeroDivisors(outer: Expr, memory: Float64Array, text: string): void {
    for (const { expr, column } of divisorsIn(outer)) {
      const isKnown = [...namesIn(expr)].every((name) => this.#parameters.has(name));
      if (isKnown && this.#compiled(expr)(memory) === 0)
        throw new Refused(`${text} divides by zero`, column, 'Divide by something that is not 0.');
    }
  }

  #portUnit(port: number): ExpressionUnit {
    const { port: name, type, unit } = this.#planPorts[port]!;
    if (type === 'boolean' || type === 'event') return 'boolean';
    if (type !== 'number')
      throw new Refused(
        `${name} carries a ${type}, which has no number`,
        0,
        'Name a port with numbers, truth values or events.',
      );
    return unitFrom(unit) ?? 'unknown';
  }

  #typeOf(name: string): string | undefined {
    const port = this.#named.ports.get(name);
    return this.#planPorts.find((one) => one.port === port)?.type;
  }

  #define(name: string, unit: ExpressionUnit, value?: number): void {
    if (!this.#slots.has(name)) this.#slots.set(name, this.#slots.size);
    this.#units.set(name, unit);
    if (value !== undefined) this.#values.set(name, value);
  }

  #compiled(expr: Expr): Evaluate {
    return compileExpression(expr, (name) => this.#slots.get(name));
  }

  #spelled({ says, column, remedy }: ExpressionProblem): ExpressionProblem {
    const { spell } = this.#named;
    return { says: spell(says), column, ...(remedy !== undefined && { remedy: spell(remedy) }) };
  }
}

/** What an aggregation of something in this unit is in. */
function aggregateUnit(kind: Aggregation, unit: ExpressionUnit, column: number): ExpressionUnit {
  switch (kind) {
    case 'mean':
    case 'min':
    case 'max':
    case 'first':
    case 'last':
      return unit === 'boolean' ? ONE : unit;
    case 'integral':
      if (unit === 'unknown') return unit;
      if (unit === 'boolean') return SECONDS;
      if (unit.offset !== 0 || unit.curve !== undefined)
        throw new Refused(
          `${unit.code} has a zero of its own: its integral means nothing`,
          column,
          'Take the integral of a difference.',
        );
      return multiplyUnits(unit, SECONDS, 1) ?? 'unknown';
    case 'count':
      return ONE;
    case 'timeAbove':
    case 'timeBelow':
    case 'firstAbove':
    case 'firstBelow':
      return SECONDS;
    default:
      throw new Error(`there is no aggregation ${kind satisfies never}`);
  }
}

/** How the number a KPI works out to is shown in the unit it states. */
function shownIn(found: ExpressionUnit, stated: string | undefined) {
  const asItStands = { factor: 1, offset: 0 };
  if (stated === undefined || stated === '')
    return { ...asItStands, code: typeof found === 'string' ? '' : found.code };
  const read = parseUnit(stated);
  if ('problem' in read)
    throw new Refused(
      `"${stated}" is not a unit: ${read.problem}`,
      0,
      `Write a UCUM code such as kW.h or m3; what is counted stands in braces, as {${stated.replaceAll(/[{}]/g, '')}}.`,
    );
  if (typeof found === 'string') return { ...asItStands, code: stated };
  const rule = conversion(found, read.unit);
  if (!rule)
    throw new Refused(
      `it works out to ${found.code}, but is stated in ${stated}: ${conversionProblem(found, read.unit)}`,
      0,
      'Change the unit, or the expression.',
    );
  return { ...rule, code: stated };
}

function isAggregation({ name, arguments: given }: Expr & { kind: 'call' }): boolean {
  if (name === 'min' || name === 'max') return given.length === 1;
  return (AGGREGATIONS as readonly string[]).includes(name);
}

function refuseNested(expr: Expr, outside: string): void {
  for (const part of partsOf(expr)) {
    if (part.kind === 'call' && isAggregation(part))
      throw new Refused(
        `${part.name} stands inside ${outside}`,
        part.column,
        'Aggregate once: an expression of ports inside, an expression of results outside.',
      );
  }
}

/** An expression and everything in it. */
function partsOf(expr: Expr): Expr[] {
  switch (expr.kind) {
    case 'unary':
      return [expr, ...partsOf(expr.operand)];
    case 'binary':
      return [expr, ...partsOf(expr.left), ...partsOf(expr.right)];
    case 'call':
      return [expr, ...expr.arguments.flatMap(partsOf)];
    case 'number':
    case 'text':
    case 'name':
      return [expr];
    default:
      throw new Error(`no such expression: ${JSON.stringify(expr satisfies never)}`);
  }
}

function namesOf(expr: Expr): { name: string; column: number }[] {
  return partsOf(expr).flatMap((part) => (part.kind === 'name' ? [part] : []));
}

function divisorsIn(expr: Expr): { expr: Expr; column: number }[] {
  return partsOf(expr).flatMap((part) =>
    part.kind === 'binary' && part.operator === '/' ? [{ expr: part.right, column: part.column }] : [],
  );
}

function unitFrom(code: string): Unit | undefined {
  if (code === '') return undefined;
  const parsed = parseUnit(code);
  return 'unit' in parsed ? parsed.unit : undefined;
}
