import { describe, expect, it } from 'vitest';
import { readRunFlags, type RunFlags } from './read-run-flags.ts';

function flagsOf(...args: string[]): RunFlags {
  const read = readRunFlags(['tank.flow.json', ...args]);
  if ('problem' in read) throw new Error(read.problem);
  return read;
}

describe('the flags of run', () => {
  it.each([
    ['60', 60],
    ['60s', 60],
    ['2 min', 120],
    ['100ms', 0.1],
    ['1h', 3600],
    ['0', 0],
  ])('read --for %s as %d s', (text, seconds) => {
    expect(flagsOf('--for', text).for).toBe(seconds);
  });

  it('take --record again and again, and lists of ports', () => {
    expect(flagsOf('--for', '1', '--record', 'a.x,b.y', '--record', 'c', '--record', 'a.x').record).toEqual([
      'a.x',
      'b.y',
      'c',
    ]);
  });

  it('keep what follows the first = of --set', () => {
    expect(flagsOf('--for', '1', '--set', 'label=a=b', '--set', 'area=5 m2').set).toEqual([
      { name: 'label', value: 'a=b' },
      { name: 'area', value: '5 m2' },
    ]);
  });

  it('need no --for with a replay or live', () => {
    expect(flagsOf('--replay', 'a.csv').for).toBeUndefined();
    expect(flagsOf('--live').live).toEqual({ mqtt: 'mqtt://127.0.0.1:1883' });
    expect(flagsOf('--live', '--mqtt', 'mqtts://plant:8883').live).toEqual({ mqtt: 'mqtts://plant:8883' });
    expect(flagsOf('--live', '--broker', 'none').live).toBe('no-broker');
  });

  it.each<[string, ...string[]]>([
    ['--for'],
    ['expected a duration', '--for', 'soon'],
    ['expected a duration', '--for=-1'],
    ['expected a duration', '--for', '1', '--every', '0'],
    ['--seed', '--for', '1', '--seed', '1.5'],
    ['name=value', '--for', '1', '--set', 'area'],
    ['name=value', '--for', '1', '--set', '=3'],
    ['--mqtt', '--for', '1', '--mqtt', 'mqtt://a'],
    ['--broker', '--live', '--broker', 'some'],
    ['URL', '--live', '--mqtt', 'plant'],
    ['--replay', '--live', '--replay', 'a.csv'],
    ['--record', '--for', '1', '--record', 'a.x,'],
    ['--twin', '--for', '1', '--twin', 'a/b'],
    ['one flow', '--for', '1', 'other.flow.json'],
    ['--fro', '--fro', '1'],
  ])('say %s when it is wrong: %s %s %s %s', (says, ...args) => {
    const read = readRunFlags(['tank.flow.json', ...args]);
    expect(read).toEqual({ problem: expect.stringContaining(says) });
    expect('problem' in read && read.problem).not.toContain('\n');
  });
});
