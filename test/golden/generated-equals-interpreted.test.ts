import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { generate, sourceOf } from '@twinloom/runtime/emit/generate';
import { catalogOf } from '@twinloom/runtime/node/catalog';
import { Twin } from '@twinloom/runtime/run/twin';
import { randomFlow, type RandomFlow } from './random-flow.ts';
import { paramsOf } from './random-params.ts';
import { trialNodes } from './trial-nodes.ts';

const FLOWS = 1_000;
const RESTORED = 60;
const everything = catalogOf([...catalog.values(), ...trialNodes]);

/** Everything that can be seen of a run, numbers as their bits. */
function record({ plan, deliveries }: RandomFlow, interpreted: boolean): string[] {
  const bits = new DataView(new ArrayBuffer(8));
  const exact = (value: number): string => {
    bits.setFloat64(0, value);
    return Number.isNaN(value) ? 'NaN' : bits.getBigUint64(0).toString(16);
  };
  const seen: string[] = [];
  const twin = new Twin(plan, {
    id: 'trial',
    interpreted,
    onEmit: ({ node, bytes, t }) => seen.push(`${node} sends ${new TextDecoder().decode(bytes)} at ${t}`),
    onNotice: ({ node, t, says }) => seen.push(`${node} says ${says} at ${t}`),
    onInstant: (at) => {
      for (const port of at.takeChanged()) {
        const name = plan.ports[port]!.port;
        seen.push(
          `${at.t} ${name} ${exact(at.value(port))} ${at.quality(port)} ${exact(at.measuredAt(port))}`,
        );
      }
    },
  });
  for (const { at, inputs } of deliveries) twin.deliver(at, inputs);
  twin.advance((deliveries.at(-1)?.at ?? 0) + 5);
  return [
    ...seen,
    JSON.stringify(twin.snapshot()),
    JSON.stringify(twin.stats()),
    JSON.stringify(twin.status()),
  ];
}

/** The state after each delivery; `isFresh`: of a twin that is restored before each, so that it has nothing worked out in advance. */
function statesAfter({ plan, deliveries }: RandomFlow, isFresh: boolean): string[] {
  let twin = new Twin(plan, { id: 'trial' });
  return deliveries.map(({ at, inputs }) => {
    if (isFresh) twin = Twin.restore(plan, structuredClone(twin.snapshot()), { id: 'trial' });
    twin.deliver(at, inputs);
    return JSON.stringify([twin.snapshot(), twin.status(), twin.nextDue()]);
  });
}

describe('generated functions', () => {
  it(`do bit for bit what the interpreter does, in ${FLOWS} random flows`, () => {
    const types = new Set<string>();
    const stepped = new Set<string>();
    let [flows, lines] = [0, 0];
    for (let k = 0; flows < FLOWS; k++) {
      const random = randomFlow(k, everything, paramsOf);
      if (!random) continue;
      flows++;
      const interpreted = record(random, true);
      const generated = record(random, false);
      if (interpreted.join('\n') !== generated.join('\n')) {
        expect(generated, `flow ${k}: ${JSON.stringify(random.flow)}`).toEqual(interpreted);
      }
      lines += interpreted.length;
      if (generate(random.plan).steps.some(Boolean)) stepped.add(random.plan.solver.method);
      for (const { type } of Object.values(random.flow.nodes)) types.add(type);
    }
    expect([...types].toSorted()).toEqual([...everything.keys()].toSorted());
    expect([...stepped].toSorted()).toEqual(['auto', 'rk4']);
    expect(lines).toBeGreaterThan(100 * FLOWS);
  }, 900_000);

  it(`do what they do in a twin that was just restored, in ${RESTORED} random flows`, () => {
    let flows = 0;
    for (let k = FLOWS; flows < RESTORED; k++) {
      const random = randomFlow(k, everything, paramsOf);
      if (!random || random.deliveries.length === 0) continue;
      flows++;
      const differs = statesAfter(random, false).join('\n') !== statesAfter(random, true).join('\n');
      expect(differs && JSON.stringify(random.flow), `flow ${k}`).toBe(false);
    }
  }, 120_000);

  it('hold numbers, slots and fixed names only: no text of the flow', () => {
    const allowed =
      /^(use|strict|undefined|return|nodes|derive|steps|leaps|changeAfter|new|Float64Array|true|function|switch|case|break|ready|const|let|if|else|emitAllBad|runNode|stands|step\d*|start|beginMember|own|call|instant|first|fail|failToMove|forgetMarks|move|moveStates|emit|enter|numbers|kinds|said|try|catch|false|take|send|withholds|for|window|seconds|deliver|epoch|chunk|bytes|base|Math|abs|acos|asin|atan|atan2|ceil|cos|cosh|exp|floor|hypot|log|log10|log2|max|min|pow|round|sign|sin|sinh|sqrt|tan|tanh|trunc|mod|not|and|or|NaN|Infinity|dt|[a-zA-Z]{1,2}|[a-z]\d+)$/;
    for (let k = 0; k < 50; k++) {
      const random = randomFlow(k, everything, paramsOf);
      const words = new Set(random && sourceOf(random.plan).match(/[A-Za-z_$][\w$]*/g));
      expect([...words].filter((word) => !allowed.test(word))).toEqual([]);
    }
  });
});
