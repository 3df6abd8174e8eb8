/** Packs of the built-in nodes, in palette order. */
export const PACKS = ['sources', 'transforms', 'physics', 'predictors', 'sinks'] as const;
type Pack = (typeof PACKS)[number];

/** The name of a node that does not exist yet. */
export interface NewNode {
  pack: Pack;
  /** `orifice-valve` */
  name: string;
}

/** Reads `transforms/thing`; `problem` says what is wrong with it and what to write. */
export function readNodeName(text: string | undefined): NewNode | { problem: string } {
  const [pack, name = '', ...rest] = (text ?? '').split('/');
  const known = PACKS.find((one) => one === pack);
  if (!known)
    return { problem: `expected pack/name with one of the packs ${PACKS.join(', ')}; got “${text ?? ''}”` };
  if (rest.length > 0 || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    return {
      problem: `expected a name in lower case with dashes, such as ${known}/orifice-valve; got “${text}”`,
    };
  }
  return { pack: known, name };
}

/** What the node does before its author says what it shall do: formulas that run, with the units and the test they need. */
interface Beginning {
  doc: string;
  imports: string;
  params: string;
  body: string;
  /** Its params and inputs in the test, and what then is on which port at 1 s. */
  trial: { options: string; port: string; value: string; fact: string };
}

const FOLLOWS: Beginning = {
  doc: 'out = gain·in.',
  imports: "import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';",
  params: "gain: z.number().meta({ tunable: true }).default(2).describe('How many times the input')",
  body: `inputs: { in: number(anyUnit, { doc: 'Signal' }) },
  outputs: { out: number(unitOf('in'), { doc: 'The signal, changed' }) },
  equations: ['out = gain*in'],`,
  trial: {
    options: 'params: { gain: 3 }, inputs: { in: 2 }',
    port: 'out',
    value: '6',
    fact: 'multiplies: 3·2 = 6',
  },
};

const BEGINNINGS: Readonly<Record<Pack, Beginning>> = {
  sources: {
    doc: 'value = the param.',
    imports: `import { quantity, unit } from '@twinloom/runtime/node/params';
import { number, unitFrom } from '@twinloom/runtime/node/ports';`,
    params: `value: quantity('param:unit', { tunable: true }).default(1).describe('What it says'),
    unit: unit().optional().describe('Unit of the value')`,
    body: `inputs: {},
  outputs: { value: number(unitFrom('unit'), { doc: 'The value' }) },
  emits: 'value',
  step: (y, _x, _u, { value }) => {
    y.value = value;
  },`,
    trial: {
      options: "params: { value: 2, unit: 'm' }",
      port: 'value',
      value: '2',
      fact: 'says its value from the start',
    },
  },
  transforms: FOLLOWS,
  physics: {
    doc: 'timeConstant·dy/dt = in − y, timeConstant in s.',
    imports: `import { duration } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitOf } from '@twinloom/runtime/node/ports';`,
    params:
      "timeConstant: duration().positive().default(1).describe('Time in which it goes 63 % of its way')",
    body: `inputs: { in: number(anyUnit, { doc: 'What drives it' }) },
  outputs: { out: number(unitOf('in'), { doc: 'Its state' }) },
  states: { y: { unit: 'like:in', initial: 0 } },
  equations: ['out = y', 'der(y) = (in - y)/timeConstant'],`,
    trial: {
      options: 'params: { timeConstant: 1 }, inputs: { in: 2 }',
      port: 'out',
      value: '2 * (1 - Math.exp(-1))',
      fact: 'has gone 1 − 1/e of its way after one time constant',
    },
  },
  predictors: FOLLOWS,
  sinks: FOLLOWS,
};

/** The text of a node and of its test, which pass every check; what is left to say stands in capitals. */
export function nodeFiles({ pack, name }: NewNode): { node: string; test: string } {
  const { doc, imports, params, body, trial } = BEGINNINGS[pack];
  const id = exportName(name);
  const title = name[0]!.toUpperCase() + name.slice(1).replaceAll('-', ' ');
  const node = `import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
${imports}

/** ${doc} SAY the formula with its symbols and units, its limits, and where it is from. */
export const ${id} = defineNode({
  type: '${pack}/${name}',
  version: 1,
  title: '${title}',
  icon: 'gauge',
  keywords: ['SAY', 'what people', 'search for', '${name}'],
  docs: 'SAY what it is for, in a sentence or two for a process engineer.',
  doesNotModel: 'SAY what it leaves out.',
  source: 'SAY the standard, paper or book of the formula',
  params: z.object({
    ${params},
  }),
  ${body}
  card: { port: '${trial.port}', look: 'value' },
});
`;
  const test = `import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { ${id} } from './${name}.ts';

describe('${pack}/${name}', () => {
  it('${trial.fact}', () => {
    const { last, diagnostics } = trace(${id}, { ${trial.options}, for: 1 });
    expect(diagnostics).toEqual([]);
    expect(last('${trial.port}').value).toBeCloseTo(${trial.value}, 6);
  });
});
`;
  return { node, test };
}

/** The catalog with the node as the last one of its pack. */
export function withNode(catalog: string, { pack, name }: NewNode): string {
  const id = exportName(name);
  const imported = `import { ${id} } from './${pack}/${name}.ts';`;
  const lines = catalog.split('\n');
  const isImport = (line: string): boolean => /^import .* from '\.\//.test(line);
  const pathOf = (line: string): string => /'(\.\/[^']*)'/.exec(line)?.[1] ?? '';
  const at = lines.findIndex((line) => isImport(line) && pathOf(line) > pathOf(imported));
  lines.splice(at < 0 ? lines.findLastIndex(isImport) + 1 : at, 0, imported);
  const ofPack = new Set(
    lines.flatMap((line) => (pathOf(line).startsWith(`./${pack}/`) ? [/\{ (\w+) \}/.exec(line)?.[1]] : [])),
  );
  const last = lines.findLastIndex((line) => ofPack.has(/^ {2}(\w+),$/.exec(line)?.[1]));
  lines.splice(last + 1, 0, `  ${id},`);
  return lines.join('\n');
}

function exportName(name: string): string {
  return name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
