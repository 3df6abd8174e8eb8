import { describe, expect, it } from 'vitest';
import { isRefusedAddress, lookupAllowed, refusing } from './refused-addresses.ts';

describe('an address', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '100.100.100.200',
    '192.0.0.192',
    '168.63.129.16',
    'fe80::1',
    'fd00:ec2::254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::169.254.169.254',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::100.100.100.200',
    '2002:a9fe:a9fe::1',
    '::ffff:0:a9fe:a9fe',
    '64:ff9b:1::a9fe:a9fe',
    'fd20:ce::254',
    'fe80::1%eth0',
    'FE80::1%1',
  ])('such as %s is refused', (address) => {
    expect(isRefusedAddress(address)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '::1',
    '10.0.0.4',
    '169.253.255.255',
    '100.100.100.201',
    '8.8.8.8',
    '2002:808:808::1',
    '64:ff9b::8.8.8.8',
    'fd00:ec2::253',
    'mes.example',
  ])('such as %s is not', (address) => {
    expect(isRefusedAddress(address)).toBe(false);
  });

  it.each([
    ['http://2852039166/', true],
    ['http://0251.0376.0251.0376/', true],
    ['http://0xa9fea9fe/', true],
    ['http://[::ffff:169.254.169.254]/', true],
    ['http://169.254.169.254./', true],
    ['http://127.1/', false],
  ])('is known however a URL spells it: %s', (url, isRefused) => {
    expect(isRefusedAddress(new URL(url).hostname.replace(/^\[|\]$/g, ''))).toBe(isRefused);
  });

  it.each([
    ['its only address', [{ address: '169.254.169.254', family: 4 }]],
    [
      'one of several',
      [
        { address: '8.8.8.8', family: 4 },
        { address: '::ffff:169.254.169.254', family: 6 },
      ],
    ],
  ])('of a name is refused where it is %s', async (_what, addresses) => {
    for (const all of [true, false]) {
      const resolve = refusing((_name, _options, found) => {
        if (all) found(null, addresses);
        else found(null, addresses.at(-1)!.address, addresses.at(-1)!.family);
      });
      const { promise, resolve: told } = Promise.withResolvers<unknown[]>();
      resolve('metadata.example', { all }, (...found) => told(found));
      expect(await promise).toEqual([expect.objectContaining({ code: 'ERR_REFUSED_ADDRESS' }), '', 0]);
    }
  });

  it('is looked up for a name, and let through where it may be', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    lookupAllowed('localhost', { all: true }, (error, addresses) => resolve(error ?? addresses));
    expect(await promise).toContainEqual(
      expect.objectContaining({ address: expect.stringMatching(/^127|::1/) }),
    );
  });
});
