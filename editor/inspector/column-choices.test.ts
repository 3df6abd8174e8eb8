import { describe, expect, it } from 'vitest';
import { detectCsv } from '@twinloom/runtime/table/detect';
import { chosenColumns, columnProblem, startChoices } from './column-choices.ts';

function found(text: string) {
  const detected = detectCsv(text, true);
  if ('problem' in detected) throw new Error(detected.problem.says);
  return detected.columns;
}

const columns = found('time,flow [m3/h],flow [m3/h],on,level\n0,1,2,true,3\n1,2,3,false,4\n');

describe('the columns of a file', () => {
  it('become a port each, found again by their header where it is the only one', () => {
    expect(chosenColumns(startChoices(columns, undefined))).toEqual({
      flow: { column: 2, unit: 'm3/h' },
      flow2: { column: 3, unit: 'm3/h' },
      on: { type: 'boolean' },
      level: {},
    });
  });

  it('keep what a node has already, and its ports only', () => {
    const known = { height: { column: 'level', unit: 'm' }, flow: { column: 2 } };
    const chosen = startChoices(columns, known).filter(({ isUsed }) => isUsed);
    expect(chosenColumns(chosen)).toEqual({ flow: { column: 2 }, height: { column: 'level', unit: 'm' } });
  });

  it('need a name each that a port may have', () => {
    const choices = startChoices(columns, undefined);
    expect(columnProblem(choices)).toBeUndefined();
    expect(columnProblem([])?.says).toBe('no column is chosen');
    expect(columnProblem([{ ...choices[0]!, name: '2nd' }])?.says).toBe('"2nd" cannot be the name of a port');
    expect(columnProblem([choices[0]!, { ...choices[1]!, name: 'flow' }])?.says).toBe(
      'two columns are called "flow"',
    );
  });
});
