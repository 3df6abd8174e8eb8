import type { Contender } from '../measure/rounds.ts';
import type { NodeRed, RedNodeConfig } from '../peers/node-red.ts';
import { CYCLE, payloads, values } from './inputs.ts';

/** Flows of Node-RED, all on one tab: each is entered at its first node; what ends in `sink` is counted. */
export class NodeRedFlows {
  readonly #heard: (value: number) => void;
  #red: NodeRed | undefined;
  #sum = 0;
  #left = 0;
  #done = (): void => undefined;

  constructor() {
    this.#heard = (value) => {
      this.#sum += value;
      if (--this.#left === 0) this.#done();
    };
  }

  /** What its functions reach by `global.get`. */
  get shared(): Record<string, unknown> {
    return { sink: this.#heard };
  }

  async deploy(red: NodeRed): Promise<void> {
    this.#red = red;
    await red.deploy([
      ...typicalTwin(),
      ...chain('chain', addition),
      ...chain('ranges', rangeOfOne),
      ...fanOut(),
    ]);
  }

  numbers(): Contender {
    return this.#contender('Node-RED', 'scale', 2, (i) => values[i]!);
  }

  json(): Contender {
    return this.#contender('Node-RED', 'json', 2, (i) => payloads[i]!.toString());
  }

  chain(): Contender {
    return this.#contender('Node-RED, function nodes', 'chain0', 1, (i) => values[i]!);
  }

  chainOfRanges(): Contender {
    return this.#contender('Node-RED, range nodes', 'ranges0', 1, (i) => values[i]!);
  }

  fanOut(): Contender {
    return this.#contender('Node-RED', 'split', 10, (i) => values[i]!);
  }

  /** A cycle is put in at once and waited for: what it queues costs less than message by message. */
  #contender(name: string, first: string, results: number, payload: (i: number) => unknown): Contender {
    return {
      name,
      run: async (units) => {
        const node = this.#red!.node(first);
        for (let unit = 0; unit < units; unit++) {
          const { promise, resolve } = Promise.withResolvers<void>();
          this.#sum = 0;
          this.#left = CYCLE * results;
          this.#done = resolve;
          for (let i = 0; i < CYCLE; i++) node.receive({ payload: payload(i) });
          await promise;
        }
        return this.#sum;
      },
    };
  }
}

const TAKE = 'global.get("sink")(msg.payload); return null;';

function typicalTwin(): RedNodeConfig[] {
  return [
    { id: 'json', type: 'json', property: 'payload', action: '', pretty: false, wires: [['pick']] },
    change('pick', 'payload.speed', 'msg', ['scale']),
    range('scale', [0, 100, 3, 53], 'scale', ['limit']),
    range('limit', [10, 45, 10, 45], 'clamp', ['smooth']),
    func(
      'smooth',
      `const ring = context.get('ring') || { values: [], at: 0 };
ring.values[ring.at] = msg.payload;
ring.at = (ring.at + 1) % 10;
context.set('ring', ring);
msg.payload = ring.values.reduce((sum, value) => sum + value, 0) / ring.values.length;
return msg;`,
      ['high', 'power'],
    ),
    func('high', `msg.payload = msg.payload > 28 ? 1 : 0; ${TAKE}`, []),
    func('power', `const a = msg.payload; msg.payload = a * a * 0.02 + 1.5 * a + 4; ${TAKE}`, []),
  ];
}

/** Ten links and a function that hands the result over. */
function chain(name: string, link: (id: string, wires: string[]) => RedNodeConfig): RedNodeConfig[] {
  const links = Array.from({ length: 10 }, (_, i) => link(`${name}${i}`, [`${name}${i + 1}`]));
  return [...links, func(`${name}10`, TAKE, [])];
}

function addition(id: string, wires: string[]): RedNodeConfig {
  return func(id, 'msg.payload = msg.payload + 1; return msg;', wires);
}

function rangeOfOne(id: string, wires: string[]): RedNodeConfig {
  return range(id, [0, 1, 1, 2], 'scale', wires);
}

function fanOut(): RedNodeConfig[] {
  const scalings = Array.from({ length: 10 }, (_, i) =>
    func(`split${i}`, `msg.payload = ${i + 1} * msg.payload + ${i}; ${TAKE}`, []),
  );
  return [
    change(
      'split',
      'payload',
      'msg',
      scalings.map(({ id }) => id),
    ),
    ...scalings,
  ];
}

function func(id: string, code: string, wires: string[]): RedNodeConfig {
  const empty = { outputs: 1, timeout: 0, noerr: 0, initialize: '', finalize: '', libs: [] };
  return { id, type: 'function', func: code, ...empty, wires: [wires] };
}

function range(
  id: string,
  [minin, maxin, minout, maxout]: number[],
  action: string,
  wires: string[],
): RedNodeConfig {
  const bounds = {
    minin: String(minin),
    maxin: String(maxin),
    minout: String(minout),
    maxout: String(maxout),
  };
  return { id, type: 'range', ...bounds, action, round: false, property: 'payload', wires: [wires] };
}

function change(id: string, to: string, tot: string, wires: string[]): RedNodeConfig {
  return { id, type: 'change', rules: [{ t: 'set', p: 'payload', pt: 'msg', to, tot }], wires: [wires] };
}
