import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import type { StateSpec } from '@twinloom/runtime/node/definition';
import { startPort, unit } from '@twinloom/runtime/node/params';
import { anyUnit, number, unitFrom } from '@twinloom/runtime/node/ports';

const coefficients = () => z.array(z.number()).min(1).max(13);

/**
 * A linear system G(s) = (b₀sⁿ + … + bₙ)/(a₀sⁿ + … + aₙ) in controllable canonical form: dx₁/dt = x₂, …, dxₙ/dt = u − (a₁xₙ + … + aₙx₁)/a₀,
 * y = Σ (bᵢ − aᵢb₀/a₀)/a₀·xₙ₊₁₋ᵢ + b₀/a₀·u. It begins at rest: the output is 0, or what
 * a port says (x₁ = a₀/bₙ·y there, the others 0). Coefficients with the highest power first, s in 1/s.
 */
export const transferFunction = defineNode({
  type: 'physics/transfer-function',
  version: 1,
  title: 'Transfer function',
  icon: 'spline',
  keywords: ['linear', 'Laplace', 'first order', 'second order', 'dynamics', 'filter', 'G(s)'],
  docs: 'A linear dynamic system by the coefficients of its numerator and denominator, as found by an identification or in a data sheet.',
  doesNotModel: 'Dead time (put a Delay before it), limits, a start from anything but rest.',
  source: 'Controllable canonical form: Åström and Murray, Feedback Systems, chapter 7',
  kind: 'continuous',
  params: z
    .object({
      numerator: coefficients()
        .default([1])
        .meta({ resets: true })
        .describe('Coefficients of the numerator, highest power first, such as [2]'),
      denominator: coefficients()
        .default([1, 1])
        .meta({ resets: true })
        .describe('Coefficients of the denominator, highest power first: [5, 1] is 5 s + 1'),
      unit: unit().optional().describe('Unit of the result; empty = that of the input'),
      initialFrom: startPort('like:out'),
    })
    .refine(({ denominator }) => denominator[0] !== 0, {
      path: ['denominator'],
      message: 'its first coefficient must not be 0: leave that power out',
    })
    .refine(({ numerator, denominator }) => numerator.length <= denominator.length, {
      path: ['numerator'],
      message: 'it must not be of a higher order than the denominator: nothing can differentiate exactly',
    })
    .refine((p) => p.initialFrom === undefined || (p.denominator.length > 1 && p.numerator.at(-1) !== 0), {
      path: ['initialFrom'],
      message:
        'it has no state of rest with that output: the last coefficient of the numerator must not be 0, and the denominator needs a power of s',
    }),
  inputs: { in: number(anyUnit, { doc: 'u' }) },
  outputs: { out: number(unitFrom('unit', 'in'), { doc: 'y' }) },
  states: ({ numerator, denominator, initialFrom }) =>
    Object.fromEntries(
      denominator.slice(1).map((_, i): [string, StateSpec] => {
        const rest = { initial: 0, unit: '' };
        if (i > 0 || initialFrom === undefined) return [`x${i + 1}`, rest];
        const factor = denominator[0]! / numerator.at(-1)!;
        return ['x1', { ...rest, initialFrom, measures: { unit: 'like:out', factor } }];
      }),
    ),
  equations: ({ numerator, denominator }) => {
    const n = denominator.length - 1;
    const a = denominator.map((coefficient) => coefficient / denominator[0]!);
    const b = [...new Array<number>(n + 1 - numerator.length).fill(0), ...numerator].map(
      (coefficient) => coefficient / denominator[0]!,
    );
    const chain = Array.from({ length: Math.max(0, n - 1) }, (_, i) => `der(x${i + 1}) = x${i + 2}`);
    // Entry i - 1 belongs to x_{n+1-i}.
    const feedback = a.slice(1).map((coefficient) => -coefficient);
    const shown = a.slice(1).map((coefficient, i) => b[i + 1]! - coefficient * b[0]!);
    const last = n > 0 ? [`der(x${n}) = ${weighted(feedback, n, 1)}`] : [];
    return [...chain, ...last, `out = ${weighted(shown, n, b[0]!)}`];
  },
  example: {
    shows: 'A second-order lag with a damping of 0.2: each step overshoots by 53 %.',
    params: { numerator: [1], denominator: [1, 0.4, 1] },
    inputs: { in: { params: { shape: 'square', amplitude: 0.5, offset: 0.5, period: '60 s', unit: '1' } } },
    seconds: 120,
  },
  card: { port: 'out', look: 'sparkline' },
});

/** Σ weights[i]·x_{n−i} + direct·in, without what has no weight. */
function weighted(weights: readonly number[], n: number, direct: number): string {
  const terms = weights.map((weight, i) => [weight, `x${n - i}`] as const);
  const all = [...terms, [direct, 'in'] as const].filter(([weight]) => weight !== 0);
  return all.length === 0 ? '0' : all.map(([weight, name]) => `(${weight})*${name}`).join(' + ');
}
