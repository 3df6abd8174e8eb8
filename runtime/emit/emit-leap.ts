import type { Island, Plan } from '../compile/plan.ts';
import { GREATEST_CHANGE } from '../solve/tsit5.ts';
import { convertedText } from './formula-text.ts';
import type { Layout } from './layout.ts';
import { placedText } from './placed-text.ts';

/**
 * JavaScript for a stretch of an island that is one step, `Leap`: its inputs are taken and its states moved where they stand. `place` is that of
 * the island, `step` the name of the function that tries a step of its solver. It does what the engine and the solver do then, bit for bit.
 */
export function emitLeap(
  { states, external }: Island,
  place: number,
  step: string,
  { solver, nodes }: Plan,
  layout: Layout,
): string {
  const slots = new Map(nodes.flatMap(({ outputs }) => outputs.map(({ port, slot }) => [port, slot])));
  const isFixed = solver.method === 'rk4';
  const isThere = external.map(({ input }) => `||q[${input.from}]===3`).join('');
  const isSure = isFixed ? '' : `||!(ws[${place}]>=h*(1-1e-9))`;
  const body = [
    `const h=e-t;if((io[${place}]&ip[${place}])!==1||ii[${place}]!==0||!(h>0)${isSure}${isThere})return false;`,
    ...external.map(({ input }) => takenText(input, slots)),
    ...states.map((slot, i) => `X[${i}]=m[${slot}];`),
    `c[0]=t;c[1]=h;${step}(F,B,c,X,Y);`,
    isFixed ? 'if(c[2]!==0)return false;' : `const w=c[2];if(!(w<=1))return false;${wantedText(place)}`,
    ...states.map((slot, i) => `m[${slot}]=Y[${i}];`),
    `lp[${place}]+=1;io[${place}]=0;ii[${place}]=1;return true`,
  ].join('');
  return `function(g,t,e){${placedText(body, layout)}}`;
}

/** Where the greatest growth would not change what the solver wants, how great it is need not be asked. */
function wantedText(place: number): string {
  return `if(!(ws[${place}]>=h*${GREATEST_CHANGE})){const a=h*changeAfter(w);if(a>ws[${place}])ws[${place}]=a}`;
}

/** As the engine takes an input: unless its sample is bad; an event is there only in its instant. */
function takenText(input: Island['external'][number]['input'], slots: ReadonlyMap<number, number>): string {
  const { from, slot, type } = input;
  if (type === 'event') return `m[${slot}]=st[${from}]===cl[0]?1:0;`;
  return `if(q[${from}]<2)m[${slot}]=${convertedText(input, `m[${slots.get(from)}]`)};`;
}
