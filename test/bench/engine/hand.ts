import type { Contender } from '../measure/rounds.ts';
import { CYCLE, payloads, values } from './inputs.ts';

/* What somebody writes who needs this one flow and nothing else: no time, no quality, no errors. Every value between stays readable in an array, as in the flow. */

const SCALED = 0;
const LIMITED = 1;
const SMOOTH = 2;
const HIGH = 3;
const POWER = 4;
const WINDOW = 10;

/** The typical twin, numbers in. */
export function handNumbers(): Contender {
  const { y, twin } = typicalTwin();
  return contender((i) => {
    twin(values[i]!);
    return y[HIGH]! + y[POWER]!;
  });
}

/** The same from JSON text in. */
export function handJson(): Contender {
  const { y, twin } = typicalTwin();
  return contender((i) => {
    const { speed } = JSON.parse(payloads[i]!.toString()) as { speed: number };
    twin(speed);
    return y[HIGH]! + y[POWER]!;
  });
}

/** Ten additions. */
export function handChain(): Contender {
  const y = new Float64Array(11);
  return contender((i) => {
    y[0] = values[i]!;
    y[1] = y[0] + 1;
    y[2] = y[1] + 1;
    y[3] = y[2] + 1;
    y[4] = y[3] + 1;
    y[5] = y[4] + 1;
    y[6] = y[5] + 1;
    y[7] = y[6] + 1;
    y[8] = y[7] + 1;
    y[9] = y[8] + 1;
    y[10] = y[9] + 1;
    return y[10];
  });
}

/** One value to ten scalings; all ten are read. */
export function handFanOut(): Contender {
  const y = new Float64Array(10);
  return contender((i) => {
    const u = values[i]!;
    y[0] = u;
    y[1] = 2 * u + 1;
    y[2] = 3 * u + 2;
    y[3] = 4 * u + 3;
    y[4] = 5 * u + 4;
    y[5] = 6 * u + 5;
    y[6] = 7 * u + 6;
    y[7] = 8 * u + 7;
    y[8] = 9 * u + 8;
    y[9] = 10 * u + 9;
    let sum = 0;
    for (let j = 0; j < 10; j++) sum += y[j]!;
    return sum;
  });
}

function typicalTwin(): { y: Float64Array; twin: (u: number) => void } {
  const y = new Float64Array(5);
  const ring = new Float64Array(WINDOW);
  let [at, count] = [0, 0];
  const twin = (u: number): void => {
    y[SCALED] = 0.5 * u + 3;
    y[LIMITED] = Math.min(Math.max(y[SCALED]!, 10), 45);
    ring[at] = y[LIMITED]!;
    at = at === WINDOW - 1 ? 0 : at + 1;
    if (count < WINDOW) count++;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += ring[i]!;
    const smooth = (y[SMOOTH] = sum / count);
    y[HIGH] = smooth > 28 ? 1 : 0;
    y[POWER] = smooth * smooth * 0.02 + 1.5 * smooth + 4;
  };
  return { y, twin };
}

function contender(sample: (i: number) => number): Contender {
  return {
    name: 'by hand',
    run(units) {
      let sum = 0;
      for (let unit = 0; unit < units; unit++) {
        sum = 0;
        for (let i = 0; i < CYCLE; i++) sum += sample(i);
      }
      return sum;
    },
  };
}
