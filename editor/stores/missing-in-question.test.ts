import { describe, expect, it } from 'vitest';
import { maintenanceFormOf } from './maintenance-form.ts';
import { NO_METHOD, NO_WORTH, newAxis } from './method-form.ts';
import { missingIn } from './missing-in-question.ts';
import { formOf, newVariant, type StudyForm } from './study-form.ts';

const form: StudyForm = formOf({ title: 'T', horizon: '1 h' }, []);
const variant = newVariant([]);
const changed = (text: string, choice = 'times speed.value') => ({
  variants: [{ ...variant, name: 'fast', changes: [{ choice, text }] }],
});
const axis = { ...newAxis([]), choice: 'parameter area' };
const method = (change: object) => ({ method: { ...NO_METHOD, axes: [axis], ...change } });
const limits = [{ kpi: 'k', atLeast: 'a', atMost: '' }];
const money = { worth: { ...NO_WORTH, kpi: 'k' } };
const upkeep = (kept: NonNullable<Parameters<typeof maintenanceFormOf>[0]>) => ({
  maintenance: maintenanceFormOf(kept),
});

describe('what is missing in a question', () => {
  it.each<[string, Partial<StudyForm>, RegExp]>([
    ['how far it looks', { horizon: ' ' }, /^Say how far to look ahead/],
    ['a multiple', changed('1,15'), /^fast, speed\.value ×: “1,15” is no number/],
    ['the value of a change', changed(' '), /^fast: “speed\.value” has no value/],
    ['runs', method({ method: 'chance', runs: '' }), /^runs: there is no number/],
    ['percentiles', method({ method: 'chance', percentiles: '10, x' }), /“ x” is no number/],
    ['what varies', method({ method: 'chance', axes: [newAxis([])] }), /^Choose what varies/],
    ['how many values', method({ method: 'sweep', axes: [{ ...axis, texts: {} }] }), /^values: there is/],
    ['what is to be best', method({ method: 'search' }), /^Choose the KPI/],
    ['a limit', method({ method: 'search', kpi: 'k', limits }), /^not below: “a”/],
    ['years', { worth: { ...money.worth, years: 'ten' } }, /^years: “ten” is no number/],
    ['the asset that is replaced', upkeep({ policy: 'interval', every: '7 d' }), /^Maintenance: choose/],
    ['the asset of a policy', changed('7 d', 'maintenance interval'), /^fast says when an asset/],
    [
      'an investment',
      { ...money, variants: [{ ...variant, name: 'x', investment: '5 k' }] },
      /^x, Investment, once: “5 k”/,
    ],
  ])('is told before anything is asked: %s', (_what, change, says) => {
    expect(missingIn({ ...form, ...change }, [])).toMatch(says);
  });

  it.each<[string, Partial<StudyForm>]>([
    ['a question as it comes', {}],
    ['a variant that is not begun', { variants: [variant] }],
    ['what says all by being chosen', changed('', 'flow draft')],
    ['a list of values', method({ method: 'sweep', axes: [{ ...axis, texts: { values: '1, 2' } }] })],
    ['chance as it comes', method({ method: 'chance' })],
    ['money as it comes', money],
    [
      'when the asset is replaced',
      { ...changed('7 d', 'maintenance interval'), ...upkeep({ asset: 'bearing' }) },
    ],
  ])('is nothing in %s', (_what, change) => {
    expect(missingIn({ ...form, ...change }, [])).toBeUndefined();
  });
});
