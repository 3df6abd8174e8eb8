import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { checkNodeUnits } from '@twinloom/runtime/compile/check-equations';
import { parseUnit } from '@twinloom/runtime/signal/unit';
import { readSources } from './read-sources.ts';

const named = [...catalog.values()].map((node) => [node.type, node] as const);

/** Names in the table of icons the editor carries: `['gauge', Gauge],`. */
const drawnIcons = new Set(
  readSources(['editor/ui/NodeIcon.tsx'], /\.tsx$/).flatMap(({ text }) =>
    [...text.matchAll(/^\s*\['([a-z0-9-]+)', \w+\],$/gm)].map(([, name]) => name),
  ),
);

describe('a built-in node', () => {
  it.each(named)('%s has equations whose units agree', (_, node) => {
    expect(checkNodeUnits(node)).toEqual([]);
  });

  it.each(named)('%s names only units that there are', (_, { descriptor, constants, states }) => {
    const params = Object.fromEntries(
      Object.entries(descriptor.params).map(([name, schema]) => [name, schema.default]),
    );
    const ports = Object.values({ ...descriptor.inputs, ...descriptor.outputs });
    const codes = [
      ...ports.flatMap(({ unit }) => (unit.kind === 'code' ? [unit.code] : [])),
      ...Object.values(descriptor.params).flatMap(({ unit }) => (unit === undefined ? [] : [unit])),
      ...Object.values(constants(params)).map(({ unit }) => unit),
      ...Object.values(states(params)).flatMap(({ unit }) => (unit === undefined ? [] : [unit])),
    ];
    const wrong = codes.filter((code) => code !== '' && !code.includes(':') && 'problem' in parseUnit(code));
    expect(wrong).toEqual([]);
  });

  it.each(named)('%s has params that follow only ports and params it has', (_, { descriptor }) => {
    const ports = { ...descriptor.inputs, ...descriptor.outputs };
    const lost = Object.entries(descriptor.params).filter(([, { unit = '' }]) => {
      const [kind, name = ''] = unit.split(':');
      return name !== '' && !Object.hasOwn(kind === 'param' ? descriptor.params : ports, name);
    });
    expect(lost.map(([name]) => name)).toEqual([]);
  });

  it.each(named)('%s has an icon the editor draws', (_, { descriptor }) => {
    expect(drawnIcons.size).toBeGreaterThan(30);
    expect([...drawnIcons]).toContain(descriptor.icon);
  });
});

describe('the check of units', () => {
  it('sees an equation whose sides differ', () => {
    const tank = catalog.get('physics/tank')!;
    const wrong = { ...tank, equations: () => ['level = area*h'] };
    expect(checkNodeUnits(wrong)).toHaveLength(1);
  });
});
