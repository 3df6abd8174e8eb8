import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { anything } from '@twinloom/runtime/node/ports';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { BAD, qualityName, type QualityCode } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { plainValue } from '@twinloom/runtime/signal/plain-value';
import { textMark } from './text-mark.ts';

const LONGEST_VALUE = 200;
const NOTHING_SAID = -1;
const NO_VALUE = 'no good value';

/**
 * Writes a line for people: its text with `{value}` (4 significant digits and the unit) and `{quality}` in it, at each sample, or where
 * it reads otherwise than the last one; of a boolean also only when it turns true. A bad sample has no value and says so.
 */
export const log = defineNode({
  type: 'sinks/log',
  version: 1,
  title: 'Log',
  icon: 'scroll-text',
  keywords: ['note', 'message', 'text', 'journal', 'notice', 'print', 'debug'],
  docs: 'Writes a line to the log of the twin when a value changes or a condition turns true. A node that talks faster than once a second is heard once a second, with the number of lines left out.',
  doesNotModel: 'An archive: lines are shown to who is there, and are not kept. For limits use an alarm.',
  source: 'The value itself',
  params: z.object({
    text: z
      .string()
      .min(1)
      .max(500)
      .default('{value}')
      .meta({ widget: 'text' })
      .describe('What to write; {value} and {quality} are those of the input, {twin} the twin’s id'),
    level: z
      .enum(['info', 'warning', 'error'])
      .default('info')
      .describe('How loudly it is said; a run without a screen prints warnings and errors'),
    when: z
      .enum(['change', 'sample', 'true'])
      .default('change')
      .describe(
        'Write when the line reads otherwise than the last, at each sample, or when the input turns true',
      ),
  }),
  inputs: { in: anything({ doc: 'Value to write about' }) },
  outputs: {},
  onBad: 'step',
  states: { said: { initial: NOTHING_SAID }, wasTrue: { initial: 0 } },
  step: (_y, x, u, { text, level, when }, instant) => {
    const quality = instant.quality('in');
    if (when === 'true' && quality >= BAD) return;
    const isTrue = u.in === true || (typeof u.in === 'number' && u.in !== 0);
    const turnsTrue = isTrue && x.wasTrue === 0;
    x.wasTrue = isTrue ? 1 : 0;
    const line = lineOf(text, u.in, instant.unitOf('in'), quality);
    const mark = textMark(line);
    const isNew = when === 'true' ? turnsTrue : when === 'sample' || mark !== x.said;
    x.said = mark;
    if (isNew) instant.note(level, line);
  },
  example: {
    shows: 'Writes a line each time a square wave jumps, and none between.',
    params: { text: 'the pump runs at {value}' },
    inputs: {
      in: {
        params: { shape: 'square', amplitude: 200, offset: 1200, period: '4 s', every: '1 s', unit: '1/min' },
      },
    },
    seconds: 20,
  },
});

function lineOf(text: string, value: unknown, unit: string, quality: QualityCode): string {
  const shown = quality >= BAD ? NO_VALUE : showValue(value, unit);
  return text.replaceAll('{value}', () => shown).replaceAll('{quality}', qualityName(quality));
}

/** On one line, whatever came in from outside. */
function showValue(value: unknown, unit: string): string {
  if (typeof value === 'number') return `${formatValue(value)} ${formatUnit(unit)}`.trim();
  const text = typeof value === 'string' ? value : JSON.stringify(plainValue(value, unit, unit));
  const plain = text.replaceAll(/\p{Cc}+/gu, ' ');
  return plain.length > LONGEST_VALUE ? `${plain.slice(0, LONGEST_VALUE - 1)}…` : plain;
}
