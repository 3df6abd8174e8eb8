import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { quantity } from '@twinloom/runtime/node/params';
import { number } from '@twinloom/runtime/node/ports';

/** ISO 13790, Table 12: effective mass area per floor area, and heat capacity per floor area in J/(m²·K). */
const MASS = {
  'very-light': { area: 2.5, capacity: 80e3 },
  light: { area: 2.5, capacity: 110e3 },
  medium: { area: 2.5, capacity: 165e3 },
  heavy: { area: 3, capacity: 260e3 },
  'very-heavy': { area: 3.5, capacity: 370e3 },
} as const;

const CLASSES = ['very-light', 'light', 'medium', 'heavy', 'very-heavy'] as const;

/** h_is and h_ms of ISO 13790, W/(m²·K): from surfaces to air, and from what stores heat to the surfaces. */
const H_IS = 3.45;
const H_MS = 9.1;

/**
 * Room as five conductances and one capacity (5R1C) with the temperatures of air, surfaces and mass, θ_air, θ_s, θ_m:
 * H_ve·(θ_air − θ_sup) + H_is·(θ_air − θ_s) = φ_ia + φ_HC; H_is·(θ_s − θ_air) + H_w·(θ_s − θ_e) + H_ms·(θ_s − θ_m) = φ_st;
 * C_m·dθ_m/dt = φ_m + H_ms·(θ_s − θ_m) − H_em·(θ_m − θ_e). A_t = Λ·A_f, H_is = 3.45·A_t, H_ms = 9.1·A_m, 1/H_em = 1/H_op − 1/H_ms;
 * φ_ia = φ_int/2, φ_m = A_m/A_t·φ, φ_st = (1 − A_m/A_t − H_w/(9.1·A_t))·φ with φ = φ_int/2 + φ_sol: what is missing goes out by the windows.
 * A_m and C_m by the class of the building. The operative temperature is 0.3·θ_air + 0.7·θ_s. H in W/K, φ in W, C in J/K.
 * H_ve·θ_sup is H_inf·θ_e + 1200 J/(m³·K)·q·θ_supply. In continuous time, where the standard takes steps of an hour.
 * Source: ISO 13790:2008, 12.2.2, 12.3.1 and annex C.
 */
export const room = defineNode({
  type: 'physics/room',
  version: 1,
  title: 'Room',
  icon: 'house',
  keywords: [
    'building',
    'ISO 13790',
    '5R1C',
    'zone',
    'heating',
    'cooling',
    'HVAC',
    'thermal comfort',
    'operative',
  ],
  docs: 'Air, operative and mass temperature of a room or a building zone from the weather, its ventilation, the sun, its use and its heating or cooling, by the simple hourly method of ISO 13790. The air follows the heating at once: between a controller and its room belongs a delay or a filter, as the sensor has one.',
  doesNotModel:
    'Moisture and latent heat; the heat capacity of the air; several zones (each is a room of its own); walls of several layers; the path of the sun and shading (give the gain that comes in); heating by radiation, which ISO 13790 also puts on the air.',
  source: 'ISO 13790:2008, annex C, with the mass classes of its Table 12',
  params: z
    .object({
      floorArea: quantity('m2').positive().default(20).describe('Floor area A_f'),
      massClass: z
        .enum(CLASSES)
        .default('medium')
        .describe('How heavy it is built: from a wooden frame to thick stone'),
      heatCapacity: quantity('J/K')
        .positive()
        .optional()
        .describe('C_m: what the parts store that touch the room, to a depth of 10 cm; empty = by the class'),
      massArea: quantity('m2')
        .positive()
        .optional()
        .describe(
          'A_m: effective area of what stores heat, C_m² over the sum of C²/A of its parts; empty = by the class',
        ),
      surfaceRatio: z
        .number()
        .positive()
        .default(4.5)
        .describe('Area of all inner surfaces over the floor area; 4.5 in ISO 13790'),
      windowConductance: quantity('W/K', { tunable: true })
        .min(0)
        .default(6)
        .describe('Windows and doors: sum of U times area'),
      opaqueConductance: quantity('W/K', { tunable: true })
        .min(0)
        .default(8)
        .describe('Walls, roof and floor to the outside: sum of U times area'),
      infiltration: quantity('W/K', { tunable: true })
        .min(0)
        .default(8)
        .describe('Air that leaks in from outside: 0.34 W/K for each m³/h'),
      initialTemperature: quantity('Cel', { resets: true })
        .min(-273.15)
        .default(20)
        .describe('Temperature of the mass at the start'),
    })
    .refine(({ opaqueConductance, ...p }) => opaqueConductance < H_MS * massAreaOf(p), {
      path: ['opaqueConductance'],
      message:
        'it must be less than 9.1 W/(m²·K) times the mass area, which is 2.5 floor areas (heavy 3, very heavy 3.5)',
    })
    .refine(
      ({ surfaceRatio, windowConductance, ...p }) =>
        massAreaOf(p) + windowConductance / H_MS <= surfaceRatio * p.floorArea,
      {
        path: ['surfaceRatio'],
        message:
          'the inner surfaces must have room for the mass area, 2.5 floor areas (heavy 3, very heavy 3.5), and the windows: raise it, or lower the conductance of the windows',
      },
    ),
  inputs: {
    outdoor: number('Cel', { doc: 'Temperature outside' }),
    airflow: number('m3/s', { default: 0, doc: 'Volume flow of the ventilation' }),
    supply: number('Cel', {
      default: 20,
      doc: 'Temperature of the air it blows in; that of outside without a recovery of heat',
    }),
    solarGain: number('W', { default: 0, doc: 'Sun that comes in by the windows' }),
    internalGain: number('W', { default: 0, doc: 'Heat of people, lights and machines' }),
    heating: number('W', { default: 0, doc: 'Heat given to the air; negative = cooling' }),
  },
  outputs: {
    airTemperature: number('Cel', { doc: 'Temperature of the air' }),
    operativeTemperature: number('Cel', { doc: 'What a person feels: of air and surfaces together' }),
    massTemperature: number('Cel', { doc: 'Temperature of what stores heat' }),
    heatLoss: number('W', { doc: 'Heat that goes out by walls, windows and air' }),
  },
  constants: (p) => ({
    hIs: { value: H_IS, unit: 'W/(m2.K)' },
    hMs: { value: H_MS, unit: 'W/(m2.K)' },
    airHeat: { value: 1200, unit: 'J/(m3.K)' },
    area: { value: massAreaOf(p), unit: 'm2' },
    capacity: { value: p.heatCapacity ?? MASS[p.massClass].capacity * p.floorArea, unit: 'J/K' },
  }),
  states: { T: { unit: 'Cel', initial: 'initialTemperature' } },
  anchor: 'T',
  // Temperatures as their differences from outside: air, surface, mass.
  equations: [
    'surfaces = surfaceRatio*floorArea',
    'airToSurface = hIs*surfaces',
    'massToSurface = hMs*area',
    'massToOutside = opaqueConductance*massToSurface/(massToSurface - opaqueConductance)',
    'blown = airHeat*max(airflow, 0)',
    'airToOutside = infiltration + blown',
    'spread = internalGain/2 + solarGain',
    'massGain = spread*area/surfaces',
    'windowGain = spread*windowConductance/(hMs*surfaces)',
    'surfaceGain = spread - massGain - windowGain',
    'airGain = internalGain/2 + heating + blown*(supply - outdoor)',
    'throughAir = airToSurface/(airToSurface + airToOutside)',
    'mass = T - outdoor',
    'surface = (massToSurface*mass + surfaceGain + throughAir*airGain)/(massToSurface + windowConductance + throughAir*airToOutside)',
    'air = throughAir*surface + airGain/(airToSurface + airToOutside)',
    'airTemperature = outdoor + air',
    'operativeTemperature = outdoor + (0.3*air + 0.7*surface)',
    'massTemperature = T',
    'heatLoss = airToOutside*air - blown*(supply - outdoor) + windowConductance*surface + massToOutside*mass + windowGain',
    'der(T) = (massGain + massToSurface*(surface - mass) - massToOutside*mass)/capacity',
  ],
  example: {
    shows:
      'Heating of 1 kW goes on and off every 10 minutes at 0 °C outside: the air jumps and falls with it, the mass hardly moves.',
    inputs: {
      outdoor: { type: 'sources/constant', params: { value: 0, unit: 'Cel' } },
      heating: { params: { shape: 'square', amplitude: 500, offset: 500, period: '20 min', unit: 'W' } },
    },
    seconds: 3600,
  },
  card: { port: 'airTemperature', look: 'value' },
});

interface Built {
  floorArea: number;
  massClass: (typeof CLASSES)[number];
  massArea?: number | undefined;
}

/** A_m in m². */
function massAreaOf({ floorArea, massClass, massArea }: Built): number {
  return massArea ?? MASS[massClass].area * floorArea;
}
