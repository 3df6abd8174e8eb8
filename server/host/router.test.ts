import type { PlanSource } from '@twinloom/runtime/compile/plan';
import { describe, expect, it } from 'vitest';
import { Router } from './router.ts';

const source = (node: string, topic: string, connection = 'default'): PlanSource => ({
  node,
  address: { protocol: 'mqtt', connection, topic, qos: 0 },
  decode: () => ({}),
});

const fed = (router: Router<string>, topic: string, connection = 'default') =>
  router.targets(connection, topic).map(({ owner, sources }) => [owner, sources.map(({ node }) => node)]);

describe('a topic', () => {
  it('feeds every source whose filter names it, each twin once', () => {
    const router = new Router<string>();
    router.add('one', [source('speed', 'plant/1'), source('any', 'plant/+'), source('other', 'plant/2')]);
    router.add('two', [source('all', '#')]);
    expect(fed(router, 'plant/1')).toEqual([
      ['one', ['speed', 'any']],
      ['two', ['all']],
    ]);
    expect(fed(router, 'hall/1')).toEqual([['two', ['all']]]);
  });

  it('of another connection feeds nobody', () => {
    const router = new Router<string>();
    router.add('one', [source('speed', 'plant/1', 'hall'), source('any', '#', 'hall')]);
    expect(fed(router, 'plant/1')).toEqual([]);
  });

  it('that is a URL feeds who asks it at that pace, and no filter', () => {
    const page = (node: string, every: number): PlanSource => ({
      node,
      address: { protocol: 'http', url: 'http://mes/1', every, timeout: 10 },
      decode: () => ({}),
    });
    const router = new Router<string>();
    router.add('one', [page('often', 1), page('seldom', 60), source('any', '#', 'http 1 10 ')]);
    router.add('two', [page('often', 1), source('all', '#')]);
    expect(fed(router, 'http://mes/1', 'http 60 10 ')).toEqual([['one', ['seldom']]]);
    expect(fed(router, 'http://mes/1', 'http 1 10 ')).toEqual([
      ['one', ['often', 'any']],
      ['two', ['often']],
    ]);
  });

  it('feeds a twin no longer once it is removed, also when it was asked for before', () => {
    const router = new Router<string>();
    router.add('one', [source('speed', 'plant/1'), source('any', '#')]);
    expect(fed(router, 'plant/1')).toHaveLength(1);
    router.remove('one');
    expect(fed(router, 'plant/1')).toEqual([]);
  });
});
