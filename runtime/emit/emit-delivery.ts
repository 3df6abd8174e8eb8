import { TIME_SLOT, type Plan, type PlanNode } from '../compile/plan.ts';
import type { Layout } from './layout.ts';
import { placedText } from './placed-text.ts';

/**
 * JavaScript for a delivery of one number to a listening node, `Deliver`, where nothing else is due and nothing is to be said of the source: the
 * sample is let in, put on the port, and the `runs` run on it. `undefined` where the first output is no number.
 */
export function emitDelivery(
  { index: i, outputs }: PlanNode,
  source: number,
  runs: readonly string[],
  { ports }: Plan,
  layout: Layout,
): string {
  const [output] = outputs;
  const type = output && ports[output.port]!.type;
  if (type !== 'number' && type !== 'any') return 'undefined';
  const { port, slot } = output!;
  const body = [
    `if(!(t<cl[4])||(is[${source}]|hp[${source}]|hd[${i}])!==0||sd[${i}]===0)return -1;`,
    `const s=t/1e6,n=cl[0]+1;let a=s;`,
    `if(h===h){if(!(h>nw[${source}]))return -1;nw[${source}]=h;a=h-g.epoch}`,
    `cl[0]=n;cl[1]=t;cl[2]=s;cl[3]=1;cl[6]=NaN;m[${TIME_SLOT}]=s;ha[${source}]=t;`,
    `m[${slot}]=v;q[${port}]=v>=-1e30&&v<=1e30?0:2;me[${port}]=a;st[${port}]=n;ri[${i}]=n;`,
  ].join('');
  return `function(g,t,v,h){${placedText(body, layout)}return ${runs.map((run) => `${run}(g)`).join('+') || '0'}}`;
}
