import type { PlanInput } from '../compile/plan.ts';
import { BAD } from '../signal/quality.ts';
import { readVector, type Vector } from '../signal/vector.ts';
import type { Cells } from './cells.ts';

/** One of a node's inputs. Must not allocate: own code asks at each sample. */
export function inputNamed(inputs: readonly PlanInput[], name: string): PlanInput | undefined {
  for (let i = 0; i < inputs.length; i++) if (inputs[i]!.name === name) return inputs[i];
  return undefined;
}

/** Copies one input into memory unless its sample is bad or absent; an event is there only in its instant. Must not allocate. */
export function takeInput(input: PlanInput, cells: Cells, instant: number): void {
  const { from, slot } = input;
  if (from < 0) return;
  if (input.type === 'event') cells.memory[slot] = cells.stamp[from] === instant ? 1 : 0;
  else if (cells.quality[from]! < BAD)
    cells.memory[slot] = converted(input, cells.memory[cells.slots[from]!]!);
}

/** A number in the unit of an input; the same number where the units agree. */
export function converted({ factor, offset }: Pick<PlanInput, 'factor' | 'offset'>, value: number): number {
  return factor === 1 && offset === 0 ? value : factor * value + offset;
}

function convertedVector(input: PlanInput, written: unknown): Vector | undefined {
  const vector = readVector(written);
  if (!vector || (input.factor === 1 && input.offset === 0)) return vector;
  return { ...vector, values: vector.values.map((value) => converted(input, value)) };
}

/** What a node's function finds in an input, in the input's own unit: NaN or undefined where there is nothing good. */
export function readInput(input: PlanInput, cells: Cells, instant: number): unknown {
  const { from, slot, type } = input;
  const isThere = from < 0 || cells.quality[from]! < BAD;
  switch (type) {
    case 'number':
      return isThere ? cells.memory[slot] : Number.NaN;
    case 'boolean':
      return isThere && !Number.isNaN(cells.memory[slot]) ? cells.memory[slot] !== 0 : undefined;
    case 'event':
      return from >= 0 && cells.stamp[from] === instant;
    case 'vector':
      return from >= 0 && isThere ? convertedVector(input, cells.objects[from]) : undefined;
    default:
      return from >= 0 && isThere ? (cells.objects[from] ?? cells.memory[slot]) : undefined;
  }
}
