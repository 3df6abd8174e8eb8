import type { PortType } from '../signal/port-type.ts';

/**
 * How a port gets its unit, as data, so that editor and compiler resolve it the same way:
 * a fixed UCUM code; the text in a param (absent: that of the port `otherwise`, or assumed from the target); the unit of another port of
 * the node (`difference`: as a difference of such values, Cel becomes K; `seconds`: times s to that power); what the expression in a
 * param works out to; any unit; or none because the type carries no unit.
 */
export type UnitSpec =
  | { kind: 'code'; code: string }
  | { kind: 'param'; param: string; otherwise?: string }
  | { kind: 'like'; port: string; difference?: boolean; seconds?: 1 | -1 }
  | { kind: 'expression'; param: string; unitParam: string }
  | { kind: 'any' }
  | { kind: 'none' };

/** The type of a port: fixed, or chosen by an enum param whose options are port types, or stand for the `types` given. */
export type TypeSpec = PortType | { param: string; types?: Readonly<Record<string, PortType>> };

/** One port as the catalog describes it. An input with a `default` needs no edge; `held` inputs do not trigger the node. */
export interface PortDescriptor {
  type: TypeSpec;
  unit: UnitSpec;
  doc?: string;
  default?: number | boolean;
  held?: boolean;
  optional?: boolean;
  /** False: the node runs before this input has had a sample. */
  awaited?: false;
}

export type NodeKind = 'source' | 'stateless' | 'discrete' | 'continuous' | 'sink';

/** JSON Schema of one param as zod writes it, with our own keys beside the standard ones. */
export interface ParamSchema {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  enum?: unknown[];
  /** What the form shows: a quantity with `unit`, a duration, an expression, a topic of a connection, a unit, a list of names, a file with a table, … */
  widget?:
    | 'quantity'
    | 'duration'
    | 'window'
    | 'expression'
    | 'connection'
    | 'topic'
    | 'twin-port'
    | 'flow-port'
    | 'path'
    | 'unit'
    | 'names'
    | 'fields'
    | 'table'
    | 'text';
  /** UCUM code of a quantity; `like:in` takes the unit of that port, `difference:in` that of a difference there, `rate:in` that per s, `param:unit` the text of that param. */
  unit?: string;
  /** What the connections that may be chosen speak; default mqtt. */
  protocol?: 'mqtt' | 'http';
  /** Param and its values with which this one means something; else the form leaves it out. */
  when?: Readonly<Record<string, readonly unknown[]>>;
  /** Param with the list of texts that may be chosen. */
  optionsFrom?: string;
  /** Param with the fields that are further columns of a table. */
  columnsFrom?: string;
  /** May be changed while the twin runs, without a deploy. */
  tunable?: boolean;
  /** Changing it resets the node's state at deploy. */
  resets?: boolean;
  /** So many s ahead of their own time lie what the outputs value, lower and upper say. */
  ahead?: boolean;
  group?: string;
  [key: string]: unknown;
}

/** What feeds one input of an example: a node, its params, and what feeds its own inputs. */
export interface ExampleFeed {
  /** Default `sources/waveform`. */
  type?: string;
  /** Its output that is wired; default `value` of a source, `out` of any other node. */
  port?: string;
  params?: Record<string, unknown>;
  inputs?: Record<string, ExampleFeed>;
}

/** A small flow that shows a node at work; it opens with one click, and the catalogue suite drives every node by it. */
export interface NodeExample {
  /** One sentence: what a person sees happen. */
  shows: string;
  params?: Record<string, unknown>;
  inputs?: Record<string, ExampleFeed>;
  /** Simulated time in which it happens, s. */
  seconds: number;
}

/** What the editor, the docs and agents know of a node: JSON, no code. */
export interface NodeDescriptor {
  type: string;
  version: number;
  kind: NodeKind;
  title: string;
  docs: string;
  doesNotModel?: string;
  source?: string;
  icon: string;
  keywords: string[];
  inputs: Record<string, PortDescriptor>;
  outputs: Record<string, PortDescriptor>;
  /** Inputs declared by the user in this param: a list of names, or name → `{ unit?, default? }`. */
  inputsFrom?: string;
  /** Further inputs after the last one declared, like it and named on by the alphabet: as many in all as this param says. */
  grows?: {
    param: string;
    /** Each has a unit of its own; else all are brought to that of the first. */
    ownUnits?: true;
    /** Param and value with which the first input is the only one. */ single?: {
      param: string;
      value: string;
    };
  };
  /** Outputs declared by the user in these params: name → `{ unit?, type? }` or anything, or a list of names. */
  outputsFrom?: readonly string[];
  /** Params that name a file with a table, what it was called, how it is written and which of its columns are read: whoever compiles hands the table in. */
  reads?: { file: string; name: string; format: string; columns: string };
  params: Record<string, ParamSchema>;
  required: string[];
  /** Output that a person sets while the twin runs, or makes speak by a press where it is an event. */
  byHand?: string;
  /** Output that says whether it is raised: it is an alarm, and people are told by its params `priority` and `text`. */
  raises?: string;
  /** Input that suppresses the alarm by design while it is true. */
  suppressedBy?: string;
  /** What it knows comes from what it has seen: it learns nothing while its asset is out of service. */
  learns?: true;
  /** Param that names the files a sink records on the server; where it is empty they have the name of the node. */
  recordsAs?: string;
  /** The formulas, for the help page. */
  equations: string[];
  /** Its states that are one number, with their units as they were declared (`m`, `like:in`); those that follow from its params are left out. */
  states?: Readonly<Record<string, string>>;
  example?: NodeExample;
  /** Which port the card shows, and how. */
  card: { port?: string; look: 'value' | 'bar' | 'state' | 'sparkline' };
}

/** The palette as `GET /api/catalog` sends it; order = palette order. */
export interface CatalogDescriptor {
  nodes: NodeDescriptor[];
}
