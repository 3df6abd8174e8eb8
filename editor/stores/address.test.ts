import { describe, expect, it } from 'vitest';
import { addressOf, readAddress } from './address.ts';

describe('the address of a flow', () => {
  it.each([{ flow: 'pump', twin: 'pump-01' }, { flow: 'pump' }, { flow: 'a/b #%', twin: 'ü' }])(
    'is read as it was written: %j',
    (address) => {
      expect(readAddress(addressOf(address))).toEqual(address);
    },
  );

  it.each(['', '#', '#/', '#pump', '#/%E0%A4%A', '#//twin'])('names nothing in %j', (hash) => {
    expect(readAddress(hash)).toBeUndefined();
  });
});
