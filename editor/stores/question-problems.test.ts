import { describe, expect, it } from 'vitest';
import { newFault } from './fault-form.ts';
import type { FaultTarget } from './fault-targets.ts';
import { newInput } from './input-form.ts';
import { NO_MAINTENANCE } from './maintenance-form.ts';
import { NO_METHOD, NO_WORTH } from './method-form.ts';
import { BEGIN, problemsSaid, questionProblems, rowPlace } from './question-problems.ts';
import { newVariant, type Choice, type StudyForm } from './study-form.ts';

const input = (name: string): FaultTarget => ({
  name,
  label: name,
  kind: 'input',
  type: 'number',
  unit: '',
  forecasts: [],
});
const targets = [input('speed.value'), input('flow.value')];
const choices: Choice[] = [
  { key: 'times speed.value', kind: 'times', name: 'speed.value', label: 'Speed', unit: '' },
];
const held = (name: string, id = 0) => ({ ...newInput([]), id, input: name, policy: 'hold' as const });
const fault = (change: object) => ({ ...newFault([]), input: 'flow.value', size: '1', ...change });
const form = (change: Partial<StudyForm>): StudyForm => ({
  question: '',
  horizon: '1 h',
  from: '',
  variants: [],
  inputs: [],
  method: NO_METHOD,
  worth: NO_WORTH,
  maintenance: NO_MAINTENANCE,
  record: [],
  seed: '',
  more: {},
  ...change,
});
const said = (param: string, says: string) => ({
  code: 'bad-fault',
  severity: 'error' as const,
  at: [{ param }],
  says,
  remedy: 'Make it smaller.',
});

describe('what is wrong with a question', () => {
  it('is found row by row before anything is asked', () => {
    const variant = newVariant([]);
    const asked = form({
      inputs: [{ ...newInput([]), input: 'speed.value' }],
      variants: [
        {
          ...variant,
          changes: [{ choice: 'times speed.value', text: '1.1' }],
          inputs: [held('speed'), held('flow.value', 1)],
          faults: [fault({}), fault({ id: 1, size: '' })],
        },
      ],
    });
    const problems = questionProblems(asked, { choices, targets, now: 0 });
    expect([...problems.keys()]).toEqual([
      rowPlace('all', 'inputs', 0),
      rowPlace(variant.id, 'inputs', 0),
      rowPlace(variant.id, 'faults', 1),
    ]);
    expect(problems.get(rowPlace(variant.id, 'inputs', 0))).toMatch(/fed twice/);
  });

  it('is a begin that is no time, or not past; none is now', () => {
    const says = (from: string) =>
      questionProblems(form({ from }), { choices, targets, now: 1_800_000_000 }).get(BEGIN);
    expect(says('soon')).toMatch(/how long ago/);
    expect(says('2099-01-01T00:00:00Z')).toMatch(/not past/);
    expect([says(''), says('2 h'), says('1799999999')]).toEqual([undefined, undefined, undefined]);
  });

  it('stands at the row of which the server says it, also where a name has dots; else beside the form', () => {
    const [first, second] = [newVariant([]), { ...newVariant([]), id: 7, name: 'v1.5: fast' }];
    const asked = form({
      inputs: [held('flow')],
      variants: [
        { ...first, inputs: [held('speed.value', 4)] },
        { ...second, faults: [fault({}), fault({ id: 3 })] },
      ],
    });
    const { rows, others } = problemsSaid(
      [
        said('variants.v1.5: fast.faults.1', 'v1.5: fast: faults.1: 90 s after the start: it is above 10'),
        said('variants.Variant 1.inputs.speed.value', 'Variant 1: inputs.speed.value: it is bad now'),
        said('variants.as it is.inputs.flow.value', 'as it is: inputs.flow.value: it is bad now'),
        said('from', 'from: the log has a gap there'),
        said('horizon', '"soon" is no duration'),
      ],
      asked,
      targets,
    );
    expect([...rows]).toEqual([
      [rowPlace(7, 'faults', 3), '90 s after the start: it is above 10. Make it smaller.'],
      [rowPlace(first.id, 'inputs', 4), 'It is bad now. Make it smaller.'],
      [rowPlace('all', 'inputs', 0), 'It is bad now. Make it smaller.'],
      [BEGIN, 'The log has a gap there. Make it smaller.'],
    ]);
    expect(others.map(({ says }) => says)).toEqual(['"soon" is no duration']);
  });
});
