/** Standard errors up to which a correlation from sample to sample is taken for chance. */
const SIGNIFICANT = 2;
/** More correlated than this is one sample. */
const MOST_CORRELATED = 0.99;

/** A straight line through weighted samples as sums about their own means, so that nothing cancels however long it runs. */
export interface LineFit {
  /** Σw, mean time, mean level, Σw·(t − t̄)², Σw·(t − t̄)·(y − ȳ). */
  weight: number;
  meanTime: number;
  meanLevel: number;
  timeSquares: number;
  products: number;
  /** Σw·(residual)², from the errors of each sample's forecast. */
  residual: number;
  /** Σw·e·e₋₁ over the same errors, and the last of them. */
  lagged: number;
  lastError: number;
  /** Σw², and with the weights w² the mean time and the squares about it: what the variance of a weighted fit needs. */
  squaredWeight: number;
  squaredMeanTime: number;
  squaredTimeSquares: number;
}

/** States of a node that keeps a fit. */
export const lineFitStates = {
  weight: { initial: 0 },
  meanTime: { unit: 's', initial: 0 },
  meanLevel: { initial: 0 },
  timeSquares: { initial: 0 },
  products: { initial: 0 },
  residual: { initial: 0 },
  lagged: { initial: 0 },
  lastError: { initial: 0 },
  squaredWeight: { initial: 0 },
  squaredMeanTime: { unit: 's', initial: 0 },
  squaredTimeSquares: { initial: 0 },
};

/** Forgets all samples. */
export function clearFit(fit: LineFit): void {
  for (const name of Object.keys(lineFitStates) as (keyof LineFit)[]) fit[name] = 0;
}

/** Makes every sample so far count `share` as much. Must not allocate. */
export function fadeFit(fit: LineFit, share: number): void {
  fit.weight *= share;
  fit.timeSquares *= share;
  fit.products *= share;
  fit.residual *= share;
  fit.lagged *= share;
  fit.squaredWeight *= share * share;
  fit.squaredTimeSquares *= share * share;
}

/**
 * Adds a sample of weight 1. The residual sum grows by e²/(1 + h), e the error of the fit's forecast of the sample, h its leverage
 * (recursive residuals: Brown, Durbin, Evans, Journal of the Royal Statistical Society B 37 (1975) 149). Must not allocate.
 */
export function addToFit(fit: LineFit, time: number, level: number): void {
  const ahead = time - fit.meanTime;
  const error = level - lineAt(fit, time);
  const leverage = fit.weight === 0 ? Infinity : leverageAt(fit, ahead);
  const standard = Number.isFinite(leverage) ? error / Math.sqrt(1 + leverage) : 0;
  fit.residual += standard * standard;
  fit.lagged += standard * fit.lastError;
  fit.lastError = standard;

  const share = fit.weight / (fit.weight + 1);
  const rise = level - fit.meanLevel;
  fit.weight += 1;
  fit.meanTime += ahead / fit.weight;
  fit.meanLevel += rise / fit.weight;
  fit.timeSquares += share * ahead * ahead;
  fit.products += share * ahead * rise;

  const squaredAhead = time - fit.squaredMeanTime;
  const squaredShare = fit.squaredWeight / (fit.squaredWeight + 1);
  fit.squaredWeight += 1;
  fit.squaredMeanTime += squaredAhead / fit.squaredWeight;
  fit.squaredTimeSquares += squaredShare * squaredAhead * squaredAhead;
}

/** The fitted line at a time; the mean while all samples are of one time. */
export function lineAt(fit: LineFit, time: number): number {
  return fit.meanLevel + slopeOf(fit) * (time - fit.meanTime);
}

/** Rise per s; 0 while all samples are of one time. */
export function slopeOf({ timeSquares, products }: LineFit): number {
  return timeSquares > 0 ? products / timeSquares : 0;
}

/** How many samples of equal weight would tell as much: (Σw)²/Σw². */
export function samplesIn({ weight, squaredWeight }: LineFit): number {
  return squaredWeight > 0 ? (weight * weight) / squaredWeight : 0;
}

/**
 * How many times greater the variance of the fit is than with noise that is independent from sample to sample: (1 + ρ)/(1 − ρ), ρ the
 * correlation of one error with the next where it is more than chance, as for noise of first order with many samples; else 1.
 */
export function inflationOf(fit: LineFit): number {
  const correlation = fit.residual > 0 ? fit.lagged / fit.residual : 0;
  if (correlation * Math.sqrt(samplesIn(fit)) <= SIGNIFICANT) return 1;
  const held = Math.min(correlation, MOST_CORRELATED);
  return (1 + held) / (1 - held);
}

function leverageAt({ weight, timeSquares }: LineFit, ahead: number): number {
  return 1 / weight + (ahead === 0 ? 0 : (ahead * ahead) / timeSquares);
}
