import { compileFlow } from '@twinloom/runtime/compile/compile';
import { sourceOf } from '@twinloom/runtime/emit/generate';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { Twin } from '@twinloom/runtime/run/twin';
import { catalog } from '@twinloom/nodes/catalog';
import { afterEach, describe, expect, it } from 'vitest';
import { driven } from '../golden/driven-node.ts';

const PWNED = 'pwned';
const RUN = `globalThis.${PWNED}=1`;

/** Texts that would do something, were they ever read as JavaScript. */
const JAVASCRIPT = [
  RUN,
  `constructor.constructor("${RUN}")()`,
  `this.constructor.constructor("${RUN}")()`,
  `a.constructor.constructor("${RUN}")()`,
  `(()=>{${RUN}})()`,
  `0);${RUN};(0`,
  `0;}${RUN};{`,
  `0*/${RUN}/*`,
  `0//\n${RUN}`,
  `0\u2028${RUN}`,
  `"+(${RUN})+"`,
  `'+(${RUN})+'`,
  `\`\${${RUN}}\``,
  `\${${RUN}}`,
  `]];${RUN};[[`,
  `m[0]=1,${RUN}`,
  `import("data:text/javascript,${RUN}")`,
  `process.exit(7)`,
  `require("fs")`,
  `Function("${RUN}")()`,
  `eval("${RUN}")`,
  `Math.constructor.constructor("${RUN}")()`,
  `abs.constructor("${RUN}")()`,
  '__proto__',
  '__proto__.x',
  'constructor',
  'constructor.name',
  'prototype',
  'toString',
  'toString()',
  'valueOf()',
  'hasOwnProperty("a")',
  '__defineGetter__("a", abs)',
  'a["constructor"]',
  'globalThis',
  'self',
  'g.memory',
  'm[1]',
  'this',
  'new Date()',
  'a => a',
  '`a`',
  'a?.b',
  'async () => 1',
  '\\u0061lert(1)',
  '=constructor',
  '={twin}',
  '{__proto__}',
  '{constructor}',
  '{toString}',
];

/** Names that every object of JavaScript has, and that are ids here. */
const INHERITED = [
  'constructor',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
  'then',
  'length',
  'name',
  'arguments',
  'eval',
];

/** Words of the code that is made of a plan, written by hand in runtime/emit; everything else in it is a number, a sign, or one of our counted names. */
const WORDS = new Set(
  `use strict return nodes derive steps leaps changeAfter new Float64Array true function switch case break ready const let if else undefined Math NaN Infinity deliver epoch chunk numbers bytes
   base own call instant first fail failToMove forgetMarks move moveStates emit enter kinds said try catch false take send withholds for window seconds runNode stands step start emitAllBad beginMember not and or mod sin cos tan
   asin acos atan atan2 sinh cosh tanh exp log log10 log2 sqrt abs sign floor ceil round trunc min max pow hypot e`.split(
    /\s+/,
  ),
);
const COUNTED = /^(?:[abcdefgjnoprsvwxyz]\d+|step\d+|[abcghimnopqrstkuvwxyzBFKNOSUTXDY]|dt)$/;

/** How an attack may end. */
const ANY_END = /^(?:ran|refused)$/;

/** Compiles, and runs what compiles for a while by its generated code; whatever was in it, nothing of it is in the code. */
function attack(flow: Flow, what: string): 'ran' | 'refused' {
  const { plan, diagnostics } = compileFlow(flow, catalog, { twin: 't' });
  if (!plan) {
    expect(diagnostics, `${what}`).not.toEqual([]);
    return 'refused';
  }
  const code = sourceOf(plan).replaceAll(/\b\d+(?:\.\d+)?(?:e[+-]?\d+)?\b/g, '0');
  const words = code.match(/[\p{ID_Start}$_\\][\p{ID_Continue}$]*/gu) ?? [];
  const strange = words.filter((word) => !WORDS.has(word) && !COUNTED.test(word));
  expect(strange, `words in the code of ${what}`).toEqual([]);
  const twin = new Twin(plan, { id: 't' });
  twin.advance(1);
  expect(JSON.stringify(twin.snapshot()), `${what}`).toContain('twinloomSnapshot');
  return 'ran';
}

/** A node as it is when it works. */
function nodeOf(type: string): { type: string; params: Record<string, unknown> } {
  return { type, params: { ...driven(catalog.get(type)!).params } };
}

afterEach(() => {
  expect(PWNED in globalThis).toBe(false);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describe('user text', () => {
  const params = [...catalog.values()].flatMap((node) =>
    Object.keys(node.descriptor.params).map((name) => [node.type, name] as const),
  );

  it.each(params)('in %s, param %s, never becomes code', (type, name) => {
    for (const text of JAVASCRIPT) {
      for (const value of [
        text,
        `=${text}`,
        [text],
        { [text]: text },
        { a: text },
        [{ name: text, when: text }],
      ]) {
        const node = nodeOf(type);
        const nodes = { a: { ...node, params: { ...node.params, [name]: value } } };
        expect(attack({ twinloom: 1, nodes }, text)).toMatch(ANY_END);
      }
    }
  });

  it.each(JAVASCRIPT)('is no formula where it would be one of JavaScript: %j', (text) => {
    const refused = (nodes: Flow['nodes']): void => {
      const { plan } = compileFlow({ twinloom: 1, nodes }, catalog, { twin: 't' });
      expect(plan, `${text}`).toBeUndefined();
    };
    const inputs = ['a'];
    const source = { type: 'sources/constant', params: { value: 1 } };
    refused({ source, x: { type: 'transforms/expression', params: { inputs, expression: text } } });
    refused({ x: { type: 'sources/constant', params: { value: `=${text}` } } });
    const equations = { states: { x: 0 }, inputs, equations: [`der(x) = ${text}`] };
    refused({ x: { type: 'physics/equations', params: equations } });
    refused({ x: { type: 'physics/equations', params: { ...equations, equations: [text] } } });
    const output = { ...equations, equations: ['der(x) = 1'], outputs: { y: text } };
    refused({ x: { type: 'physics/equations', params: output } });
    const events = [{ when: text, set: { x: text } }];
    refused({ x: { type: 'physics/equations', params: { ...output, outputs: {}, events } } });
  });
});

describe('a name that every object of JavaScript has', () => {
  it.each(INHERITED)('%s is an id, a parameter, a port and a unit like any other, or is refused', (name) => {
    const value = { type: 'sources/constant', params: { value: `=${name}` } };
    const flows: Flow[] = [
      { twinloom: 1, nodes: { [name]: { type: 'sources/constant', params: { value: 1 } } } },
      { twinloom: 1, nodes: { a: { type: name } } },
      { twinloom: 1, nodes: { a: { type: `sources/${name}` } } },
      { twinloom: 1, nodes: { a: value } },
      { twinloom: 1, nodes: { a: value }, parameters: { [name]: { value: 2 } } },
      { twinloom: 1, nodes: { a: { type: 'sources/constant', params: { [name]: 1, value: 1 } } } },
      { twinloom: 1, nodes: { a: { type: 'sources/constant', params: { value: 1, unit: name } } } },
      {
        twinloom: 1,
        nodes: { a: nodeOf('sources/constant'), b: nodeOf('transforms/gain') },
        edges: [`a.${name} -> b.in`, `a.value -> b.${name}`, `${name}.value -> b.in`],
      },
      {
        twinloom: 1,
        nodes: {
          x: {
            type: 'physics/equations',
            params: { states: { [name]: 1 }, equations: [`der(${name}) = -${name}`], outputs: { y: name } },
          },
        },
      },
      {
        twinloom: 1,
        nodes: {
          s: { type: 'sources/constant', params: { value: 1 } },
          x: {
            type: 'transforms/expression',
            params: { inputs: [name], expression: `${name} + 1`, unit: '1' },
          },
        },
        edges: [`s.value -> x.${name}`],
      },
      {
        twinloom: 1,
        nodes: {
          s: { type: 'sources/constant', params: { value: 1 } },
          x: { type: 'transforms/build-record', params: { fields: [name] } },
          y: { type: 'transforms/split-record', params: { fields: [name] } },
        },
        edges: [`s.value -> x.${name}`, 'x.out -> y.in'],
      },
    ];
    for (const flow of flows) expect(attack(flow, JSON.stringify(flow))).toMatch(ANY_END);
  });

  it.each(INHERITED)('%s works out to what its parameter says', (name) => {
    const flow: Flow = {
      twinloom: 1,
      parameters: { [name]: { value: 2 } },
      nodes: { [name]: { type: 'sources/constant', params: { value: `=3*${name}` } } },
    };
    const { plan } = compileFlow(flow, catalog, { twin: 't', parameters: {} });
    const twin = new Twin(plan!, { id: 't' });
    twin.advance(1);
    expect(twin.value(twin.portIndex(`${name}.value`))).toBe(6);
  });

  it.each(INHERITED)('%s is new to a state that had no node of that name', (name) => {
    const planOf = (id: string) =>
      compileFlow({ twinloom: 1, nodes: { [id]: nodeOf('sources/random-walk') } }, catalog, {}).plan!;
    const former = new Twin(planOf('former'), { id: 't' });
    former.advance(1);
    const twin = Twin.restore(planOf(name), former.snapshot(), { id: 't' });
    twin.advance(2);
    expect(twin.snapshot().nodes[name]).toMatchObject({ started: true });
  });

  it.each(INHERITED)('%s is no kind of port and nothing to be set by hand', (name) => {
    attack({ twinloom: 1, nodes: { a: { type: 'sources/manual', params: { control: name } } } }, name);
    attack({ twinloom: 1, nodes: { a: { type: 'sources/mqtt', params: { topic: 't', type: name } } } }, name);
    const flow: Flow = { twinloom: 1, nodes: { a: { type: 'sources/constant', params: { value: 1 } } } };
    const twin = new Twin(compileFlow(flow, catalog, {}).plan!, { id: 't' });
    for (const port of [`a.${name}`, `${name}.value`, `a.value.${name}`, name, `a.${name}.${name}`]) {
      expect(twin.set(1, { [port]: 2 }), `${port}`).toMatchObject([{ code: 'cannot-be-set' }]);
    }
    expect(twin.handSets()).toEqual({});
  });

  it.each(INHERITED)('%s is found in JSON only where the JSON has it', (name) => {
    const { decode } = sourceOfPath(name);
    expect(decode('{}')).toMatchObject({ problem: expect.any(String) });
    expect(decode('[]')).toMatchObject({ problem: expect.any(String) });
    expect(decode('"text"')).toMatchObject({ problem: expect.any(String) });
    expect(decode(`{"${name}":4}`)).toMatchObject({ value: 4 });
  });

  it('is not climbed along by a path', () => {
    for (const path of [
      '__proto__',
      'a.__proto__.b',
      'a.constructor.constructor',
      'a[constructor]',
      'length',
    ]) {
      expect(sourceOfPath(path).decode('{"a":{"b":1},"c":[1]}')).toMatchObject({
        problem: expect.any(String),
      });
    }
    expect(sourceOfPath('c.length').decode('{"c":[1]}')).toMatchObject({ problem: expect.any(String) });
  });
});

/** What an MQTT source reads at a path. */
function sourceOfPath(path: string) {
  const flow: Flow = {
    twinloom: 1,
    nodes: { a: { type: 'sources/mqtt', params: { topic: 't', path, unit: '1' } } },
  };
  const { plan } = compileFlow(flow, catalog, { twin: 't' });
  const [source] = plan!.sources;
  return { decode: (text: string) => source!.decode(new TextEncoder().encode(text)) };
}
