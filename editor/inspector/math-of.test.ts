import { describe, expect, it } from 'vitest';
import { mathOfEquation, type MathNode } from './math-of.ts';

/** A formula as text that keeps what the typesetting decided: fractions, roots, powers, brackets. */
function drawn(node: MathNode | undefined): string {
  if (node === undefined) return 'no equation';
  if (typeof node === 'string') return node === '\u2061' ? '' : node.replaceAll('\u00a0', ' ');
  const inside = node.in.map(drawn);
  switch (node.tag) {
    case 'mfrac':
      return `[${inside[0]} over ${inside[1]}]`;
    case 'msup':
      return `${inside[0]}^{${inside[1]}}`;
    case 'msub':
      return `${inside[0]}_{${inside[1]}}`;
    case 'msqrt':
      return `√{${inside.join('')}}`;
    case 'mtr':
      return `${inside.join(' ')}; `;
    default:
      return inside.join('');
  }
}

const says = (text: string): string => drawn(mathOfEquation(text));

describe('an equation as it stands in a book', () => {
  it('writes a derivative and the next value of a state as such', () => {
    expect(says('der(h) = v')).toBe('[dh over dt]=v');
    expect(says('next(x) = out')).toBe('x_{k+1}=out');
    expect(says('0 = a + b')).toBe('0=a+b');
  });

  it('puts divisions over a bar, and roots and powers in their form', () => {
    expect(says('v = a/(2*b)')).toBe('v=[a over 2⋅b]');
    expect(says('q = sqrt(2*g*h)')).toBe('q=√{2⋅g⋅h}');
    expect(says('y = exp(-t/tau)')).toBe('y=e^{[−t over τ]}');
    expect(says('y = (a/b)^2')).toBe('y=([a over b])^{2}');
  });

  it('keeps the brackets that matter, and no others', () => {
    expect(says('y = a - (b - c)')).toBe('y=a−(b−c)');
    expect(says('y = (a + b)*c')).toBe('y=(a+b)⋅c');
    expect(says('y = (a*b) + (c)')).toBe('y=a⋅b+c');
    expect(says('y = -(a + b)')).toBe('y=−(a+b)');
    expect(says('y = a^-2')).toBe('y=a^{−2}');
    expect(says('y = (-a)^2')).toBe('y=(−a)^{2}');
    expect(says('y = -a^2')).toBe('y=−a^{2}');
    expect(says('y = a*(-b)')).toBe('y=a⋅(−b)');
    expect(says('y = (a > 0 or b > 0) and c > 0')).toBe('y=(a>0 or b>0) and c>0');
  });

  it('lists the branches of nested choices below each other', () => {
    expect(says('y = if(x > 1, 1, if(x >= 0, x, 0))')).toBe('y={1 if x>1; x if x≥0; 0 otherwise; ');
    expect(says('y = 2*if(x > 0, 1, 0)')).toBe('y=2⋅({1 if x>0; 0 otherwise; )');
  });

  it('writes names as physicists do', () => {
    expect(says('y = lambda*x1 + abs(T2)')).toBe('y=λ⋅x_{1}+|T_{2}|');
  });

  it('is none of a text that is no equation', () => {
    expect(says('y = a +')).toBe('no equation');
  });
});
