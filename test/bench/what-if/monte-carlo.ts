import { carryOut } from '@twinloom/server/host/carry-out';
import { prepareMaterial, type StudyMaterial } from '@twinloom/server/host/study-material';

/**
 * How long Monte Carlo over a study takes from its check on: to the first band, and in all, s. All cores take part, as in the process of a study.
 * `cpu`: time of all cores, which neighbours do not lengthen.
 */
export async function timeMonteCarlo(
  material: StudyMaterial,
): Promise<Record<'firstBand' | 'firstBandCpu' | 'all' | 'allCpu' | 'runs', number>> {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  const cpu = (): number => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  const prepared = prepareMaterial(material);
  if ('diagnostics' in prepared) throw new Error(prepared.diagnostics.map(({ says }) => says).join('; '));
  const { study } = prepared;
  let [firstBand, firstBandCpu, runs] = [Number.NaN, Number.NaN, 0];
  const known = { variants: [], runs: [] };
  await carryOut({ study, material, known }, (word) => {
    if (word.kind !== 'result' || !word.chance) return;
    if (runs === 0) [firstBand, firstBandCpu] = [(performance.now() - begun) / 1000, cpu()];
    ({ runs } = word.chance);
  });
  return { firstBand, firstBandCpu, all: (performance.now() - begun) / 1000, allCpu: cpu(), runs };
}
