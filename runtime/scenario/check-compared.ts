import type { Diagnostic } from '../graph/diagnostic.ts';
import type { StudyRequest, StudyVariant } from '../graph/scenario.ts';
import type { PreparedChance } from './prepare-runs.ts';
import { refusal } from './refusal.ts';
import type { Axis } from './varied.ts';

/** Checks the variants that are to run with the same draws: each is there, once, and does not change itself what is drawn. */
export function checkCompared(
  { of, compared, axes }: Pick<PreparedChance, 'of' | 'compared' | 'axes'>,
  { variants }: Pick<StudyRequest, 'variants'>,
  asItIs: string,
  diagnostics: Diagnostic[],
): void {
  compared.forEach((name, i) => {
    const refuse = (code: string, says: string, remedy: string): void =>
      void diagnostics.push(refusal(code, `chance.compare.${i}`, says, remedy));
    const variant = Object.hasOwn(variants, name) ? variants[name]! : undefined;
    if (!variant && name !== asItIs)
      return refuse(
        'unknown-variant',
        `there is no variant "${name}"`,
        `There is ${[asItIs, ...Object.keys(variants)].join(', ')}.`,
      );
    if (name === of || compared.indexOf(name) < i)
      return refuse('compared-with-itself', `"${name}" is compared with itself`, 'Name another variant.');
    const drawn = variant && axes.find((axis) => isChangedBy(axis, variant));
    if (drawn)
      refuse(
        'drawn-and-changed',
        `"${name}" changes ${drawn.title}, which is drawn by chance`,
        'Leave it out of the variant or of what is drawn: a draw would take the place of the change.',
      );
  });
}

function isChangedBy(
  { kind, name }: Axis,
  { parameters = {}, values = {}, inputs = {} }: StudyVariant,
): boolean {
  switch (kind) {
    case 'parameter':
      return Object.hasOwn(parameters, name);
    case 'value':
      return Object.hasOwn(values, name);
    // The end of a ramp is drawn, the ramp itself may be another.
    case 'to':
      return false;
    case 'times':
    case 'is':
      return Object.hasOwn(inputs, name) || Object.hasOwn(inputs, name.split('.', 1)[0]!);
    default:
      return kind satisfies never;
  }
}
