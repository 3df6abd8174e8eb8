import { catalogOf, type Catalog } from '@twinloom/runtime/node/catalog';
import { battery } from './physics/battery.ts';
import { bearingWear } from './physics/bearing-wear.ts';
import { equations } from './physics/equations.ts';
import { gearbox } from './physics/gearbox.ts';
import { heatExchanger } from './physics/heat-exchanger.ts';
import { inertia } from './physics/inertia.ts';
import { integrator } from './physics/integrator.ts';
import { mixingTank } from './physics/mixing-tank.ts';
import { motor } from './physics/motor.ts';
import { pid } from './physics/pid.ts';
import { pipe } from './physics/pipe.ts';
import { pump } from './physics/pump.ts';
import { reservoir } from './physics/reservoir.ts';
import { room } from './physics/room.ts';
import { stateSpace } from './physics/state-space.ts';
import { tank } from './physics/tank.ts';
import { thermalMass } from './physics/thermal-mass.ts';
import { transferFunction } from './physics/transfer-function.ts';
import { valve } from './physics/valve.ts';
import { wall } from './physics/wall.ts';
import { cusum } from './predictors/cusum.ts';
import { ewma } from './predictors/ewma.ts';
import { holtWinters } from './predictors/holt-winters.ts';
import { kalman } from './predictors/kalman.ts';
import { linearTrend } from './predictors/linear-trend.ts';
import { pca } from './predictors/pca.ts';
import { remainingLife } from './predictors/remaining-life.ts';
import { runAhead } from './predictors/run-ahead.ts';
import { weibullLife } from './predictors/weibull-life.ts';
import { zScore } from './predictors/z-score.ts';
import { alarm } from './sinks/alarm.ts';
import { csvRecord } from './sinks/csv-record.ts';
import { log } from './sinks/log.ts';
import { mqttPublish } from './sinks/mqtt-publish.ts';
import { value } from './sinks/value.ts';
import { webhook } from './sinks/webhook.ts';
import { constant } from './sources/constant.ts';
import { csvReplay } from './sources/csv-replay.ts';
import { httpPoll } from './sources/http-poll.ts';
import { manual } from './sources/manual.ts';
import { mqtt } from './sources/mqtt.ts';
import { randomWalk } from './sources/random-walk.ts';
import { schedule } from './sources/schedule.ts';
import { twin } from './sources/twin.ts';
import { waveform } from './sources/waveform.ts';
import { accumulate } from './transforms/accumulate.ts';
import { bandPower } from './transforms/band-power.ts';
import { buildRecord } from './transforms/build-record.ts';
import { clamp } from './transforms/clamp.ts';
import { compare } from './transforms/compare.ts';
import { count } from './transforms/count.ts';
import { deadband } from './transforms/deadband.ts';
import { delay } from './transforms/delay.ts';
import { derivative } from './transforms/derivative.ts';
import { edge } from './transforms/edge.ts';
import { envelopeSpectrum } from './transforms/envelope-spectrum.ts';
import { expression } from './transforms/expression.ts';
import { gain } from './transforms/gain.ts';
import { histogram } from './transforms/histogram.ts';
import { integral } from './transforms/integral.ts';
import { logic } from './transforms/logic.ts';
import { lookupTable2d } from './transforms/lookup-table-2d.ts';
import { lookupTable } from './transforms/lookup-table.ts';
import { lowPass } from './transforms/low-pass.ts';
import { median } from './transforms/median.ts';
import { merge } from './transforms/merge.ts';
import { movingAverage } from './transforms/moving-average.ts';
import { pulse } from './transforms/pulse.ts';
import { rateLimit } from './transforms/rate-limit.ts';
import { resample } from './transforms/resample.ts';
import { sampleAndHold } from './transforms/sample-and-hold.ts';
import { scaleCurrent } from './transforms/scale-current.ts';
import { select } from './transforms/select.ts';
import { sensor } from './transforms/sensor.ts';
import { spectrum } from './transforms/spectrum.ts';
import { splitRecord } from './transforms/split-record.ts';
import { stateMachine } from './transforms/state-machine.ts';
import { statistics } from './transforms/statistics.ts';
import { steam } from './transforms/steam.ts';
import { switchNode } from './transforms/switch.ts';
import { timer } from './transforms/timer.ts';
import { unitConvert } from './transforms/unit-convert.ts';
import { validate } from './transforms/validate.ts';
import { vote } from './transforms/vote.ts';
import { windowNode } from './transforms/window.ts';

/** Every built-in node; order = palette order. */
export const catalog: Catalog = catalogOf([
  mqtt,
  httpPoll,
  constant,
  twin,
  manual,
  waveform,
  csvReplay,
  randomWalk,
  schedule,
  expression,
  gain,
  scaleCurrent,
  unitConvert,
  steam,
  derivative,
  integral,
  accumulate,
  validate,
  vote,
  clamp,
  lookupTable,
  lookupTable2d,
  lowPass,
  movingAverage,
  median,
  stateMachine,
  statistics,
  windowNode,
  histogram,
  spectrum,
  bandPower,
  envelopeSpectrum,
  rateLimit,
  deadband,
  resample,
  delay,
  compare,
  logic,
  switchNode,
  select,
  merge,
  timer,
  edge,
  pulse,
  count,
  sampleAndHold,
  buildRecord,
  splitRecord,
  sensor,
  pump,
  pipe,
  tank,
  reservoir,
  valve,
  mixingTank,
  heatExchanger,
  thermalMass,
  wall,
  room,
  motor,
  gearbox,
  inertia,
  battery,
  bearingWear,
  pid,
  equations,
  integrator,
  transferFunction,
  stateSpace,
  remainingLife,
  runAhead,
  weibullLife,
  linearTrend,
  holtWinters,
  kalman,
  ewma,
  cusum,
  zScore,
  pca,
  value,
  alarm,
  mqttPublish,
  webhook,
  csvRecord,
  log,
]);
