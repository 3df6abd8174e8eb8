import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, webAddress, webConnection } from '@twinloom/runtime/node/params';
import { typeFrom, unitFrom } from '@twinloom/runtime/node/ports';
import { decodeReading } from './decode-reading.ts';
import { listOfReadings } from './decode-list.ts';
import {
  boundParams,
  initialFitsType,
  listPathIsOfList,
  minIsUnderMax,
  placeParams,
} from './reading-params.ts';

/** So many answers may be missing before the value is bad, and it is good for 10 s in any case. */
const MISSED_ANSWERS = 3;
const SHORTEST_SILENCE_SECONDS = 10;

/** One value out of what a URL answers, asked again and again. What cannot be read is a bad sample with the reason; nothing throws. At most 1 MB. */
export const httpPoll = defineNode({
  type: 'sources/http-poll',
  version: 1,
  title: 'HTTP poll',
  icon: 'cloud-download',
  keywords: ['http', 'https', 'rest', 'api', 'url', 'web', 'json', 'get', 'input'],
  docs: 'Asks a web address every so often. The answer is the value itself, or JSON with the value at a path. While nothing but errors comes back the value turns bad, and the node says why. Where the answer carries its time or a counter, one that repeats it is no new sample; a list of readings counts as one after the other, the oldest first, each at its own time. An answer with nothing new, an empty list too, keeps no value good.',
  doesNotModel:
    'Requests with a body, answers in XML or CSV, server-sent events; what lies between two answers. Link-local and metadata addresses are refused.',
  source: 'RFC 9110, HTTP semantics; RFC 8259 (JSON)',
  params: z
    .object({
      url: webAddress().describe('What to ask, https://…; {twin} is the twin’s id'),
      every: duration().min(0.1).max(86_400).default(1).describe('Time from one request to the next'),
      ...placeParams,
      connection: webConnection({ group: 'More' }).describe(
        'Connection that holds the credentials; empty = none are sent',
      ),
      timeout: duration({ group: 'More' })
        .min(0.1)
        .max(300)
        .default(10)
        .describe('An answer that takes longer is none'),
      staleAfter: z
        .union([z.literal('never'), duration().positive()])
        .meta({ widget: 'duration', unit: 's' })
        .optional()
        .describe('Without a new reading for longer than this = bad; empty = three requests, at least 10 s'),
      ...boundParams,
      queue: z
        .enum(['drop-oldest', 'latest'])
        .default('drop-oldest')
        .meta({ group: 'More' })
        .describe(
          'Which answers wait while the twin does not keep up: as many as fit, of which the oldest goes, or the newest alone',
        ),
    })
    .refine(...initialFitsType)
    .refine(...minIsUnderMax)
    .refine(...listPathIsOfList),
  inputs: {},
  outputs: { value: typeFrom('type', unitFrom('unit'), { doc: 'The value' }) },
  begins: 'initial',
  listen: {
    address: ({ url, connection, every, timeout, queue }) => ({
      protocol: 'http',
      url,
      ...(connection !== undefined && { connection }),
      every,
      timeout,
      ...(queue !== 'drop-oldest' && { queue }),
    }),
    decode: decodeReading,
    list: listOfReadings,
    staleAfter: ({ every }) => Math.max(MISSED_ANSWERS * every, SHORTEST_SILENCE_SECONDS),
  },
  example: {
    shows:
      'Says what the server of this page answers for its health, every 2 s. In a simulation nothing is asked: the initial value holds and turns bad after 10 s.',
    params: {
      url: 'http://127.0.0.1:4280/api/health',
      every: '2 s',
      path: 'status',
      type: 'string',
      initial: 'unknown',
    },
    seconds: 15,
  },
});
