import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { connection, duration, topic } from '@twinloom/runtime/node/params';
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

/** MQTT 5, 4.7: + takes a whole level, # the last one. */
const TOPIC_FILTER = /^(?:(?:\+|[^+#/\0]*)\/)*(?:\+|#|[^+#/\0]*)$/;

/** One value out of what is published on an MQTT topic. What cannot be read is a bad sample with the reason; nothing throws. At most 1 MB. */
export const mqtt = defineNode({
  type: 'sources/mqtt',
  version: 1,
  title: 'MQTT',
  icon: 'radio-receiver',
  keywords: ['broker', 'topic', 'subscribe', 'sensor', 'tag', 'iot', 'input'],
  docs: 'Listens to an MQTT topic. What arrives is the value itself, or JSON with the value at a path. A text in JSON is no number. A list of readings, each with its own time, counts as one after the other, the oldest first, as if each had come by itself just now: the history has each at its time, and what is computed from it when it came. Silence for longer than the stated time turns the value bad.',
  doesNotModel: 'Binary formats (Sparkplug, Protobuf); values spread over several topics.',
  source: 'MQTT 3.1.1, OASIS standard; RFC 8259 (JSON)',
  params: z
    .object({
      connection: connection().describe('Which broker'),
      topic: topic()
        .regex(TOPIC_FILTER, 'expected a topic; + stands for one whole level, # for the last ones')
        .describe('Topic; + and # are allowed; {twin} is the twin’s id'),
      ...placeParams,
      qos: z
        .literal([0, 1, 2])
        .meta({ group: 'More' })
        .default(0)
        .describe('Quality of service of the subscription'),
      staleAfter: z
        .union([z.literal('never'), duration().positive()])
        .meta({ widget: 'duration', unit: 's' })
        .default(10)
        .describe('Silent for longer than this = bad; “never” for topics that speak now and then'),
      ...boundParams,
      queue: z
        .enum(['drop-oldest', 'latest', 'block'])
        .default('drop-oldest')
        .meta({ group: 'More' })
        .describe(
          'What waits while the twin does not keep up: as much as fits, of which the oldest goes; the newest alone; or, with quality of service 1, the rest waits in the broker',
        ),
    })
    .refine(...initialFitsType)
    .refine(...minIsUnderMax)
    .refine(...listPathIsOfList),
  inputs: {},
  outputs: { value: typeFrom('type', unitFrom('unit'), { doc: 'The value' }) },
  begins: 'initial',
  listen: {
    address: ({ connection: from, topic: at, qos, queue }) => ({
      protocol: 'mqtt',
      connection: from,
      topic: at,
      qos,
      ...(queue !== 'drop-oldest' && { queue }),
    }),
    decode: decodeReading,
    list: listOfReadings,
  },
  example: {
    shows:
      'Listens to plant/<twin>/flow. In a simulation nobody publishes there: the initial value holds, and turns bad after 10 s of silence.',
    params: { topic: 'plant/{twin}/flow', unit: 'm3/h', initial: 20 },
    seconds: 15,
  },
});
