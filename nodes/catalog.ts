import { catalogOf, type Catalog } from '@twinloom/runtime/node/catalog';
import { bearingWear } from './physics/bearing-wear.ts';
import { pipe } from './physics/pipe.ts';
import { pump } from './physics/pump.ts';
import { tank } from './physics/tank.ts';
import { remainingLife } from './predictors/remaining-life.ts';
import { alarm } from './sinks/alarm.ts';
import { mqttPublish } from './sinks/mqtt-publish.ts';
import { constant } from './sources/constant.ts';
import { mqtt } from './sources/mqtt.ts';
import { waveform } from './sources/waveform.ts';
import { compare } from './transforms/compare.ts';
import { expression } from './transforms/expression.ts';
import { lowPass } from './transforms/low-pass.ts';
import { sensor } from './transforms/sensor.ts';

/** Every built-in node; order = palette order. */
export const catalog: Catalog = catalogOf([
  mqtt,
  constant,
  waveform,
  expression,
  lowPass,
  compare,
  sensor,
  pump,
  pipe,
  tank,
  bearingWear,
  remainingLife,
  alarm,
  mqttPublish,
]);
