import type { StudyRequest, StudyVariant } from '@twinloom/runtime/graph/scenario';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { BEST_FOUND } from '@twinloom/runtime/scenario/prepare-study';
import { called, sayChanges, type Names } from './report-changes.ts';
import { sayMaintenance } from './report-maintenance.ts';
import { portsOf, variantChart } from './report-charts.ts';
import { runSections, sayRuns } from './report-runs.ts';
import { decisionSections, moneySections, sayMoney } from './report-worth.ts';
import { list, quantity, section, signed, span, text, when } from './report-parts.ts';

type Variant = StudyBody['variants'][number];

/**
 * A study as a page that stands by itself and prints on paper: question, assumptions, what each variant changes, its KPIs beside the base, ports over
 * time, many runs by chance or in steps, money, what is missing, what was decided, a place to sign, and what is needed to repeat it. Everything from outside is text in it, never markup.
 */
export function studyReport(study: StudyBody): string {
  const { question, twin, variants, flow: names } = study;
  const title = question === '' ? `A question to ${twin}` : question;
  const body = [
    `<h1>${text(title)}</h1>`,
    `<p class="lead">Asked of the twin <b>${text(twin)}</b> by ${text(study.author)} on ${when(study.t)}. ${text(standing(study))}</p>`,
    section('Assumptions', list(assumptions(study, names))),
    section('Variants', variantTable(study, names)),
    section('Key figures', kpiTable(study), 'long'),
    ...runSections(study),
    ...moneySections(study),
    ...portsOf(variants).map((port) => section(called(port, names), variantChart(study, port))),
    ...decisionSections(study),
    '<div class="sign"><span>Prepared by</span><span>Approved by</span><span>Date</span></div>',
    section('To repeat it', repeat(study), 'long'),
  ];
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${text(title)}</title><style>${STYLE}</style></head><body>\n${body.join('\n')}\n</body></html>\n`;
}

const STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;color:#1b1f24;max-width:720px;margin:32px auto;padding:0 16px}h1{font-size:24px;line-height:1.25}' +
  'h2{font-size:16px;margin:28px 0 8px;border-bottom:1px solid #c5cbd3}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:4px 8px;border-bottom:1px solid #e3e7ec;vertical-align:top}' +
  'th.n,td.n{text-align:right}td.n{font-variant-numeric:tabular-nums}.lead,.note{color:#4a525c}svg{width:100%;height:auto}pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:11px;background:#f4f6f8;padding:8px}' +
  '.sign{display:flex;gap:24px;margin-top:56px;break-inside:avoid}.sign span{flex:1;border-top:1px solid #1b1f24;padding-top:4px}section{break-inside:avoid}thead{display:table-header-group}tr{break-inside:avoid}table:not(.kpis)>thead~tbody>tr>td.n{white-space:nowrap}.heat th,.heat td{text-align:center}' +
  '@page{margin:18mm 16mm}@media print{body{margin:0;max-width:none;padding:0}.heat td{print-color-adjust:exact;-webkit-print-color-adjust:exact}.long{break-inside:auto}}';

function standing({ status, says, finished, of }: StudyBody): string {
  if (status === 'done') return '';
  return `The study is ${status}${says === undefined ? '' : ` (${says})`}: ${finished} of ${of} runs have results.`;
}

function assumptions(study: StudyBody, names: Names): string[] {
  const { start, horizon, version, seed, request, variants } = study;
  const { inputs, parameters, values, maintenance } = (request ?? {}) as Partial<StudyRequest>;
  const assumed = [
    ...sayChanges('parameters', parameters ?? {}, names),
    ...sayChanges('values', values ?? {}, names),
  ];
  const fed = sayChanges('inputs', inputs ?? {}, names);
  return [
    `Each variant goes on from the state of the twin at ${when(start)} and looks ${span(horizon)} ahead.`,
    `“${variants[0]?.name ?? ''}” is version ${version} of the flow${names?.name === undefined ? '' : ` “${names.name}”`}, unchanged; differences are to it.`,
    'Sources repeat their last good value unless a variant says otherwise; nothing is sent to the plant.',
    ...assumed.map((line) => `Assumed in all variants, also as it is: ${line}`),
    ...fed.map((line) => `Fed otherwise in all variants: ${line}`),
    ...(maintenance ? [`Maintenance in all variants: ${sayMaintenance(maintenance).join('; ')}.`] : []),
    ...sayRuns(study),
    ...sayMoney(study),
    `Chance is seeded with ${seed}.`,
  ];
}

function variantTable({ variants, request, worth, search, many }: StudyBody, names: Names): string {
  const asked = (request as Partial<StudyRequest> | null)?.variants ?? {};
  const rows = variants.map(({ name }) => {
    const own: Partial<StudyVariant> = Object.hasOwn(asked, name) ? asked[name]! : {};
    const { document, investment, maintenance, ...changes } = own;
    const lines = Object.entries(changes).flatMap(([what, value]) => sayChanges(what, value, names));
    if (maintenance) lines.push(...sayMaintenance(maintenance));
    if (document !== undefined) lines.push('a draft of the flow');
    if (typeof investment === 'number') lines.push(`costs ${quantity(investment, worth?.unit ?? '')} once`);
    if (search && name === BEST_FOUND) lines.push(...sayBest(search, many));
    return `<tr><td>${text(name)}</td><td>${lines.length === 0 ? 'nothing changed' : lines.map(text).join('<br>')}</td></tr>`;
  });
  return `<table><tr><th>Variant</th><th>What is different</th></tr>${rows.join('')}</table>`;
}

function sayBest({ best = [] }: NonNullable<StudyBody['search']>, many: StudyBody['many']): string[] {
  return best.map((value, i) => `${many?.axes[i]?.title} = ${quantity(value, many?.axes[i]?.unit ?? '')}`);
}

function kpiTable({ kpis, variants }: StudyBody): string {
  if (kpis.length === 0) return '<p>The flow defines no key figures.</p>';
  const heads = variants.map(({ name }) => `<th class="n">${text(name)}</th>`).join('');
  const rows = kpis.map(({ name, title, unit, expression }) => {
    const cells = variants.map((variant) => `<td class="n">${kpiCell(variant, name, unit)}</td>`);
    return `<tr><td>${text(title)}<br><small class="note">${text(expression)}</small></td>${cells.join('')}</tr>`;
  });
  return `<table class="kpis"><thead><tr><th></th>${heads}</tr></thead>${rows.join('')}</table>`;
}

function kpiCell({ kpis }: Variant, name: string, unit: string): string {
  const result = kpis?.[name];
  if (!result) return '<span class="note">not run</span>';
  const { value, difference, share, missing, says } = result;
  const lines = [value === undefined ? `– ${text(says ?? '')}` : `<b>${text(quantity(value, unit))}</b>`];
  if (difference === 0) lines.push('<span class="note">the same</span>');
  else if (difference !== undefined) {
    const part = share === undefined ? '' : ` (${signed(100 * share)}\u00a0%)`;
    lines.push(`<span class="note">${text(`${signed(difference)} ${formatUnit(unit)}${part}`)}</span>`);
  }
  if (missing > 0)
    lines.push(`<span class="note">${text(`without a good value for ${span(missing)}`)}</span>`);
  return lines.join('<br>');
}

function repeat({ id, twin, version, flow, seed, start, request }: StudyBody): string {
  // On few lines: a question of many parts would fill pages.
  const asked = JSON.stringify({ ...(request as object), from: start, seed }, null, 1).replaceAll(
    /\n */g,
    ' ',
  );
  return (
    `<p>Study ${text(id)}, version ${version} of the flow${flow?.name === undefined ? '' : ` “${text(flow.name)}”`}, seed ${seed}. As long as the journal reaches back to ${when(start)}, ` +
    `<code>POST /api/twins/${text(twin)}/scenarios</code> with this gives it again:</p><pre>${text(asked)}</pre>`
  );
}
