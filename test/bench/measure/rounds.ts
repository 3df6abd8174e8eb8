/** One side of a comparison. */
export interface Contender {
  name: string;
  /**
   * Does so many units of the work and gives a checksum that says that it was done; the same for any number of units. Work in another
   * process says itself what it cost.
   */
  run(units: number): Checksum | Promise<Checksum>;
}

type Checksum = number | Measured;

/** What some work came to and cost. */
export interface Measured {
  checksum: number;
  /** ns */
  cpu: number;
  /** ns */
  wall: number;
}

/** What one unit cost in each round, ns. */
export interface Costs {
  name: string;
  cpu: number[];
  wall: number[];
  /** Of the round that ran last. */
  checksum: number;
}

export interface RoundOptions {
  rounds: number;
  /** How long one contender works in a round, s. */
  seconds: number;
  /** How far checksums may lie apart, relative; default 1e-9. */
  tolerance?: number;
}

/** At least five rounds, of 0.3 s; with `--quick` of 0.2 s. */
export const usualRounds: RoundOptions = process.argv.includes('--quick')
  ? { rounds: 5, seconds: 0.2 }
  : { rounds: 9, seconds: 0.4 };

/**
 * Lets the contenders work in rotation, A B C A B C, after a round for warming up that is thrown away. A round in which their checksums
 * differ voids the run: it throws. CPU time is that of this process with all its threads.
 */
export async function runRounds(
  contenders: readonly Contender[],
  { rounds, seconds, tolerance = 1e-9 }: RoundOptions = usualRounds,
): Promise<Costs[]> {
  const units = [];
  for (const contender of contenders) units.push(await unitsFor(contender, seconds));
  const costs = contenders.map(({ name }): Costs => ({ name, cpu: [], wall: [], checksum: 0 }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      globalThis.gc?.();
      const { cpu, wall, checksum } = await measure(contender, units[i]!);
      costs[i]!.cpu.push(cpu / units[i]!);
      costs[i]!.wall.push(wall / units[i]!);
      costs[i]!.checksum = checksum;
    }
    voidIfUnequal(costs, tolerance);
  }
  return costs;
}

/** The cost of one over that of the other, round by round; of CPU time unless told otherwise. */
export function ratiosOf(dear: Costs, cheap: Costs, clock: 'cpu' | 'wall' = 'cpu'): number[] {
  return dear[clock].map((cost, round) => cost / cheap[clock][round]!);
}

async function measure(contender: Contender, units: number): Promise<Measured> {
  const [before, since] = [process.cpuUsage(), performance.now()];
  const result = contender.run(units);
  const checksum = result instanceof Promise ? await result : result;
  if (typeof checksum === 'object') return checksum;
  const wall = (performance.now() - since) * 1e6;
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) * 1000, wall, checksum };
}

/** How many units fill a round; the search for it warms the contender up. */
async function unitsFor(contender: Contender, seconds: number): Promise<number> {
  let units = 1;
  for (;;) {
    const { cpu } = await measure(contender, units);
    const took = cpu / 1e9;
    if (took >= seconds / 2) return Math.max(1, Math.round((units * seconds) / took));
    units = Math.ceil(units * Math.min(10, Math.max(2, seconds / Math.max(took, 1e-6))));
  }
}

function voidIfUnequal(costs: readonly Costs[], tolerance: number): void {
  const [first, ...others] = costs;
  for (const { name, checksum } of others) {
    const apart = Math.abs(checksum - first!.checksum) / Math.max(Math.abs(first!.checksum), 1e-300);
    if (!(apart <= tolerance))
      throw new Error(`the run is void: ${first!.name} made ${first!.checksum}, ${name} made ${checksum}`);
  }
}
