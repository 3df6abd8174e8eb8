import { describe, expect, it } from 'vitest';
import { sayDiagnostic } from './say-diagnostic.ts';

const said = { code: 'some-code', severity: 'error', says: 'it is wrong', remedy: 'Mend it.' } as const;

describe('a diagnostic on the terminal', () => {
  it('is FILE: node.port: code: what it says. remedy', () => {
    expect(sayDiagnostic('a.flow.json', { ...said, at: [{ node: 'tank', port: 'inflow' }] })).toBe(
      'a.flow.json: tank.inflow: some-code: it is wrong. Mend it.',
    );
  });

  it('is one line with one full stop between', () => {
    const diagnostic = { ...said, at: [{}], says: 'it is\n  wrong.' };
    expect(sayDiagnostic('a', diagnostic)).toBe('a: flow: some-code: it is wrong. Mend it.');
  });
});
