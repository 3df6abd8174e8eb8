import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { HALF_MICROSECOND } from '@twinloom/runtime/node/half-microsecond';
import type { Instant } from '@twinloom/runtime/node/definition';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, number } from '@twinloom/runtime/node/ports';
import { BAD } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';

/** How loudly it is said, by priority. */
const LEVELS = { low: 'info', medium: 'warning', high: 'error', critical: 'error' } as const;
/** Places of its states. */
const [ACTIVE, CHANGES_AT, SUPPRESSED] = [0, 1, 2];

/**
 * A limit alarm with deadband and delays, after ISA-18.2: it is raised when the input has been beyond a limit for `onDelay` s, and
 * cleared when it has been back inside by the hysteresis for `offDelay` s. On a bad input it is unknown: it neither raises nor clears,
 * and a delay that has begun goes on to the next good sample. While `suppress` is true it is suppressed by design: it follows its
 * input and says nothing; a bad or missing `suppress` suppresses nothing.
 */
export const alarm = defineNode({
  type: 'sinks/alarm',
  version: 2,
  title: 'Alarm',
  icon: 'bell-ring',
  keywords: ['limit', 'alert', 'warning', 'high', 'low', 'ISA-18.2'],
  docs: 'Tells people when a value leaves its limits, and when it is back. The delays and the hysteresis keep it from chattering. While the value is bad it is unknown, neither raised nor cleared. While "suppress" is true nobody is told, as for a pump that stands still on purpose; if it is beyond its limit afterwards, it is raised then.',
  doesNotModel: 'Acknowledging and shelving: they are done in the list of alarms, not in the flow.',
  source: 'ANSI/ISA-18.2: deadband, on-delay, off-delay and suppression by design',
  params: z
    .object({
      above: quantity('like:in', { tunable: true }).optional().describe('Raised above this'),
      below: quantity('like:in', { tunable: true }).optional().describe('Raised below this'),
      hysteresis: quantity('difference:in', { tunable: true })
        .min(0)
        .default(0)
        .describe('How far back inside it must come to be cleared'),
      onDelay: duration({ tunable: true })
        .default(0)
        .describe('How long it must be beyond the limit to be raised'),
      offDelay: duration({ tunable: true }).default(0).describe('How long it must be back to be cleared'),
      priority: z
        .enum(['low', 'medium', 'high', 'critical'])
        .default('medium')
        .describe('How soon somebody must act'),
      text: z.string().max(500).default('').meta({ widget: 'text' }).describe('What to do'),
    })
    .refine(({ above, below }) => above !== undefined || below !== undefined, {
      path: ['above'],
      message: 'expected a limit: above, below or both',
    })
    .refine(({ above, below }) => above === undefined || below === undefined || below < above, {
      path: ['below'],
      message: 'it is not under above, so the alarm would never clear',
    }),
  inputs: {
    in: number(anyUnit, { doc: 'Watched value' }),
    suppress: boolean({ optional: true, awaited: false, doc: 'True = nobody is told' }),
  },
  raises: 'active',
  suppressedBy: 'suppress',
  onBad: 'step',
  outputs: { active: boolean({ doc: 'Whether the alarm is raised' }) },
  states: { active: { initial: 0 }, changesAt: { unit: 's', initial: -1 }, suppressed: { initial: 0 } },
  migrations: { 1: (state) => ({ ...state, suppressed: [0] }) },
  step: (y, x, u, p, instant) => {
    const quality = instant.quality('in');
    instant.mark(quality);
    if (quality >= BAD) {
      y.active = false;
      return;
    }
    const isActive = x.active === 1;
    const isSuppressed = u.suppress === true;
    const isChanging = isActive ? isBack(u.in, p) : isBeyond(u.in, p);
    if (!isChanging) x.changesAt = -1;
    else if (x.changesAt < 0) x.changesAt = instant.t + (isActive ? p.offDelay : p.onDelay);
    if (isChanging && instant.t >= x.changesAt - HALF_MICROSECOND) {
      x.active = isActive ? 0 : 1;
      x.changesAt = -1;
    }
    const wasSaid = isActive && x.suppressed === 0;
    const isSaid = x.active === 1 && !isSuppressed;
    if (isSaid !== wasSaid && !isSuppressed) say(isSaid, u.in, p, instant);
    x.suppressed = isSuppressed ? 1 : 0;
    instant.wakeAt(x.changesAt < 0 ? Infinity : x.changesAt);
    y.active = isSaid;
  },
  calm: (value, x, p) => {
    const isActive = x[ACTIVE] === 1;
    const isCalm = x[CHANGES_AT] === -1 && x[SUPPRESSED] === 0;
    return isCalm && !(isActive ? isBack(value, p) : isBeyond(value, p)) ? Number(isActive) : Number.NaN;
  },
  example: {
    shows: 'Raised after the pressure has been above 7 bar for 2 s; it clears below 6.5 bar.',
    params: { above: '7 bar', hysteresis: '0.5 bar', onDelay: '2 s', text: 'Pressure high' },
    inputs: { in: { params: { amplitude: '3 bar', offset: '5 bar', period: '30 s', unit: 'bar' } } },
    seconds: 90,
  },
  card: { port: 'active', look: 'state' },
});

interface Limits {
  above?: number;
  below?: number;
  hysteresis: number;
}

function isBeyond(value: number, { above, below }: Limits): boolean {
  return (above !== undefined && value > above) || (below !== undefined && value < below);
}

function isBack(value: number, { above, below, hysteresis }: Limits): boolean {
  return (
    (above === undefined || value <= above - hysteresis) &&
    (below === undefined || value >= below + hysteresis)
  );
}

function say(
  isRaised: boolean,
  value: number,
  { priority, text }: { priority: keyof typeof LEVELS; text: string },
  instant: Instant,
): void {
  const reading = `${Number(value.toPrecision(4))} ${formatUnit(instant.unitOf('in'))}`.trim();
  const says = `${isRaised ? 'raised' : 'cleared'} at ${reading}${text === '' ? '' : `: ${text}`}`;
  instant.note(isRaised ? LEVELS[priority] : 'info', says);
}
