import type { Plan } from '../compile/plan.ts';

/** Numbers of the clock, in the order of `Moment`. */
const CLOCK_NUMBERS = 6;

/**
 * Where each kind of number of a twin stands in its stretch of memory, which begins with the memory of the plan. One number by port, by node or
 * by block each: those of 8 bytes are counted in numbers from the begin of the stretch, the others in bytes.
 */
export interface Layout {
  /** Of the plan; it comes first. */
  memory: number;
  clock: number;
  measured: number;
  stamp: number;
  ranIn: number;
  lastRun: number;
  lastDue: number;
  quality: number;
  started: number;
  due: number;
  stepped: number;
  held: number;
  /** 1 once all of a block have begun. */
  ready: number;
  /** Numbers of 8 bytes in all: whole cache lines. */
  size: number;
}

/** Numbers of a cache line. */
const LINE = 8;

/** The layout of a plan; twins of the same counts have the same one. */
export function layoutOf({ memorySize, ports, nodes }: Plan): Layout {
  let next = memorySize;
  let nextByte = 0;
  const numbers = (count: number): number => (next += count) - count;
  const bytes = (count: number): number => (nextByte += count) - count;
  const layout = {
    memory: 0,
    clock: numbers(CLOCK_NUMBERS),
    measured: numbers(ports.length),
    stamp: numbers(ports.length),
    ranIn: numbers(nodes.length),
    lastRun: numbers(nodes.length),
    lastDue: numbers(nodes.length),
  };
  nextByte = 8 * next;
  return {
    ...layout,
    quality: bytes(ports.length),
    started: bytes(nodes.length),
    due: bytes(nodes.length),
    stepped: bytes(nodes.length),
    held: bytes(nodes.length),
    ready: bytes(nodes.length),
    size: LINE * Math.ceil(nextByte / 8 / LINE),
  };
}
