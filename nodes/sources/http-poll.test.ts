import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { httpPoll } from './http-poll.ts';

const URL = { url: 'https://mes.example/tank' };
const addressOf = (params: Record<string, unknown>) =>
  httpPoll.listen?.address(httpPoll.params.parse({ ...URL, ...params }));

const refusedParams = (params: Record<string, unknown>) =>
  trace(httpPoll, { params: { ...URL, unit: '1', ...params }, for: 1 }).diagnostics.map(
    ({ at }) => at[0]?.param,
  );

/** When the value turned bad, s. */
const staleAt = (params: Record<string, unknown>) =>
  trace(httpPoll, { params: { ...URL, unit: '1', ...params }, for: 300 })
    .samples('value')
    .map(({ t, quality }) => [t, quality]);

describe('an HTTP poll', () => {
  it('asks its URL once a second and waits 10 s for an answer, where nothing else is said', () => {
    expect(addressOf({})).toEqual({ protocol: 'http', url: URL.url, every: 1, timeout: 10 });
  });

  it('asks as often as it is told, with the credentials of a connection', () => {
    expect(addressOf({ every: 0.1, timeout: 2, connection: 'mes' })).toEqual({
      protocol: 'http',
      url: URL.url,
      connection: 'mes',
      every: 0.1,
      timeout: 2,
    });
  });

  it('reads the answer: the value, its time, its counter', () => {
    const params = httpPoll.params.parse({ ...URL, path: 'level.m', timePath: 'at', sequence: 'n' });
    const bytes = new TextEncoder().encode('{"level":{"m":2.5},"at":"2023-11-14T22:13:20Z","n":7}');
    expect(httpPoll.listen?.decode(bytes, params)).toEqual({ value: 2.5, t: 1_700_000_000, sequence: 7 });
  });

  it('says what is wrong with an answer that is no value', () => {
    const bytes = new TextEncoder().encode('<html>not here</html>');
    const params = httpPoll.params.parse({ ...URL, path: 'level' });
    expect(httpPoll.listen?.decode(bytes, params)).toEqual({
      problem: 'expected JSON with level, got "<html>not here</html>"',
    });
  });

  it('turns bad after three missed answers, not before 10 s; when it is told; or never', () => {
    expect(staleAt({})).toEqual([[10, 'bad']]);
    expect(staleAt({ every: '1 min' })).toEqual([[180, 'bad']]);
    expect(staleAt({ every: '1 min', staleAfter: '70 s' })).toEqual([[70, 'bad']]);
    expect(staleAt({ staleAfter: 'never' })).toEqual([]);
  });

  it('says what holds until the first answer, where that is given', () => {
    const { samples } = trace(httpPoll, { params: { ...URL, unit: 'm', initial: 4 }, for: 5 });
    expect(samples('value')).toEqual([{ t: 0, value: 4, quality: 'good' }]);
  });

  it.each([
    'http://127.0.0.1:8080',
    'https://mes.example/twins/{twin}/level?raw=1#x',
    'HTTP://[::1]:81/a@b',
    'http://{host}:{port}/',
  ])('takes the URL %s', (url) => {
    expect(refusedParams({ url })).toEqual([]);
  });

  it.each([
    '',
    'mes.example/tank',
    'ftp://mes.example',
    'https://',
    'https://ann:pw@mes.example',
    'http://a b/',
  ])('refuses the URL %j', (url) => {
    expect(refusedParams({ url })).toEqual(['url']);
  });

  it.each([
    [{ every: '99 ms' }, 'every'],
    [{ timeout: 0 }, 'timeout'],
    [{ initial: 'on' }, 'initial'],
  ])('refuses %j', (params, param) => {
    expect(refusedParams(params)).toEqual([param]);
  });
});
