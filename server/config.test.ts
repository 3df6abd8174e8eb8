import { describe, expect, it } from 'vitest';
import { readConfig, secretVariable } from './config.ts';

function configOf(args: string[], environment = {}) {
  const read = readConfig(args, environment);
  if ('problem' in read) throw new Error(read.problem);
  return read.config;
}

describe('the configuration', () => {
  it('without flags is the one the contract names', () => {
    expect(configOf([])).toMatchObject({
      port: 4280,
      host: '127.0.0.1',
      dataDir: '.twinloom',
      plant: true,
      open: false,
      history: { samples: 86_400, seconds: 30 * 86_400, bytes: 5e9 },
      diskLimit: 0.9,
    });
  });

  it('takes every flag', () => {
    const config = configOf([
      '--port',
      '0',
      '--data',
      'd',
      '--mqtt',
      'mqtt://10.0.0.4:1884',
      '--no-plant',
      '--open',
    ]);
    expect(config).toMatchObject({
      port: 0,
      dataDir: 'd',
      mqttUrl: 'mqtt://10.0.0.4:1884',
      plant: false,
      open: true,
    });
  });

  it('keeps history as long and as large as it is told', () => {
    const { history, diskLimit } = configOf([
      '--keep-samples',
      '7d',
      '--keep-seconds',
      '365 d',
      '--history-size',
      '1.5TB',
      '--disk-limit',
      '97',
    ]);
    expect(history).toEqual({ samples: 7 * 86_400, seconds: 365 * 86_400, bytes: 1.5e12 });
    expect(diskLimit).toBe(0.97);
  });

  it.each([
    [['--prot', '1'], /--prot/],
    [['--port', '70000'], /--port 70000: expected a port/],
    [['--port', '-1'], /--port/],
    [['--port', '80a'], /--port 80a/],
    [['--mqtt', 'http://plant'], /--mqtt http:\/\/plant: expected the URL of a broker/],
    [['--mqtt', 'plant'], /--mqtt plant/],
    [['--mqtt', 'http://ann:pw@plant'], /--mqtt http:\/\/…@plant: expected/],
    [['--mqtt', 'mqtt://ann:%zz@plant'], /--mqtt mqtt:\/\/…@plant: expected/],
    [['--mqtt', 'mqtt://ann:%ff@plant'], /--mqtt mqtt:\/\/…@plant: expected/],
    [['--mqtt', 'mqtt://a', '--mqtt-port', '1'], /exclude each other/],
    [['--host', '0.0.0.0'], /no users and no TLS yet/],
    [['--keep-samples', '5 min'], /--keep-samples 5 min: expected a duration of an hour or more/],
    [['--keep-seconds', 'long'], /--keep-seconds long/],
    [['--history-size', '5'], /--history-size 5: expected a size/],
    [['--history-size', '1MB'], /10 MB or more/],
    [['--disk-limit', '101'], /--disk-limit 101: expected per cent/],
    [['start'], /start/],
  ])('%j is refused with one line', (args, says) => {
    const read = readConfig(args, {});
    expect('problem' in read && read.problem).toMatch(says);
    expect('problem' in read && read.problem).not.toContain('\n');
  });

  it('limits the hosts of HTTP nodes to those it is told', () => {
    expect(configOf([]).httpHosts).toBeUndefined();
    expect(configOf([], { TWINLOOM_HTTP_HOSTS: '' }).httpHosts).toEqual([]);
    expect(configOf([], { TWINLOOM_HTTP_HOSTS: ' MES:8080, *.plant.local,' }).httpHosts).toEqual([
      'mes:8080',
      '*.plant.local',
    ]);
  });

  it('finds a secret in the variable of its name', () => {
    const config = configOf([], { TWINLOOM_SECRET_PLANT_BROKER: 'pw' });
    expect(config.secret('plant-broker')).toBe('pw');
    expect(config.secret('other')).toBeUndefined();
    expect(secretVariable('plant.broker')).toBe('TWINLOOM_SECRET_PLANT_BROKER');
  });
});
