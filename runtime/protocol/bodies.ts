import { z } from 'zod';

/** One zod schema per HTTP body: validation, types and OpenAPI come from here (contracts §4). */
export const healthBody = z.object({
  status: z.enum(['ok', 'degraded']),
  version: z.string(),
  pid: z.number().int(),
  degraded: z.array(z.object({ part: z.string(), says: z.string(), remedy: z.string() })),
});

export const flowListBody = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    /** Newest deployed version; 0 while never deployed. */
    version: z.number().int(),
    status: z.enum(['draft', 'deployed', 'changed']),
  }),
);

/** What storing a draft answers: its row of the list, and the etag the next writer sends as If-Match. */
export const flowStoredBody = z.object({ ...flowListBody.element.shape, etag: z.string() });

const placeBody = z.object({
  node: z.string().optional(),
  port: z.string().optional(),
  param: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
});

export const diagnosticBody = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  at: z.array(placeBody),
  says: z.string(),
  remedy: z.string(),
});

export const checkBody = z.object({ diagnostics: z.array(diagnosticBody) });

const planItems = z.array(z.object({ node: z.string(), why: z.string() }));

/** What a deploy would do to each node's state, before anything changes. */
export const planBody = z.object({
  kept: planItems,
  migrated: planItems,
  reset: planItems,
  added: planItems,
  removed: planItems,
});

/** Body of check and plan: the document to look at; absent = the stored draft. */
export const documentBody = z.object({ document: z.unknown().optional() }).nullish();

/** Deploy: `etag` is the draft the person saw (409 when it moved); `twins` = only these, default all of the flow. */
export const deployRequestBody = z
  .object({
    etag: z.string().optional(),
    twins: z.array(z.string()).optional(),
    note: z.string().max(2000).optional(),
    /** Version in whose state the twins go on: as each left it. */
    stateOf: z.number().int().positive().optional(),
  })
  .nullish();

/** Deployed versions, the newest first; `leftAt`: when its twins left it, in a state that they can go back to. Times in s since 1970. */
export const versionListBody = z.array(
  z.object({
    n: z.number().int(),
    author: z.string(),
    t: z.number(),
    note: z.string().optional(),
    leftAt: z.number().optional(),
  }),
);

export const deployBody = z.object({ flow: z.string(), version: z.number().int(), plan: planBody });

export const twinBody = z.object({
  id: z.string(),
  flow: z.string(),
  version: z.number().int(),
  status: z.enum(['running', 'stopped', 'failed']),
  says: z.string().optional(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
});

export const twinListBody = z.array(twinBody);

export const twinRequestBody = z.object({
  flow: z.string(),
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
});

/** The twin's ports now. A bad or absent value is null, never 0. `t` in s since 1970. */
export const stateBody = z.object({
  t: z.number(),
  ports: z.record(
    z.string(),
    z.object({
      value: z.unknown(),
      unit: z.string(),
      quality: z.enum(['good', 'uncertain', 'bad', 'absent']),
      t: z.number().nullable(),
    }),
  ),
});

/** Values a person sets: `node.port` of a constant, or `node.param` of a tunable param; null = back to the flow. */
export const inputsRequestBody = z.object({
  values: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])),
  note: z.string().max(2000).optional(),
});

const note = z.string().max(2000).optional();

const asset = z.string().min(1).max(64);

/**
 * What a person tells a running twin. `re-anchor`: states go to where their ports stand, of these nodes or of all that have one.
 * `replaced`: nodes that name the asset begin anew. `out-of-service`: its alarms stand still and its predictors learn nothing, until `in-service`.
 */
export const commandRequestBody = z.discriminatedUnion('command', [
  z.object({
    command: z.literal('re-anchor'),
    nodes: z.array(z.string().max(64)).min(1).max(10_000).optional(),
    note,
  }),
  z.object({ command: z.enum(['replaced', 'out-of-service', 'in-service']), asset, note }),
]);

/** The nodes that a command concerned. */
export const commandBody = z.object({ nodes: z.array(z.string()) });

/**
 * Something a person did to a twin; t in s since 1970. `set`: the values by port or param, null = back to the flow. `deployed`, `went-back`:
 * the version that runs from then on, and that in whose state it goes on. The others are commands.
 */
const timelineEntry = z.object({
  id: z.number().int(),
  t: z.number(),
  author: z.string(),
  note: z.string().optional(),
  kind: z.enum(['set', 'deployed', 'went-back', 're-anchor', 'replaced', 'out-of-service', 'in-service']),
  values: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])).optional(),
  version: z.number().int().optional(),
  stateOf: z.number().int().optional(),
  asset: z.string().optional(),
  /** What a command concerned. */
  nodes: z.array(z.string()).optional(),
});

export const timelineBody = z.object({
  entries: z.array(timelineEntry),
  next: z.number().int().optional(),
});

/** What is set by hand on a twin now, with who did it and when (s since 1970). */
export const inputsBody = z.object({
  values: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])),
  entries: z.array(
    z.object({
      port: z.string(),
      value: z.union([z.number(), z.boolean(), z.string()]),
      author: z.string(),
      t: z.number(),
      note: z.string().optional(),
    }),
  ),
});

/** A connection kept by the server; the password is a reference to a secret, never the secret. */
export const connectionBody = z.object({
  id: z.string(),
  protocol: z.enum(['mqtt', 'http']),
  url: z.string(),
  user: z.string().optional(),
  secret: z.string().optional(),
  header: z.string().optional(),
  tls: z.object({ ca: z.string().optional(), insecure: z.boolean().optional() }).optional(),
  status: z.enum(['connected', 'connecting', 'unreachable']),
  says: z.string().optional(),
});

export const connectionListBody = z.array(connectionBody);

const credentialsBody = z.object({
  user: z.string().max(200).optional(),
  secret: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/, 'the name of a secret, never the secret itself')
    .optional(),
  tls: z.object({ ca: z.string().max(50_000).optional(), insecure: z.boolean().optional() }).optional(),
});

/** Settings of a broker. */
const mqttSettingsBody = z.object({
  protocol: z.literal('mqtt'),
  url: z
    .string()
    .max(2000)
    .refine((text) => /^(mqtts?|wss?):\/\/[^\s/@?#]+(\/[^\s@?#]*)?$/.test(text), {
      error:
        'expected mqtt://host:port (or mqtts, ws, wss), without user, password and query: those go into `user` and `secret`',
    }),
  ...credentialsBody.shape,
});

/** Credentials for what lies below a URL: `secret` alone is a bearer token, with `user` a password, with `header` the value of that header. */
const httpSettingsBody = z.object({
  protocol: z.literal('http'),
  url: z
    .string()
    .max(2000)
    .refine((text) => /^https?:\/\/[^\s/@?#\\]+(\/[^\s@?#]*)?$/.test(text) && URL.canParse(text), {
      error:
        'expected https://host/path (or http), without user, password and query: those go into `user` and `secret`',
    }),
  header: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,63}$/, 'the name of a header, such as X-Api-Key')
    .optional(),
  ...credentialsBody.shape,
});

/** Settings of a connection. A user or password inside the URL is refused: it would show in every answer. */
export const connectionRequestBody = z.discriminatedUnion('protocol', [mqttSettingsBody, httpSettingsBody]);

/** Topics seen on a connection, newest payload first 2000 characters, for browsing. */
export const topicsBody = z.object({
  topics: z.array(
    z.object({ topic: z.string(), payload: z.string(), t: z.number(), count: z.number().int() }),
  ),
});

/** The plant of an example beside a twin, a process of its own: whether it runs. */
export const plantBody = z.object({
  twin: z.string(),
  example: z.string(),
  status: z.enum(['running', 'stopped']),
  says: z.string(),
});
export const plantListBody = z.array(plantBody);
/**
 * A port over time: begin of each bucket that holds samples (s since 1970), their least, greatest and mean value (null where all were bad),
 * their worst quality; or each sample by itself where they are no more than the points asked for.
 */
export const historyBody = z.object({
  unit: z.string(),
  t: z.array(z.number()),
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
  mean: z.array(z.number().nullable()),
  quality: z.array(z.enum(['good', 'uncertain', 'bad', 'absent'])),
});

/** How much history of all twins there is. Times in s since 1970; null where there is none yet. */
export const historyReachBody = z.object({
  bytes: z.number(),
  /** How long samples and seconds are kept, s, and how much all may take. */
  limits: z.object({ samples: z.number(), seconds: z.number(), bytes: z.number() }),
  samplesFrom: z.number().nullable(),
  secondsFrom: z.number().nullable(),
  isRecording: z.boolean(),
  /** Samples that were not recorded, since the start of the server. */
  samplesLost: z.number().int(),
  /** Why it does not record. */
  says: z.string().optional(),
});

/** Which alarm. */
const alarmKey = z.object({ twin: z.string(), node: z.string() });

/** An alarm that is not normal. Times in s since 1970. */
export const alarmBody = z.object({
  ...alarmKey.shape,
  title: z.string(),
  priority: z.enum(['low', 'medium', 'high', 'critical']),
  /** What to do. */
  text: z.string(),
  isRaised: z.boolean(),
  isAcknowledged: z.boolean(),
  /** Its input is bad: it stands as it was. */
  isUnknown: z.boolean(),
  /** When it was raised or cleared last. */
  since: z.number(),
  /** What its input said then. */
  value: z.number().optional(),
  unit: z.string().optional(),
  shelvedUntil: z.number().optional(),
  /** Nobody is told: by the flow, or because its asset is out of service. It counts as normal. */
  suppressed: z.enum(['by-design', 'out-of-service']).optional(),
  /** Who acknowledged or shelved it, and why. */
  author: z.string().optional(),
  comment: z.string().optional(),
});

export const alarmListBody = z.object({
  alarms: z.array(alarmBody),
  /** Raised in the last ten minutes; more than ten are a flood. */
  flood: z.object({ count: z.number().int(), isFlood: z.boolean() }),
});

export const alarmEventBody = z.object({
  t: z.number(),
  ...alarmKey.shape,
  title: z.string(),
  priority: alarmBody.shape.priority,
  text: z.string(),
  event: z.enum([
    'raised',
    'cleared',
    'acknowledged',
    'shelved',
    'unshelved',
    'suppressed',
    'unsuppressed',
    'out-of-service',
    'in-service',
    'unknown',
    'known',
    'removed',
  ]),
  value: z.number().optional(),
  unit: z.string().optional(),
  author: z.string().optional(),
  comment: z.string().optional(),
});
export const alarmEventListBody = z.array(alarmEventBody);

const comment = z.string().max(2000).optional();
export const acknowledgeBody = z.object({ alarms: z.array(alarmKey).min(1).max(1_000), comment });
export const shelveBody = z.object({
  ...alarmKey.shape,
  minutes: z.number().positive().max(10_080),
  comment,
});
export const unshelveBody = alarmKey;

/** Files that sinks recorded, the newest first; `modified` in s since 1970. */
export const recordListBody = z.array(
  z.object({ name: z.string(), bytes: z.number(), modified: z.number() }),
);

export const plantRequestBody = z.object({ status: z.enum(['running', 'stopped']) });

/** Values for parameters, by name, each in its parameter's unit or with a unit of its own. */
export const exampleValues = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

/** What may be chosen before an example is opened: a parameter of its twin's flow, its plant's, or both. */
export const exampleParameterBody = z.object({
  name: z.string(),
  title: z.string().optional(),
  value: z.union([z.number(), z.string(), z.boolean()]),
  unit: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  of: z.enum(['twin', 'plant', 'both']),
});

/** An example that can be opened. `map` draws its twin's flow where it has no picture: places of its nodes in canvas px, lines from node to node. */
export const exampleBody = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** Where its picture is. */
  picture: z.string().optional(),
  hasPlant: z.boolean(),
  parameters: z.array(exampleParameterBody),
  map: z.object({
    places: z.array(z.tuple([z.number(), z.number()])),
    lines: z.array(z.tuple([z.number(), z.number()])),
  }),
});
export const exampleListBody = z.array(exampleBody);

/** What opening an example made; `says` where it does not run as it should. */
export const exampleOpenedBody = z.object({
  flow: z.string(),
  twins: z.array(z.string()),
  says: z.string().optional(),
});

/** A file that was kept: what a flow names it by, and how long it is. */
export const assetBody = z.object({ hash: z.string(), bytes: z.number().int() });

/** RFC 9457 problem document with our stable `code`, the places and a remedy. */
export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  code: z.string(),
  remedy: z.string(),
  diagnostics: z.array(diagnosticBody).optional(),
});

export type FlowStoredBody = z.infer<typeof flowStoredBody>;
export type ConnectionRequest = z.infer<typeof connectionRequestBody>;
export type MqttSettings = z.infer<typeof mqttSettingsBody>;
export type HttpSettings = z.infer<typeof httpSettingsBody>;
export type CommandRequest = z.infer<typeof commandRequestBody>;
export type CommandBody = z.infer<typeof commandBody>;
export type TimelineEntry = z.infer<typeof timelineEntry>;
export type TimelineBody = z.infer<typeof timelineBody>;
export type InputsBody = z.infer<typeof inputsBody>;
export type DiagnosticBody = z.infer<typeof diagnosticBody>;
export type HealthBody = z.infer<typeof healthBody>;
export type FlowListBody = z.infer<typeof flowListBody>;
export type CheckBody = z.infer<typeof checkBody>;
export type PlanBody = z.infer<typeof planBody>;
export type DeployBody = z.infer<typeof deployBody>;
export type TwinBody = z.infer<typeof twinBody>;
export type StateBody = z.infer<typeof stateBody>;
export type ConnectionBody = z.infer<typeof connectionBody>;
export type TopicsBody = z.infer<typeof topicsBody>;
export type AssetBody = z.infer<typeof assetBody>;
export type HistoryBody = z.infer<typeof historyBody>;
export type InputsRequestBody = z.infer<typeof inputsRequestBody>;
export type HistoryReachBody = z.infer<typeof historyReachBody>;
export type AlarmBody = z.infer<typeof alarmBody>;
export type AlarmListBody = z.infer<typeof alarmListBody>;
export type AlarmEventBody = z.infer<typeof alarmEventBody>;
export type VersionListBody = z.infer<typeof versionListBody>;
export type RecordListBody = z.infer<typeof recordListBody>;
export type PlantBody = z.infer<typeof plantBody>;
export type ExampleValues = z.infer<typeof exampleValues>;
export type ExampleParameterBody = z.infer<typeof exampleParameterBody>;
export type ExampleBody = z.infer<typeof exampleBody>;
export type ExampleOpenedBody = z.infer<typeof exampleOpenedBody>;
export type ProblemBody = z.infer<typeof problemBody>;
