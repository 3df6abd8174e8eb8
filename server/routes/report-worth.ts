import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { quantity, section, signed, span, text, when } from './report-parts.ts';

/** What is assumed of money. */
export function sayMoney({ worth, horizon, kpis }: StudyBody): string[] {
  if (!worth) return [];
  const title = kpis.find(({ name }) => name === worth.kpi)?.title ?? worth.kpi;
  const rate =
    worth.rate === undefined
      ? 'no discount rate is given, so there is no net present value'
      : `discounted with ${formatValue(100 * worth.rate)} % a year over ${worth.years} ${worth.years === 1 ? 'year' : 'years'}, each saving at the end of its year`;
  return [
    `Savings are differences of “${title}”, a year of 365 days taken to be as the ${span(horizon)} looked ahead; ${rate}.`,
  ];
}

/** Investment, saving, payback, and unplanned downtime where it is counted. */
export function moneySections({ worth }: StudyBody): string[] {
  if (!worth) return [];
  const { unit, rate, downtimeUnit, rows } = worth;
  const money = (value: number | undefined): string => (value === undefined ? '–' : quantity(value, unit));
  const cell = (value: string): string => `<td class="n">${text(value)}</td>`;
  const lines = rows.map(({ variant, investment, saving, paybackYears, presentValue }) => {
    const back =
      paybackYears === undefined
        ? saving === undefined || (saving === 0 && investment === 0)
          ? '–'
          : 'never'
        : paybackYears === 0
          ? 'at once'
          : `${formatValue(paybackYears, 3)} years`;
    const value = rate === undefined ? '' : cell(money(presentValue));
    return `<tr><td>${text(variant)}</td>${cell(money(investment))}${cell(money(saving))}${cell(back)}${value}</tr>`;
  });
  const heads = [
    'Investment',
    'Saving a year',
    'Payback',
    ...(rate === undefined ? [] : ['Net present value']),
  ];
  const table = `<table><thead><tr><th></th>${heads.map((head) => `<th class="n">${head}</th>`).join('')}</tr></thead>${lines.join('')}</table>`;
  const sections = [section('Investment and saving', table)];
  if (downtimeUnit === undefined) return sections;
  const still = rows.map(({ variant, downtime, downtimeSaved }) => {
    const difference = downtimeSaved === undefined ? '' : `${signed(-downtimeSaved)} ${downtimeUnit}`;
    return `<tr><td>${text(variant)}</td>${cell(downtime === undefined ? '–' : quantity(downtime, downtimeUnit))}${cell(difference)}</tr>`;
  });
  return [
    ...sections,
    section(
      'Unplanned downtime a year',
      `<table><thead><tr><th></th><th class="n">Downtime</th><th class="n">Difference</th></tr></thead>${still.join('')}</table>`,
    ),
  ];
}

/** What was decided by it so far. */
export function decisionSections({ decisions = [] }: StudyBody): string[] {
  if (decisions.length === 0) return [];
  const lines = decisions.map(({ verdict, reason, author, t, known }) => {
    const then = `${known.finished} of ${known.of} runs had results then.`;
    return `<p><b>${text(verdict)}</b> by ${text(author)} on ${when(t)}: ${text(reason)}<br><small class="note">${text(then)}</small></p>`;
  });
  return [section('Decision', lines.join(''))];
}
