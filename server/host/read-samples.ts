import type { PortType } from '@twinloom/runtime/signal/port-type';
import type { StateBody } from '@twinloom/runtime/protocol/bodies';
import type { StatusMessage } from '@twinloom/runtime/protocol/stream';
import { BAD, qualityName } from '@twinloom/runtime/signal/quality';
import type { HostedTwin } from './hosted-twin.ts';
import type { ValuesWord } from './words.ts';

/** Every port of a twin now; bad and absent values are null. Times in s since 1970. */
export function stateOf({ twin }: Pick<HostedTwin, 'twin'>): StateBody {
  const ports = twin.plan.ports.map(({ port, type, unit }, i) => {
    const measured = twin.measuredAt(i);
    const t = Number.isFinite(measured) ? twin.epoch + measured : null;
    return [port, { value: valueOf(twin, i, type), unit, quality: qualityName(twin.quality(i)), t }] as const;
  });
  return { t: twin.epoch + Math.max(twin.t, 0), ports: Object.fromEntries(ports) };
}

/** The numbers of these ports as the hub takes them; NaN where there is none. Times in s since 1970. */
export function valuesOf({ id, twin }: HostedTwin, indexes: Uint32Array): ValuesWord {
  const values = new Float64Array(indexes.length);
  const qualities = new Uint8Array(indexes.length);
  const times = new Float64Array(indexes.length);
  for (let i = 0; i < indexes.length; i++) {
    const port = indexes[i] ?? 0;
    const measured = twin.measuredAt(port);
    values[i] = twin.value(port);
    qualities[i] = twin.quality(port);
    times[i] = Number.isFinite(measured) ? twin.epoch + measured : 0;
  }
  return { twin: id, t: twin.epoch + Math.max(twin.t, 0), indexes, values, qualities, times };
}

/** What is to be said of a running twin's nodes, and its values that are no numbers. */
export function statusOf(hosted: HostedTwin): StatusMessage['status'] {
  const { id, twin, lost, waiting, faults } = hosted;
  const nodes = twin.status();
  for (const [node, count] of lost) {
    const status = nodes[node];
    if (status) nodes[node] = { ...status, lost: count };
  }
  for (const [node, count] of waiting) {
    const status = nodes[node];
    if (status) nodes[node] = { ...status, waiting: count };
  }
  for (const [node, says] of faults) {
    const status = nodes[node];
    if (status) nodes[node] = { ...status, state: 'error', says };
  }
  const values: StatusMessage['status']['values'] = {};
  twin.plan.ports.forEach(({ port, type }, i) => {
    if (travelsInFrames(type) || !Number.isFinite(twin.measuredAt(i))) return;
    const quality = qualityName(twin.quality(i));
    values[port] = { value: valueOf(twin, i, type), quality, t: twin.epoch + twin.measuredAt(i) };
  });
  const outOfService = twin.outOfService();
  return { twin: id, state: 'running', nodes, ...(outOfService.length > 0 && { outOfService }), values };
}

/** Whether a port's value is a number that frames carry in full. */
export function travelsInFrames(type: PortType): boolean {
  return type === 'number' || type === 'boolean';
}

/** The value of a port as JSON; null while bad or absent. */
export function valueOf(twin: HostedTwin['twin'], port: number, type: PortType): unknown {
  if (twin.quality(port) >= BAD) return null;
  switch (type) {
    case 'number':
      return twin.value(port);
    case 'boolean':
      return twin.value(port) !== 0;
    case 'event':
      return true;
    case 'string':
    case 'vector':
    case 'record':
    case 'forecast':
    case 'any':
      return asJson(twin.object(port));
    default:
      return type satisfies never;
  }
}

function asJson(value: unknown): unknown {
  return value instanceof Float64Array ? Array.from(value) : (value ?? null);
}
