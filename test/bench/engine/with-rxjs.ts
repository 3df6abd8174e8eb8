import type { Contender } from '../measure/rounds.ts';
import { requirePeer } from '../peers/peers.ts';
import { CYCLE, payloads, values } from './inputs.ts';

interface Observable<T> {
  pipe<U>(...operators: readonly unknown[]): Observable<U>;
  subscribe(heard: (value: T) => void): void;
}

interface RxJs {
  Subject: new <T>() => Observable<T> & { next(value: T): void };
  map<T, U>(work: (value: T) => U): unknown;
  scan<T, S>(fold: (state: S, value: T) => S, seed: S): unknown;
  share(): unknown;
}

const rxjs = (): RxJs => requirePeer('rxjs') as RxJs;

/** The typical twin as a stream of operators, numbers in. */
export function rxNumbers(): Contender {
  const subject = new (rxjs().Subject)<number>();
  return typicalTwin(subject, (i) => subject.next(values[i]!));
}

/** The same from JSON text in. */
export function rxJson(): Contender {
  const { Subject, map } = rxjs();
  const subject = new Subject<Buffer>();
  const speed = subject.pipe<number>(
    map((payload: Buffer) => (JSON.parse(payload.toString()) as { speed: number }).speed),
  );
  return typicalTwin(speed, (i) => subject.next(payloads[i]!));
}

/** Ten additions one behind the other. */
export function rxChain(): Contender {
  const { Subject, map } = rxjs();
  const subject = new Subject<number>();
  const additions = Array.from({ length: 10 }, () => map((u: number) => u + 1));
  return contender([subject.pipe<number>(...additions)], (i) => subject.next(values[i]!));
}

/** One source to ten scalings. */
export function rxFanOut(): Contender {
  const { Subject, map } = rxjs();
  const subject = new Subject<number>();
  const scaled = Array.from({ length: 10 }, (_, i) =>
    subject.pipe<number>(map((u: number) => (i + 1) * u + i)),
  );
  return contender(scaled, (i) => subject.next(values[i]!));
}

interface Ring {
  values: number[];
  at: number;
}

function typicalTwin(speed: Observable<number>, put: (i: number) => void): Contender {
  const { map, scan, share } = rxjs();
  const smooth = speed.pipe<number>(
    map((u: number) => 0.5 * u + 3),
    map((u: number) => Math.min(Math.max(u, 10), 45)),
    scan(push, { values: [], at: 0 }),
    map((ring: Ring) => ring.values.reduce((sum, value) => sum + value, 0) / ring.values.length),
    share(),
  );
  const high = smooth.pipe<number>(map((a: number) => (a > 28 ? 1 : 0)));
  const power = smooth.pipe<number>(map((a: number) => a * a * 0.02 + 1.5 * a + 4));
  return contender([high, power], put);
}

function push(ring: Ring, value: number): Ring {
  ring.values[ring.at] = value;
  ring.at = (ring.at + 1) % 10;
  return ring;
}

function contender(results: readonly Observable<number>[], put: (i: number) => void): Contender {
  let sum = 0;
  for (const result of results) result.subscribe((value) => (sum += value));
  return {
    name: 'RxJS',
    run(units) {
      for (let unit = 0; unit < units; unit++) {
        sum = 0;
        for (let i = 0; i < CYCLE; i++) put(i);
      }
      return sum;
    },
  };
}
