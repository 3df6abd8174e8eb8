/** What the frequencies of a rolling bearing follow from: lengths in one unit, the contact angle in rad. */
export interface BearingGeometry {
  balls: number;
  ballDiameter: number;
  pitchDiameter: number;
  contactAngle: number;
}

/** Per turn of the shaft: how often a ball passes a flaw of a race, the balls spin, the cage turns. */
export interface BearingOrders {
  outerRace: number;
  innerRace: number;
  ball: number;
  cage: number;
}

/**
 * With n balls, their diameter d, the pitch diameter D, the contact angle φ and r = (d/D)·cos φ, per turn of the inner ring, the outer at rest:
 * outer race (BPFO) n/2·(1 − r), inner race (BPFI) n/2·(1 + r), ball spin (BSF) D/(2d)·(1 − r²), cage (FTF) ½·(1 − r). Rolling without slip;
 * real bearings are off by 1 to 2 %. Source: Randall and Antoni, Mechanical Systems and Signal Processing 25 (2011) 485, equations 1 to 4.
 */
export function bearingOrders({
  balls,
  ballDiameter,
  pitchDiameter,
  contactAngle,
}: BearingGeometry): BearingOrders {
  const ratio = (ballDiameter / pitchDiameter) * Math.cos(contactAngle);
  return {
    outerRace: (balls / 2) * (1 - ratio),
    innerRace: (balls / 2) * (1 + ratio),
    ball: (pitchDiameter / (2 * ballDiameter)) * (1 - ratio * ratio),
    cage: (1 - ratio) / 2,
  };
}
