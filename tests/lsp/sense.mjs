// What the types of the protocol don't say of a session: ranges that run forwards, edits that don't overlap, tokens that
// are in the legend, progress that begins before it ends, and that a server asks only for what the client can do.

/** What a server may only send to a client that has said it can take it. */
const ONLY_IF = {
  'workspace/configuration': (can) => can.workspace?.configuration,
  'workspace/workspaceFolders': (can) => can.workspace?.workspaceFolders,
  'workspace/applyEdit': (can) => can.workspace?.applyEdit,
  'workspace/diagnostic/refresh': (can) => can.workspace?.diagnostics?.refreshSupport,
  'workspace/inlayHint/refresh': (can) => can.workspace?.inlayHint?.refreshSupport,
  'workspace/codeLens/refresh': (can) => can.workspace?.codeLens?.refreshSupport,
  'workspace/semanticTokens/refresh': (can) => can.workspace?.semanticTokens?.refreshSupport,
  'window/workDoneProgress/create': (can) => can.window?.workDoneProgress,
  'window/showDocument': (can) => can.window?.showDocument?.support,
};

/** Where a client says that a method may be registered at run time. */
const DYNAMIC = {
  'workspace/didChangeWatchedFiles': (can) => can.workspace?.didChangeWatchedFiles,
  'workspace/didChangeConfiguration': (can) => can.workspace?.didChangeConfiguration,
};

export class Sense {
  /** @param {(from: string, text: string) => void} fault is told of each fault */
  constructor(fault) {
    this.fault = fault;
    this.can = {};
    this.progress = new Map();
    /** Versions of the open documents, as the client sent them. */
    this.versions = new Map();
  }

  /** A request or notification with sound parameters. */
  call(from, method, params) {
    this.walk(from, method, params);
    if (method === 'initialize') this.can = params.capabilities ?? {};
    if (method === 'textDocument/didOpen' || method === 'textDocument/didChange') {
      this.versions.set(params.textDocument.uri, params.textDocument.version);
    }
    if (method === 'textDocument/didClose') this.versions.delete(params.textDocument.uri);
    if (from !== 'server') return;
    const allowed = ONLY_IF[method];
    if (allowed && !allowed(this.can)) this.fault(from, `${method} is nothing that this client takes`);
    if (method === '$/progress') this.step(params);
    if (method === 'client/registerCapability') this.registrations(params.registrations);
    if (method === 'textDocument/publishDiagnostics') this.diagnostics(params);
  }

  /** The sound result of a request. */
  result(from, method, params, result) {
    this.walk(from, method, result);
    if (from !== 'server' || result === null) return;
    if (method === 'initialize') {
      this.legend = result.capabilities.semanticTokensProvider?.legend;
      this.encoding(from, result.capabilities.positionEncoding);
    }
    if (/^textDocument\/semanticTokens\//.test(method)) this.tokens(result.data);
  }

  encoding(from, encoding) {
    const offered = this.can.general?.positionEncodings ?? ['utf-16'];
    if (encoding !== undefined && !offered.includes(encoding)) {
      this.fault(from, `positions are counted in ${encoding}, which the client did not offer`);
    }
  }

  diagnostics({ uri, version }) {
    const known = this.versions.get(uri);
    if (version !== undefined && known !== undefined && version > known) {
      this.fault('server', `publishes diagnostics of version ${version} of ${uri}, which is at ${known}`);
    }
  }

  registrations(registrations) {
    for (const { id, method } of registrations) {
      const where = DYNAMIC[method] ?? ((can) => can.textDocument?.[method.replace('textDocument/', '')]);
      if (where(this.can) && !where(this.can).dynamicRegistration) {
        this.fault('server', `registers ${method} (${id}), which this client does not take at run time`);
      }
    }
  }

  /** A step of some work's progress. */
  step({ token, value }) {
    const kind = value?.kind;
    if (!['begin', 'report', 'end'].includes(kind)) return;
    const running = this.progress.get(token);
    if (kind === 'begin' ? running : !running) this.fault('server', `progress ${JSON.stringify(token)}: ${kind} at the wrong time`);
    this.progress.set(token, kind !== 'end');
  }

  tokens(data) {
    if (!Array.isArray(data)) return;
    if (data.length % 5 !== 0) this.fault('server', `semantic tokens are ${data.length} numbers, not five each`);
    for (let at = 0; at + 4 < data.length; at += 5) {
      const [, , length, type, modifiers] = data.slice(at, at + 5);
      if (length === 0) this.fault('server', `semantic token ${at / 5} is empty`);
      if (this.legend && type >= this.legend.tokenTypes.length) this.fault('server', `semantic token ${at / 5} has no type`);
      if (this.legend && modifiers >= 2 ** this.legend.tokenModifiers.length) {
        this.fault('server', `semantic token ${at / 5} has a modifier too many`);
      }
    }
  }

  /** Every range and every list of edits, wherever it is. */
  walk(from, method, value) {
    if (Array.isArray(value)) {
      if (value.length > 0 && value.every((one) => one?.range && 'newText' in one)) this.edits(from, method, value);
      for (const one of value) this.walk(from, method, one);
    } else if (typeof value === 'object' && value !== null) {
      if (value.start?.line !== undefined && value.end?.line !== undefined && before(value.end, value.start)) {
        this.fault(from, `${method}: a range runs backwards: ${JSON.stringify(value)}`);
      }
      for (const one of Object.values(value)) this.walk(from, method, one);
    }
  }

  edits(from, method, edits) {
    const ranges = edits.map((edit) => edit.range).sort((one, other) => (before(one.start, other.start) ? -1 : 1));
    for (let at = 1; at < ranges.length; at += 1) {
      if (before(ranges[at].start, ranges[at - 1].end)) this.fault(from, `${method}: edits overlap at ${JSON.stringify(ranges[at])}`);
    }
  }
}

function before(one, other) {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}
