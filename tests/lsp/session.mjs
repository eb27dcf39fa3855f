// One recorded session, message by message: the envelope, who may say what and when, that every request is answered once,
// and that parameters and results are what the protocol's types say. What types can't say is in `sense.mjs`.

import Ajv from 'ajv';
import { CUSTOM_METHODS } from './custom.mjs';
import { protocolSchema } from './schema.mjs';
import { Sense } from './sense.mjs';

const ENVELOPE = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error']);

/** What a server may send before it has answered `initialize`. */
const EARLY = new Set(['window/showMessage', 'window/logMessage', 'window/showMessageRequest', 'telemetry/event', '$/progress']);

/** Milliseconds before the end of a trace in which a question may still be open. */
const LAST_BREATH = 2000;

const DIRECTION = { client: 'clientToServer', server: 'serverToClient' };
const OTHER = { client: 'server', server: 'client' };

let compiled;

/** The methods with their validators, made once. */
function methods() {
  if (compiled) return compiled;
  const schema = protocolSchema();
  const ajv = new Ajv({ strict: false, allErrors: false, verbose: true });
  ajv.addSchema({ $id: 'protocol', definitions: schema.definitions });
  compiled = {};
  for (const [method, parts] of Object.entries({ ...schema.methods, ...CUSTOM_METHODS })) {
    compiled[method] = { ...parts };
    for (const part of ['params', 'result']) {
      const wanted = parts[part];
      let validate;
      compiled[method][`${part}Fault`] = (value) => {
        if (!wanted) return value === undefined || value === null || isEmpty(value) ? null : 'has what it should not have';
        validate ??= ajv.compile(wanted);
        return validate(value) ? null : explain(validate.errors);
      };
    }
  }
  return compiled;
}

function isEmpty(value) {
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** The error that lies deepest is the one that says most: of a union, the others are of the variants that were not meant. */
function explain(errors) {
  const depth = (error) => error.instancePath.split('/').length + (error.keyword === 'anyOf' ? -0.5 : 0);
  const [first] = [...errors].sort((one, other) => depth(other) - depth(one));
  const extra = first.params?.additionalProperty ? ` \`${first.params.additionalProperty}\`` : '';
  return `${first.instancePath || '/'} ${first.message}${extra}, is ${shorten(first.data)}`;
}

function shorten(value) {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
}

export class Session {
  constructor() {
    this.faults = [];
    /** How many messages the server sent. */
    this.messages = 0;
    this.line = 0;
    this.pending = { client: new Map(), server: new Map() };
    this.used = { client: new Set(), server: new Set() };
    /** `new`, `running` once `initialize` is answered, `stopped` once `shutdown` is. */
    this.state = 'new';
    this.exited = false;
    this.sense = new Sense((from, text) => this.fault(from, text));
  }

  /**
   * Reads a line of the trace.
   *
   * @param {number} line its number
   * @param {object} entry what stands on it
   */
  read(line, { from, message, fault, exit, at }) {
    this.line = line;
    this.now = at ?? 0;
    if (exit !== undefined) {
      this.exit = exit;
      return;
    }
    if (from === 'server') this.messages += 1;
    if (fault !== undefined) {
      this.fault(from, fault);
      return;
    }
    if (typeof message !== 'object' || message === null || Array.isArray(message)) {
      this.fault(from, `is no message: ${shorten(message)}`);
      return;
    }
    if (message.jsonrpc !== '2.0') this.fault(from, '`jsonrpc` is not "2.0"');
    for (const key of Object.keys(message)) {
      if (!ENVELOPE.has(key)) this.fault(from, `a message has no \`${key}\``);
    }
    if (message.method === undefined) this.response(from, message);
    else this.call(from, message);
  }

  /** After the last line: what nobody answered, and how the server ended. */
  end() {
    for (const [asker, pending] of Object.entries(this.pending)) {
      for (const [id, { method, line, at }] of pending) {
        // A client that goes takes its last questions with it.
        if (this.now - at < LAST_BREATH) continue;
        this.fault(OTHER[asker], `never answered ${method} (${JSON.stringify(id)}) of line ${line}`);
      }
    }
    const wanted = this.state === 'stopped' ? 0 : 1;
    if (this.exited && this.exit !== undefined && this.exit !== wanted) {
      this.fault('server', `ended with ${this.exit} instead of ${wanted}`);
    }
  }

  fault(from, text) {
    this.faults.push({ line: this.line, from, text });
  }

  call(from, message) {
    const { method, params, id } = message;
    if (typeof method !== 'string') return this.fault(from, '`method` is no string');
    if ('result' in message || 'error' in message) this.fault(from, `${method} has a method and an answer`);
    this.order(from, method, id !== undefined);
    if (id !== undefined) this.open(from, method, id, params);
    const known = methods()[method];
    if (!known) {
      // What begins so may be ignored by whoever does not know it.
      return method.startsWith('$/') && id === undefined ? undefined : this.fault(from, `there is no method ${method}`);
    }
    if (known.direction !== 'both' && known.direction !== DIRECTION[from]) {
      this.fault(from, `${method} goes the other way`);
    }
    if (known.request !== (id !== undefined)) {
      this.fault(from, `${method} is ${known.request ? 'a request and has no id' : 'a notification and has an id'}`);
    }
    const fault = known.paramsFault(params);
    if (fault) this.fault(from, `parameters of ${method}: ${fault}`);
    // A client may know a newer protocol; what it says is heard all the same.
    if (!fault || (from === 'client' && method === 'initialize')) this.sense.call(from, method, params ?? {});
  }

  /** Who may say what when. */
  order(from, method, isRequest) {
    if (this.state === 'stopped' && isRequest) this.fault(from, `${method} asks something after shutdown`);
    if (from === 'server') {
      if (this.state === 'new' && !EARLY.has(method)) this.fault(from, `${method} comes before the answer to initialize`);
      return;
    }
    if (this.exited) this.fault(from, `${method} comes after exit`);
    if (method === 'exit') this.exited = true;
  }

  open(from, method, id, params) {
    if (typeof id !== 'string' && !Number.isInteger(id)) return this.fault(from, `an id is no ${shorten(id)}`);
    if (this.used[from].has(id)) this.fault(from, `the id ${JSON.stringify(id)} was used before`);
    this.used[from].add(id);
    this.pending[from].set(id, { method, params, line: this.line, at: this.now });
    return undefined;
  }

  response(from, message) {
    const asked = this.pending[OTHER[from]];
    const { id, result, error } = message;
    if (id === undefined) return this.fault(from, 'a message has a method or an id');
    if (('result' in message) === ('error' in message)) this.fault(from, 'an answer has a result or an error, one of them');
    if (id === null) {
      return error ? this.fault(OTHER[from], `sent what could not be read: ${error.message}`) : this.fault(from, 'answers nothing');
    }
    const request = asked.get(id);
    if (!request) return this.fault(from, `answers ${JSON.stringify(id)}, which nobody asks`);
    asked.delete(id);
    if ('error' in message) return this.error(from, request.method, error);
    if (request.method === 'initialize') this.state = 'running';
    if (request.method === 'shutdown') this.state = 'stopped';
    const fault = methods()[request.method]?.resultFault(result);
    if (fault) return this.fault(from, `result of ${request.method}: ${fault}`);
    return this.sense.result(from, request.method, request.params ?? {}, result);
  }

  error(from, method, error) {
    const keys = Object.keys(error ?? {});
    const sound =
      Number.isInteger(error?.code) &&
      typeof error.message === 'string' &&
      keys.every((key) => ['code', 'message', 'data'].includes(key));
    if (!sound) this.fault(from, `the error of ${method} is ${shorten(error)}`);
    // A client that asks what the server knows gets no internal error.
    else if (error.code === -32603) this.fault(from, `${method} failed inside: ${error.message}`);
  }
}
