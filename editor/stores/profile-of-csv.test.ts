import { describe, expect, it } from 'vitest';
import { profileOfCsv } from './profile-of-csv.ts';

const flow = { name: 'flow.value', label: 'Flow', type: 'number' } as const;

describe('a profile from a CSV', () => {
  it('takes seconds as they stand, and the column that is called like the input', async () => {
    const text = 'time_s,head,flow\n0,10,18\n60,11,19.5\n120,12,17\n';
    expect(await profileOfCsv(text, flow)).toEqual({
      points: [
        [0, 18],
        [60, 19.5],
        [120, 17],
      ],
    });
    const other = { ...flow, name: 'speed.value', label: 'Speed' };
    expect(await profileOfCsv(text, other)).toMatchObject({
      points: [[0, 10], expect.anything(), [120, 12]],
    });
  });

  it('counts dates from the first row, and leaves out what is no good value', async () => {
    const text =
      'Zeit;Durchfluss\n2026-11-27 14:00:00;18,5\n2026-11-27 14:01:00;\n2026-11-27 14:02:00;19,5\n2026-11-27 14:03:00;bad\n2026-11-27 14:04:00;20,5\n';
    expect(await profileOfCsv(text, flow)).toEqual({
      points: [
        [0, 18.5],
        [120, 19.5],
        [240, 20.5],
      ],
    });
  });

  it('reads truth values, also as 0 and 1', async () => {
    const open = { name: 'open.value', label: 'Open', type: 'boolean' } as const;
    expect(await profileOfCsv('t,open\n0,0\n5,1\n', open)).toEqual({
      points: [
        [0, false],
        [5, true],
      ],
    });
  });

  it.each([
    ['', /empty/],
    ['PK\u0003\u0004\u0000', /Excel/],
    ['only\nwords\n', /one column/],
    ['t,name\n0,pump\n1,tank\n', /no column of numbers/],
    [`t,flow\n${Array.from({ length: 50 }, (_, i) => `${i},1\n`).join('')}later,3\n`, /line 52/i],
  ])('says of %j what is wrong and what to do', async (text, says) => {
    const read = await profileOfCsv(text, flow);
    expect('problem' in read && read.problem).toMatch(says);
    expect('problem' in read && read.problem).toMatch(/^[A-Z].*\. [A-Z].*\.$/s);
  });

  it('refuses more values than a question takes', async () => {
    const rows = Array.from({ length: 100_001 }, (_, i) => `${i},${i % 7}.5`);
    const read = await profileOfCsv(`t,flow\n${rows.join('\n')}\n`, flow);
    expect(read).toMatchObject({ problem: expect.stringMatching(/100,001 values.*at most 100,000/) });
  });
});
