import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';

type Variant = StudyBody['variants'][number];

const WIDTH = 640;
const HEIGHT = 180;
const LEFT = 104;
const COLOURS = ['#5b6470', '#1f5fbf', '#b45309', '#0f766e', '#a21caf', '#b91c1c', '#4d7c0f', '#7c3aed'];

/**
 * A study as a page that stands by itself and prints on paper: question, assumptions, what each variant changes, its KPIs beside the base, ports over
 * time, what is missing, and what is needed to repeat it. Everything from outside is text in it, never markup.
 */
export function studyReport(study: StudyBody): string {
  const { question, twin, variants } = study;
  const title = question === '' ? `A question to ${twin}` : question;
  const body = [
    `<h1>${text(title)}</h1>`,
    `<p class="lead">Asked of the twin <b>${text(twin)}</b> by ${text(study.author)} on ${when(study.t)}. ${text(standing(study))}</p>`,
    section('Assumptions', list(assumptions(study))),
    section('Variants', variantTable(study)),
    section('Key figures', kpiTable(study)),
    ...portsOf(variants).map((port) => section(port, chart(study, port))),
    section('To repeat it', repeat(study)),
    '<div class="sign"><span>Prepared by</span><span>Approved by</span><span>Date</span></div>',
  ];
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${text(title)}</title><style>${STYLE}</style></head><body>\n${body.join('\n')}\n</body></html>\n`;
}

const STYLE =
  'body{font:14px/1.5 system-ui,sans-serif;color:#1b1f24;max-width:720px;margin:32px auto;padding:0 16px}h1{font-size:24px;line-height:1.25}' +
  'h2{font-size:16px;margin:28px 0 8px;border-bottom:1px solid #c5cbd3}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:4px 8px;border-bottom:1px solid #e3e7ec;vertical-align:top}' +
  'th.n,td.n{text-align:right}td.n{font-variant-numeric:tabular-nums}.lead,.note{color:#4a525c}svg{width:100%;height:auto}pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:11px;background:#f4f6f8;padding:8px}' +
  '.sign{display:flex;gap:24px;margin-top:56px}.sign span{flex:1;border-top:1px solid #1b1f24;padding-top:4px}section{break-inside:avoid}@media print{body{margin:0;max-width:none}}';

function standing({ status, says, finished, of }: StudyBody): string {
  if (status === 'done') return '';
  return `The study is ${status}${says === undefined ? '' : ` (${says})`}: ${finished} of ${of} variants have results.`;
}

function assumptions({ start, horizon, version, seed, request, variants }: StudyBody): string[] {
  const { inputs } = (request ?? {}) as { inputs?: Record<string, unknown> };
  const fed = sayChanges('inputs', inputs ?? {});
  return [
    `Each variant goes on from the state of the twin at ${when(start)} and looks ${span(horizon)} ahead.`,
    `“${variants[0]?.name ?? ''}” is version ${version} of the flow, unchanged; differences are to it.`,
    'Sources repeat their last good value unless a variant says otherwise; nothing is sent to the plant.',
    ...fed.map((line) => `Fed otherwise in all variants: ${line}`),
    `Chance is seeded with ${seed}.`,
  ];
}

function variantTable({ variants, request }: StudyBody): string {
  const asked = (request as { variants?: Record<string, object> } | null)?.variants ?? {};
  const rows = variants.map(({ name }) => {
    const { document, ...changes } = (Object.hasOwn(asked, name) ? asked[name] : {}) as Record<
      string,
      unknown
    >;
    const lines = Object.entries(changes).flatMap(([what, value]) => sayChanges(what, value));
    if (document !== undefined) lines.push('a draft of the flow');
    return `<tr><td>${text(name)}</td><td>${lines.length === 0 ? 'nothing changed' : lines.map(text).join('<br>')}</td></tr>`;
  });
  return `<table><tr><th>Variant</th><th>What is different</th></tr>${rows.join('')}</table>`;
}

/** One line for each thing that a variant changes. */
function sayChanges(what: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.map((fault) => sayFault(fault as Record<string, unknown>));
  if (typeof value !== 'object' || value === null) return [`${what} ${String(value)} of the flow`];
  return Object.entries(value).map(([name, how]: [string, unknown]) =>
    typeof how === 'object' && how !== null
      ? `${name} ${sayPolicy(how as Policy)}`
      : `${name} = ${String(how)}`,
  );
}

type Policy = Record<string, unknown> & { policy?: string };

function sayPolicy({ policy, factor, to, over, points }: Policy): string {
  switch (policy) {
    case 'scaled':
      return `× ${String(factor)}`;
    case 'ramp':
      return `to ${String(to)} over ${String(over)}`;
    case 'profile':
      return `by a profile of ${(points as unknown[] | undefined)?.length ?? 0} points`;
    default:
      return 'as it stands';
  }
}

function sayFault({ input, kind, size, at, for: length }: Record<string, unknown>): string {
  const parts = [`${String(input)}: ${String(kind)}`, size, at !== undefined && `from ${String(at)}`];
  if (length !== undefined) parts.push(`for ${String(length)}`);
  return parts.filter((part) => part !== undefined && part !== false).join(' ');
}

function kpiTable({ kpis, variants }: StudyBody): string {
  if (kpis.length === 0) return '<p>The flow defines no key figures.</p>';
  const heads = variants.map(({ name }) => `<th class="n">${text(name)}</th>`).join('');
  const rows = kpis.map(({ name, title, unit, expression }) => {
    const cells = variants.map((variant) => `<td class="n">${kpiCell(variant, name, unit)}</td>`);
    return `<tr><td>${text(title)}<br><small class="note">${text(expression)}</small></td>${cells.join('')}</tr>`;
  });
  return `<table><tr><th></th>${heads}</tr>${rows.join('')}</table>`;
}

function kpiCell({ kpis }: Variant, name: string, unit: string): string {
  const result = kpis?.[name];
  if (!result) return '<span class="note">not run</span>';
  const { value, difference, share, missing, says } = result;
  const lines = [value === undefined ? `– ${text(says ?? '')}` : `<b>${text(quantity(value, unit))}</b>`];
  if (difference !== undefined) {
    const part = share === undefined ? '' : ` (${signed(100 * share)} %)`;
    lines.push(`<span class="note">${text(`${signed(difference)} ${formatUnit(unit)}${part}`)}</span>`);
  }
  if (missing > 0)
    lines.push(`<span class="note">${text(`without a good value for ${span(missing)}`)}</span>`);
  return lines.join('<br>');
}

function portsOf(variants: readonly Variant[]): string[] {
  return [...new Set(variants.flatMap(({ curves }) => Object.keys(curves ?? {})))];
}

/** The middle of each part of the horizon between its least and greatest value; a gap where it was bad. */
function chart({ variants, horizon }: StudyBody, port: string): string {
  const shown = variants.flatMap((variant) => {
    const curve = variant.curves?.[port];
    return curve ? [{ name: variant.name, ...curve }] : [];
  });
  const values = shown.flatMap(({ min, max }) => [...min, ...max]).filter((value) => value !== null);
  if (values.length === 0) return '<p>It had no good value.</p>';
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const reach = high > low ? high - low : Math.max(Math.abs(high), 1);
  const y = (value: number): number => HEIGHT - 24 - ((value - low) / reach) * (HEIGHT - 40);
  const lines = shown.map(({ min, max }, i) => {
    const x = (part: number): number => LEFT + ((part + 0.5) / min.length) * (WIDTH - LEFT - 8);
    let path = '';
    let isDown = false;
    min.forEach((least, part) => {
      const most = max[part];
      if (least === null || most === null || most === undefined) {
        isDown = false;
        return;
      }
      path += `${isDown ? 'L' : 'M'}${x(part).toFixed(1)} ${y((least + most) / 2).toFixed(1)}`;
      isDown = true;
    });
    return `<path d="${path}" fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="1.5"/>`;
  });
  const unit = shown[0]?.unit ?? '';
  const legend = shown.map(
    ({ name }, i) => `<span style="color:${COLOURS[i % COLOURS.length]}">■</span> ${text(name)}`,
  );
  const marks =
    `<text x="${LEFT - 6}" y="${y(high) + 4}" text-anchor="end" font-size="11">${text(quantity(high, unit))}</text>` +
    `<text x="${LEFT - 6}" y="${y(low) + 4}" text-anchor="end" font-size="11">${text(quantity(low, unit))}</text>` +
    `<text x="${WIDTH - 8}" y="${HEIGHT - 6}" text-anchor="end" font-size="11">${text(span(horizon))}</text>`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><path d="M${LEFT} 8V${HEIGHT - 20}H${WIDTH - 8}" fill="none" stroke="#c5cbd3"/>${lines.join('')}${marks}</svg><p>${legend.join(' &nbsp; ')}</p>`;
}

function repeat({ id, twin, version, seed, start, request }: StudyBody): string {
  const asked = JSON.stringify({ ...(request as object), from: start, seed }, null, 1);
  return (
    `<p>Study ${text(id)}, version ${version} of the flow, seed ${seed}. As long as the journal reaches back to ${when(start)}, ` +
    `<code>POST /api/twins/${text(twin)}/scenarios</code> with this gives it again:</p><pre>${text(asked)}</pre>`
  );
}

function section(title: string, content: string): string {
  return `<section><h2>${text(title)}</h2>${content}</section>`;
}

function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${text(line)}</li>`).join('')}</ul>`;
}

function quantity(value: number, unit: string): string {
  return `${formatValue(value)} ${formatUnit(unit)}`.trim();
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${formatValue(Math.abs(value))}`;
}

function span(seconds: number): string {
  const [size, name] =
    seconds >= 172_800
      ? [86_400, 'd']
      : seconds >= 7_200
        ? [3_600, 'h']
        : seconds >= 120
          ? [60, 'min']
          : [1, 's'];
  return `${formatValue(seconds / size)} ${name}`;
}

function when(t: number): string {
  return `${new Date(t * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function text(raw: string): string {
  return raw
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
