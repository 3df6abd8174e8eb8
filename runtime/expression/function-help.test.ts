import { describe, expect, it } from 'vitest';
import { parseUnit } from '../signal/unit.ts';
import { functionHelp, sayUnits } from './function-help.ts';
import { functions } from './functions.ts';
import { parseExpression } from './parse.ts';
import { unitOfExpression } from './units.ts';

describe('the help of a function', () => {
  it('is there for each function of the language, and for no other', () => {
    expect([...functionHelp.keys()].toSorted()).toEqual([...functions.keys()].toSorted());
  });

  it.each([...functionHelp])('of %s names as many arguments as it takes', (name, { takes }) => {
    const names = takes.split(', ');
    const { least, most } = functions.get(name)!;
    if (names.at(-1) === '…') expect([names.length - 1, most > least]).toEqual([least, true]);
    else expect([least, most]).toEqual([names.length, names.length]);
  });

  it.each([...functionHelp])('of %s says what the language does to units', (name, { takes, units }) => {
    const given = takes.split(', ').filter((argument) => argument !== '…');
    const found = unitOf(
      `${name}(${given.map((argument, i) => (name === 'if' && i === 0 ? '1 > 0' : argument === 'n' ? '2' : 'length')).join(', ')})`,
    );
    const expected = {
      kept: 'm',
      'of the results': 'm',
      'their square root': 'unknown',
      'raised too': 'm2',
      without: 'refused',
      'to without': '1',
    }[units];
    expect(found).toBe(expected);
    expect(sayUnits(units)).not.toBe('');
  });
});

function unitOf(text: string): string {
  const length = parseUnit('m');
  const parsed = parseExpression(text);
  if ('problem' in parsed || 'problem' in length) return `${text} is no expression`;
  const found = unitOfExpression(parsed.expr, (name) => (name === 'length' ? length.unit : undefined));
  if ('problem' in found) return 'refused';
  return typeof found.unit === 'string' ? found.unit : found.unit.code;
}
