// The messages that zcc adds to the protocol, as strict as those of the protocol itself.

const ref = (name) => ({ $ref: `protocol#/definitions/${name}` });
const text = { type: 'string' };
const orNull = (schema) => ({ anyOf: [schema, { type: 'null' }] });
const list = (items) => ({ type: 'array', items });
const count = { type: 'integer', minimum: 0 };
const level = orNull({ type: 'integer', minimum: 0, maximum: 4 });

/** An object with these properties and no others; those whose names end in `?` may be missing. */
function object(properties) {
  const entries = Object.entries(properties);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace('?', ''), schema])),
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    additionalProperties: false,
  };
}

const where = { 'textDocument?': object({ uri: ref('DocumentUri') }) };

const family = object({
  family: text,
  title: text,
  target: level,
  capable: level,
  achieved: level,
  compensated: level,
  short: { type: 'boolean' },
});

const finding = object({
  fingerprint: text,
  clause: text,
  catalog: text,
  family: text,
  title: text,
  gap: { enum: ['not enabled', 'not capable', 'unproven'] },
  severity: { enum: ['error', 'warning'] },
  message: text,
  location: ref('Location'),
});

const subject = object({
  id: text,
  kind: { enum: ['site', 'zone', 'conduit'] },
  title: orNull(text),
  untrusted: { type: 'boolean' },
  parent: orNull(text),
  joins: list(text),
  oneWay: { type: 'boolean' },
  location: ref('Location'),
  levels: list(object({ catalog: text, families: list(family) })),
  findings: list(finding),
  components: list(object({ name: text, title: orNull(text), product: orNull(text), location: ref('Location') })),
});

const sitePackage = object({
  name: text,
  uri: ref('DocumentUri'),
  asOf: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
  broken: { type: 'boolean' },
  subjects: list(subject),
});

/** By method, as `protocolSchema` gives those of the protocol. */
export const CUSTOM_METHODS = {
  'zcc/zones': {
    request: true,
    direction: 'clientToServer',
    params: object(where),
    result: object({ packages: list(sitePackage) }),
  },
  'zcc/explain': {
    request: true,
    direction: 'clientToServer',
    params: object({ ...where, fingerprint: text }),
    result: orNull(object({ title: text, markdown: text })),
  },
  'zcc/zonesChanged': { request: false, direction: 'serverToClient', params: object({}), result: null },
  'zcc/status': {
    request: false,
    direction: 'serverToClient',
    params: object({
      state: { enum: ['loading', 'ready', 'broken', 'failed'] },
      message: text,
      errors: count,
      warnings: count,
      unmet: count,
      unproven: count,
    }),
    result: null,
  },
};
