import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referenceFile } from './reference-data.ts';
import { twinOf, valueOf } from './run-flow.ts';

const WEATHER = referenceFile('building/725650TYCST.epw');
const TICK = 120;
const [HEATED_TO, COOLED_TO] = [20, 27];

/** ASHRAE 140, case 600: 8 m × 6 m × 2.7 m, 12 m² of windows to the south, light walls; half an air change an hour at 1650 m height. */
const WINDOWS = 12;
const PARTS: readonly (readonly [area: number, heatCapacityPerArea: number])[] = [
  [63.6, 0.012 * 950 * 840],
  [48, 0.01 * 950 * 840],
  [48, 0.025 * 650 * 1200],
];
const HEAT_CAPACITY = PARTS.reduce((sum, [area, each]) => sum + area * each, 0);
const MASS_AREA = HEAT_CAPACITY ** 2 / PARTS.reduce((sum, [area, each]) => sum + area * each ** 2, 0);
const H_W = 3 * WINDOWS;
const H_VE = (1200 * 0.822 * 129.6 * 0.5) / 3600;
/** All inner surfaces, windows too: the real ones, since they are known. */
const SURFACES = 2 * 48 + 28 * 2.7;
const ZONE = {
  floorArea: 48,
  surfaceRatio: SURFACES / 48,
  heatCapacity: HEAT_CAPACITY,
  massArea: MASS_AREA,
  windowConductance: H_W,
  opaqueConductance: 0.514 * 63.6 + (0.318 + 0.039) * 48,
  infiltration: H_VE,
};
const PEOPLE = 200;

interface Hour {
  outdoor: number;
  solar: number;
}

/** Outdoor temperature, and what the sun brings in by the windows, of each hour of a weather year. */
function readWeather(file: string): Hour[] {
  const rows = readFileSync(file, 'utf8').trim().split('\n');
  const place = rows[0]!.split(',').map(Number);
  return rows.slice(8).map((row, k) => {
    const cells = row.split(',').map(Number);
    const [outdoor, global, direct, diffuse] = [6, 13, 14, 15].map((column) => cells[column]!) as [
      number,
      number,
      number,
      number,
    ];
    const sun = cosineOnSouthWall(k, place[6]!, place[7]!, place[8]!);
    // Double glass lets less through at a slant; from all round 0.86 of what it lets through straight on.
    const slant = sun > 0 ? Math.max(0, 1 - 0.1 * (1 / Math.max(sun, 0.05) - 1)) : 0;
    const through = direct * sun * slant + 0.86 * (diffuse / 2 + (0.2 * global) / 2);
    return { outdoor, solar: 0.789 * WINDOWS * through };
  });
}

/** Cosine of the angle at which the sun meets a vertical wall to the south in the middle of hour k of the year: Spencer's series. */
function cosineOnSouthWall(k: number, latitude: number, longitude: number, zone: number): number {
  const day = (2 * Math.PI * Math.floor(k / 24)) / 365;
  const [c, s, c2, s2] = [Math.cos(day), Math.sin(day), Math.cos(2 * day), Math.sin(2 * day)];
  const declination = 0.006918 - 0.399912 * c + 0.070257 * s - 0.006758 * c2 + 0.000907 * s2;
  const minutes = 229.18 * (0.000075 + 0.001868 * c - 0.032077 * s - 0.014615 * c2 - 0.04089 * s2);
  const solarTime = (k % 24) + 0.5 + (4 * (longitude - 15 * zone) + minutes) / 60;
  const turn = ((solarTime - 12) * Math.PI) / 12;
  const height = (latitude * Math.PI) / 180;
  const up =
    Math.sin(height) * Math.sin(declination) + Math.cos(height) * Math.cos(declination) * Math.cos(turn);
  const south =
    Math.cos(declination) * Math.sin(height) * Math.cos(turn) - Math.sin(declination) * Math.cos(height);
  return up > 0 ? Math.max(south, 0) : 0;
}

/** Power that holds the air between the setpoints with the mass at this temperature: the balances of air and surface, solved for it. */
function idealPower(mass: number, { outdoor, solar }: Hour): number {
  const [toSurface, toMass] = [3.45 * SURFACES, 9.1 * MASS_AREA];
  const spread = PEOPLE / 2 + solar;
  const surfaceGain = (1 - MASS_AREA / SURFACES - H_W / (9.1 * SURFACES)) * spread;
  const needed = (air: number): number => {
    const surface =
      (toSurface * air + H_W * outdoor + toMass * mass + surfaceGain) / (toSurface + H_W + toMass);
    return H_VE * (air - outdoor) + toSurface * (air - surface) - PEOPLE / 2;
  };
  return Math.max(needed(HEATED_TO), 0) + Math.min(needed(COOLED_TO), 0);
}

interface Year {
  heating: number;
  cooling: number;
  coldest: number;
  hottest: number;
}

/** Heat and cold of a year in MWh, and between what the air was. */
function simulate(weather: readonly Hour[]): Year {
  const names = ['outdoor', 'solarGain', 'internalGain', 'heating'];
  const twin = twinOf({
    nodes: {
      room: { type: 'physics/room', params: ZONE },
      ...Object.fromEntries(
        names.map((name) => [
          name,
          { type: 'sources/constant', params: { value: name === 'internalGain' ? PEOPLE : 0 } },
        ]),
      ),
    },
    edges: names.map((name) => `${name}.value -> room.${name}`),
    clock: { tick: TICK },
  });
  const year: Year = { heating: 0, cooling: 0, coldest: Infinity, hottest: -Infinity };
  twin.advance(0);
  for (let t = 0; t < weather.length * 3600; t += TICK) {
    const hour = weather[Math.floor(t / 3600)]!;
    const power = idealPower(valueOf(twin, 'room.massTemperature'), hour);
    const set = { outdoor: hour.outdoor, solarGain: hour.solar, heating: power };
    twin.deliver(
      t + TICK / 2,
      Object.entries(set).map(([node, value]) => ({ node, value })),
    );
    twin.advance(t + TICK);
    const energy = (power * TICK) / 3.6e9;
    if (energy > 0) year.heating += energy;
    else year.cooling -= energy;
    const air = valueOf(twin, 'room.airTemperature');
    year.coldest = Math.min(year.coldest, air);
    year.hottest = Math.max(year.hottest, air);
  }
  return year;
}

describe.skipIf(!WEATHER)('a year of BESTEST case 600', () => {
  it('needs the heat and the cold that the published programs find', () => {
    const { heating, cooling, coldest, hottest } = simulate(readWeather(WEATHER!));
    expect(heating).toBeGreaterThan(3.75);
    expect(heating).toBeLessThan(4.98);
    expect(cooling).toBeGreaterThan(5);
    expect(cooling).toBeLessThan(6.83);
    // The power follows the mass a step late, so the setpoints are nearly held.
    expect(coldest).toBeGreaterThan(HEATED_TO - 0.5);
    expect(hottest).toBeLessThan(COOLED_TO + 0.5);
  });
});
