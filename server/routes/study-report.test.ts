import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { describe, expect, it } from 'vitest';
import { studyCsv } from './study-csv.ts';
import { studyReport } from './study-report.ts';

const plan = { kept: [], migrated: [], reset: [], added: [], removed: [] };

const study: StudyBody = {
  id: '0b54f6a4-9f0f-4a8e-8a55-0d6a6f6b1c11',
  twin: 'pump-01',
  question: 'What if <b>speed</b> rises & "stays"?',
  t: 1_700_000_100,
  status: 'done',
  start: 1_700_000_000,
  horizon: 3_600,
  seed: 7,
  version: 3,
  author: 'local',
  done: 1,
  finished: 2,
  of: 2,
  request: {
    question: 'What if?',
    horizon: '1 h',
    maintenance: {
      asset: 'bearing',
      fails: 'bearing.damage >= 1',
      unplanned: { outage: '2 h', crew: 2, crewPrice: 60, parts: 180 },
    },
    inputs: { 'gauge.value': { policy: 'ramp', to: '3 bar', over: '5 min' } },
    variants: {
      '+15 %': {
        parameters: { '<script>': 1 },
        maintenance: { policy: 'interval', every: '7 d' },
        inputs: { 'speed.value': { policy: 'scaled', factor: 1.15 } },
        faults: [{ input: 'flow.value', kind: 'bias', size: '1 m3/h', at: '10 min', for: 60 }],
      },
    },
  },
  kpis: [{ name: 'flow', title: 'Flow', unit: 'm3/h', expression: 'mean(pipe.flow)' }],
  variants: [
    {
      name: 'as it is',
      status: 'done',
      plan,
      kpis: { flow: { value: 20, missing: 0 } },
      curves: { 'pipe.flow': { unit: 'm3/h', min: [19, null, 20], max: [21, null, 20] } },
    },
    {
      name: '+15 %',
      status: 'done',
      plan,
      kpis: { flow: { value: 23, difference: 3, share: 0.15, missing: 12 } },
      curves: { 'pipe.flow': { unit: 'm3/h', min: [22, 23, 23], max: [24, 23, 23] } },
    },
  ],
};

describe('the report of a study', () => {
  const report = studyReport(study);

  it('says what was asked, from where, what differs, what it came to, and how to repeat it', () => {
    for (const words of [
      'pump-01',
      '2023-11-14 22:13:20 UTC',
      'looks 60 min ahead',
      'version 3 of the flow',
      'gauge.value to 3 bar over 5 min',
      'speed.value × 1.15<br>flow.value: bias 1 m3/h from 10 min for 60',
      'it fails when bearing.damage &gt;= 1; a failure takes 2 h, 2 people at 60 EUR an hour, and 180 EUR of parts',
      'it is replaced 7 d after the last time, or when it fails',
      '<b>23 m³/h</b>',
      '+3 m³/h (+15\u00a0%)',
      'without a good value for 12 s',
      'seed 7',
      '&quot;from&quot;: 1700000000',
    ])
      expect(report).toContain(words);
  });

  it('calls parameters and nodes as the flow does that ran, with the unit of a bare number', () => {
    const asked = { price: 0.3, lift: '9 m', constructor: 1 };
    const named = studyReport({
      ...study,
      request: {
        horizon: '1 h',
        variants: {
          '+15 %': {
            parameters: asked,
            inputs: {
              'speed.value': { policy: 'scaled', factor: 2 },
              'gate.value': { policy: 'profile', points: [[600, 5]], between: 'step' },
              'door.value': { policy: 'profile', points: [[0, true]], between: 'step' },
            },
          },
        },
      },
      flow: {
        name: 'Pump & pipe',
        parameters: {
          price: { unit: '{EUR}/(kW.h)', title: 'Price & tax' },
          lift: { unit: 'm', title: 'Height' },
        },
        nodes: { speed: { title: 'Speed' }, pipe: { title: 'Rising pipe' } },
      },
    });
    expect(named).toContain(
      'Price &amp; tax (price) = 0.3 EUR/kWh<br>Height (lift) = 9 m<br>constructor = 1<br>Speed (speed.value) × 2<br>gate.value = 5 from 10 min after the start on<br>door.value = true',
    );
    expect(named).toContain('version 3 of the flow “Pump &amp; pipe”');
    expect(named).toContain('<h2>Rising pipe (pipe.flow)</h2>');
  });

  it('says what stays the same in words, and takes few lines for what repeats it', () => {
    const [base, other] = study.variants;
    const same = { ...other!, kpis: { flow: { value: 20, difference: 0, share: 0, missing: 0 } } };
    const page = studyReport({ ...study, variants: [base!, same] });
    expect(page).toContain('<b>20 m³/h</b><br><span class="note">the same</span>');
    expect(/<pre>[^\n]*<\/pre>/.test(page)).toBe(true);
  });

  it('holds what people wrote as text only', () => {
    expect(report).toContain('What if &lt;b&gt;speed&lt;/b&gt; rises &amp; &quot;stays&quot;?');
    expect(report).not.toMatch(/<script|<b>speed/);
  });

  it('draws a gap where a port was bad', () => {
    const paths = [...report.matchAll(/<path d="([^"]+)" fill="none" stroke="#(?:5b6470|1f5fbf)"/g)];
    expect(paths.map(([, path]) => path?.match(/[ML]/g)?.join(''))).toEqual(['MM', 'MLL']);
  });

  it('says of a study that did not end how far it came', () => {
    const cut: StudyBody = { ...study, status: 'interrupted', says: 'the server ended', finished: 1 };
    expect(studyReport(cut)).toContain('interrupted (the server ended): 1 of 2 runs have results');
  });
});

it('as CSV a study is a row for each KPI and each part of a port, and nothing is no zero', () => {
  const rows = studyCsv(study).trim().split('\n');
  expect(rows).toEqual([
    'what,variant,name,unit,from,to,value,difference,share,missing,min,max,says',
    'kpi,as it is,flow,m3/h,0,3600,20,,,0,,,',
    'port,as it is,pipe.flow,m3/h,0,1200,,,,,19,21,',
    'port,as it is,pipe.flow,m3/h,1200,2400,,,,,,,',
    'port,as it is,pipe.flow,m3/h,2400,3600,,,,,20,20,',
    "kpi,'+15 %,flow,m3/h,0,3600,23,3,0.15,12,,,",
    "port,'+15 %,pipe.flow,m3/h,0,1200,,,,,22,24,",
    "port,'+15 %,pipe.flow,m3/h,1200,2400,,,,,23,23,",
    "port,'+15 %,pipe.flow,m3/h,2400,3600,,,,,23,23,",
  ]);
});

const many = {
  method: 'chance',
  of: 'as it is',
  runs: 50,
  axes: [{ kind: 'parameter', name: 'price', title: '<Price>', unit: '{EUR}' }],
  percentiles: [10, 90],
  sampling: 'latin',
} satisfies StudyBody['many'];

describe('the report of a study of many runs', () => {
  it('by chance gives spreads, bands and what mattered, and says from what', () => {
    const report = studyReport({
      ...study,
      many,
      request: {
        chance: {
          inputs: [{ kind: 'parameter', name: 'price', distribution: 'uniform', min: 1, max: '2 {EUR}' }],
        },
      },
      chance: {
        runs: 49,
        spreads: [{ count: 48, mean: 21, margin: 0.5, deviation: 2, percentiles: [18, 24] }],
        influences: [[{ axis: 0, low: 19, high: 23, rank: 0.9 }]],
        bands: {
          'pipe.flow': [
            [18, null, 18],
            [24, null, 24],
          ],
        },
      },
    });
    for (const words of [
      '49 of 50 runs',
      '<td class="n">21 ± 0.5</td><td class="n">18</td><td class="n">24</td>',
      'without a value in 1 runs',
      'uniform, least 1, greatest 2 {EUR}',
      'Latin hypercube',
      'What mattered to Flow',
      'from the 49 runs drawn by chance',
      '&lt;Price&gt;',
      'pipe.flow, by chance',
    ])
      expect(report).toContain(words);
    expect(report).not.toContain('<Price>');
  });

  const chance = {
    runs: 50,
    spreads: [{ count: 50, mean: 21, margin: 0.5, deviation: 2, percentiles: [18, 24] }],
    influences: [[]],
    bands: {},
    swings: [[{ axis: 0, low: 19, high: 23, middle: 20.5, from: 1.1, to: 1.9 }]],
    differences: [
      {
        variant: '+15 %',
        kpis: [
          {
            count: 50,
            mean: 3,
            margin: 0.2,
            deviation: 0.7,
            percentiles: [-0.5, 4],
            above: { share: 0.98, from: 0.895, to: 0.996 },
            below: { share: 0.02, from: 0.004, to: 0.105 },
          },
        ],
      },
    ],
  } satisfies StudyBody['chance'];

  it('by chance says what one input alone does, and how variants differ draw by draw', () => {
    const report = studyReport({ ...study, many, chance });
    for (const words of [
      'One input at a time: Flow',
      '&lt;Price&gt;',
      '1.1 to 1.9 EUR',
      '10th percentile',
      '“+15 %” beside “as it is”, by chance',
      '<td class="n">+3 ± 0.2</td><td class="n">−0.5</td><td class="n">+4</td>',
      'greater in 98 % (89.5 to 99.6 %)',
      '50 pairs',
    ])
      expect(report).toContain(words);
    const better = [{ ...study.kpis[0]!, better: 'less' as const }];
    expect(studyReport({ ...study, kpis: better, many, chance })).toContain('better in 2 % (0.4 to 10.5 %)');
  });

  it('says no margin where one run alone gave a value', () => {
    const one = { count: 1, mean: 3, deviation: 0, percentiles: [3, 3] };
    const alone = {
      ...chance,
      spreads: [one],
      differences: [{ variant: '+15 %', kpis: [one] }],
    };
    const asked = { ...study, variants: [], many, chance: alone };
    expect(studyReport(asked)).not.toContain('±');
    const rows = studyCsv(asked).split('\n');
    expect(rows.filter((row) => row.startsWith('mean'))).toEqual([
      'mean,,flow,m3/h,,,3,,,,,,',
      "mean difference,'+15 %,flow,m3/h,,,3,,,,,,",
    ]);
  });

  it('shows an input that does the same to both sides of the middle', () => {
    const swings = [[{ axis: 0, low: 19, high: 19, middle: 20.5, from: 1.1, to: 1.9 }]];
    expect(studyReport({ ...study, many, chance: { ...chance, swings } })).toContain(
      'One input at a time: Flow',
    );
  });

  it('as CSV holds the same', () => {
    const rows = studyCsv({ ...study, variants: [], many, chance })
      .trim()
      .split('\n');
    expect(rows.filter((row) => !/^(mean|percentile),/.test(row)).slice(1)).toEqual([
      'swing,<Price>,flow,m3/h,1.1,1.9,20.5,,,,19,23,',
      "mean difference,'+15 %,flow,m3/h,,,3,,,,2.8,3.2,",
      "difference P10,'+15 %,flow,m3/h,,,-0.5,,,,,,",
      "difference P90,'+15 %,flow,m3/h,,,4,,,,,,",
      "share greater,'+15 %,flow,1,,,0.98,,,,0.895,0.996,",
      "share less,'+15 %,flow,1,,,0.02,,,,0.004,0.105,",
    ]);
  });

  it('of two parameters is a table of each pair; of a search the best point and whether it converged', () => {
    const axes = [...many.axes, { kind: 'times', name: 'speed.value', title: 'Speed ×', unit: '' }];
    const runs = [1, 2].flatMap((x) => [1, 1.5].map((y, n) => ({ n, at: [x, y], kpis: [x * y] })));
    const swept = studyReport({ ...study, many: { ...many, method: 'sweep', axes }, runs });
    expect(swept).toMatch(/<th class="n">2<\/th><td[^>]*>2<\/td><td[^>]*>3<\/td>/);
    const searched = studyReport({
      ...study,
      many: { ...many, method: 'search', goal: 'most', kpi: 0 },
      search: {
        best: [1.5],
        kpis: [30],
        tried: 9,
        isConverged: false,
        keepsLimits: true,
        says: 'it did not converge',
      },
    });
    expect(searched).toContain('Flow: 30 m³/h');
    expect(searched).toContain('<b>Not converged.</b> it did not converge');
  });

  it('gives money a year, payback and present value, downtime, and what was decided', () => {
    const report = studyReport({
      ...study,
      worth: {
        kpi: 'flow',
        unit: '{EUR}',
        years: 10,
        rate: 0.08,
        downtimeUnit: 'h',
        rows: [
          {
            variant: '+15 %',
            investment: 5_000,
            saving: 2_500,
            paybackYears: 2,
            presentValue: 11_775,
            downtime: 3,
            downtimeSaved: 4,
          },
          { variant: 'worse', investment: 1, saving: -5 },
        ],
      },
      decisions: [
        {
          verdict: 'rejected',
          reason: 'too dear <now>',
          author: 'Ada',
          t: 1_700_000_500,
          known: { status: 'done', finished: 2, of: 2, kpis: {} },
        },
      ],
    });
    expect(report).toMatch(
      /5,?000[^<]*<\/td><td class="n">2,?500[^<]*<\/td><td class="n">2 years<\/td><td class="n">11,?775/,
    );
    for (const words of [
      'never',
      'discounted with 8 % a year over 10 years',
      '−4 h',
      '<b>rejected</b> by Ada',
      'too dear &lt;now&gt;',
    ])
      expect(report).toContain(words);
  });
});

it('a text in the CSV that a spreadsheet would take for a formula begins with an apostrophe; a negative number does not', () => {
  const kpis = [{ ...study.kpis[0]!, unit: '@SUM(A1)' }];
  const variants = [
    {
      ...study.variants[1]!,
      name: '=1+1',
      curves: {},
      kpis: { flow: { value: -3, missing: 0, says: '-x' } },
    },
  ];
  const runs = [{ n: 0, at: [-5], kpis: [null], says: '+x' }];
  const lines = studyCsv({ ...study, kpis, variants, many, runs }).split('\n');
  expect(lines[1]).toBe("kpi,'=1+1,flow,'@SUM(A1),0,3600,-3,,,0,,,'-x");
  expect(lines[2]).toBe('run,run 1,parameter price,{EUR},,,-5,,,,,,');
  expect(lines[3]).toBe("run,run 1,flow,'@SUM(A1),,,,,,,,,'+x");
});
