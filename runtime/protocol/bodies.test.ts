import { describe, expect, it } from 'vitest';
import { connectionRequestBody } from './bodies.ts';

const accepts = (url: string): boolean => connectionRequestBody.safeParse({ protocol: 'mqtt', url }).success;

describe('the settings of a connection', () => {
  it.each(['mqtt://127.0.0.1:1883', 'mqtts://broker.example:8883', 'ws://broker/mqtt', 'mqtt://[::1]:1883'])(
    'take %s',
    (url) => {
      expect(accepts(url)).toBe(true);
    },
  );

  it.each([
    'http://broker',
    'broker:1883',
    'mqtt://',
    'mqtt://ann:pw@broker',
    'mqtt://broker/?a@b',
    'mqtt://a b',
  ])('refuse %s', (url) => {
    expect(accepts(url)).toBe(false);
  });

  it('take a secret by its name only', () => {
    const withSecret = (secret: string) =>
      connectionRequestBody.safeParse({ protocol: 'mqtt', url: 'mqtt://broker', secret }).success;
    expect(withSecret('plant-broker')).toBe(true);
    expect(withSecret('p@ss word')).toBe(false);
  });
});
