import { describe, expect, it } from 'vitest';
import { portName, readHeader } from './read-header.ts';

describe('a header', () => {
  it.each([
    ['flow [m3/h]', 'flow', 'm3/h'],
    ['Flow rate (m³/h)', 'flowRate', 'm3/h'],
    ['temp_C', 'temp', 'Cel'],
    ['Temp F', 'Temp', '[degF]'],
    ['outlet temperature in °C', 'outletTemperature', 'Cel'],
    ['Druck, bar', 'Druck', 'bar'],
    ['power_kW', 'power', 'kW'],
    ['speed.rpm', 'speed', '{rpm}/min'],
    ['Leistung [W]', 'Leistung', 'W'],
    ['valve [%]', 'valve', '%'],
  ])('%j suggests the port %s in %s', (header, name, unit) => {
    expect(readHeader(header)).toEqual({ name, unit });
  });

  it.each([
    ['pump_A', 'pump_A'],
    ['level (upper)', 'levelUpper'],
    ['load [ton]', 'loadTon'],
    ['phase_C', 'phase_C'],
    ['x', 'x'],
    ['FT-101', 'FT-101'],
  ])('%j suggests no unit: %s may be anything', (header, name) => {
    expect(readHeader(header)).toEqual({ name });
  });

  it.each(['Zulauftemperatur Öl', '1st stage', 'Δp über Filter', 'a.b.c', `long ${'x'.repeat(90)}`])(
    '%j becomes a name a port may have',
    (header) => {
      expect(portName(header)).toMatch(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/);
    },
  );
});
