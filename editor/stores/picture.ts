import type { PastBody } from '@twinloom/runtime/protocol/past';
import { ABSENT, GOOD, qualityCode, type QualityCode } from '@twinloom/runtime/signal/quality';
import type { Reading } from './live-store.ts';

/** How a twin was at one time: the value of every port, and which params a person had set. */
export class Picture {
  readonly #ports: PastBody['ports'];
  readonly #nodes: PastBody['nodes'];

  constructor({ ports, nodes }: Pick<PastBody, 'ports' | 'nodes'>) {
    this.#ports = ports;
    this.#nodes = nodes;
  }

  /** Writes what a port or a hand-set param showed into a reading. */
  read(name: string, into: Reading): Reading {
    const [node = '', member = ''] = name.split('.');
    const sample = Object.hasOwn(this.#ports, name) ? this.#ports[name] : undefined;
    if (!sample) return this.#readHandSet(node, member, into);
    const { type, unit, value, quality, t } = sample;
    const isNumber = type === 'number' || type === 'boolean';
    into.type = type;
    into.unit = unit;
    into.value = isNumber ? Number(value ?? 0) : 0;
    into.object = isNumber ? undefined : value;
    into.quality = codeOf(quality);
    into.t = t ?? 0;
    into.lacks = this.#nodes[node]?.lacks?.[member] ?? '';
    return into;
  }

  #readHandSet(node: string, param: string, into: Reading): Reading {
    const set = this.#nodes[node]?.handSets?.[param];
    into.value = Number(typeof set === 'string' ? 0 : (set ?? 0));
    into.quality = set === undefined ? ABSENT : GOOD;
    into.t = 0;
    into.type = into.unit = into.lacks = '';
    into.object = set;
    return into;
  }
}

function codeOf(quality: PastBody['ports'][string]['quality']): QualityCode {
  return quality === 'absent' ? ABSENT : qualityCode(quality);
}
