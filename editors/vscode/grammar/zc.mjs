// The TextMate grammar of `.zc` files: what an editor colours before the server has said a word.
//
// A word is a keyword only where it can be one, as in the language: `zone target` declares a zone named `target`.
import { DECLARATION_WORDS, RESERVED_WORDS } from './words.mjs';

const NAME = '(?:[A-Za-z_][A-Za-z0-9_]*|`[^`\\r\\n]+`)';
const FREE = `(?!(?:${RESERVED_WORDS.join('|')})\\b)${NAME}`;
const PATH = `${FREE}(?:\\.${NAME})*`;
const PATHS = `(?:${PATH}\\s*,\\s*)*${PATH}`;
/** Where a word may begin: after a dot it is a member. */
const START = '(?<![.\\w])';
const ID =
  '(?:[A-Z][A-Z0-9]*[ \\t]+[0-9]+(?:\\.[0-9]+)*|[A-Z][A-Z0-9]*(?:\\.[0-9]+)+|[A-Z][A-Z]+-[0-9]+(?:\\.[0-9]+)*)(?:[ \\t]+RE[ \\t]+[0-9]+)?';
const ENTITIES = 'site|zone|conduit|component|channel|product|protocol';

/** What is declared by each word takes this colour. The words that are missing here have a pattern of their own. */
const DECLARED = {
  site: 'entity.name.namespace.zone',
  zone: 'entity.name.namespace.zone',
  conduit: 'entity.name.function.conduit',
  channel: 'entity.name.function.channel',
  component: 'variable.other.readwrite.component',
  boundary: 'variable.other.readwrite.component',
  product: 'entity.name.type.class.product',
  profile: 'entity.name.type.class.profile',
  certificate: 'entity.name.type.class.certificate',
  protocol: 'entity.name.type.class.protocol',
  capability: 'variable.other.constant.capability',
  catalog: 'entity.name.namespace.catalog',
  waiver: 'entity.name.type.waiver',
  countermeasure: 'entity.name.type.countermeasure',
  enum: 'entity.name.type.enum',
  relation: 'entity.name.function.relation',
  define: 'entity.name.function.define',
};
const OWN_PATTERN = ['attribute', 'import', 'requirement', 'test'];

const known = [...Object.keys(DECLARED), ...OWN_PATTERN].sort();
if (known.join() !== DECLARATION_WORDS.join()) {
  throw new Error(
    `words.rs declares by ${DECLARATION_WORDS.join(' ')}, and the TextMate grammar by ${known.join(' ')}`,
  );
}

const include = (...names) => names.map((name) => ({ include: `#${name}` }));
const named = (...scopes) =>
  Object.fromEntries(
    scopes
      .map((scope, at) => [at + 1, scope])
      .flatMap(([at, scope]) => (scope ? [[at, scopeOf(scope)]] : [])),
  );
const whole = (scope) => ({ 0: scopeOf(scope) });
function scopeOf(scope) {
  return typeof scope === 'string' ? { name: `${scope}.zc` } : scope;
}
const word = (words, scope, after = '') => ({
  match: `${START}(?:${words})\\b${after}`,
  name: `${scope}.zc`,
});

const list = (scope) => ({
  patterns: [
    { match: NAME, name: `${scope}.zc` },
    { match: ',', name: 'punctuation.separator.zc' },
    { match: '\\.', name: 'punctuation.accessor.zc' },
  ],
});

const pair = (open, close, scope) => ({
  begin: open,
  end: close,
  beginCaptures: whole(`punctuation.section.${scope}.begin`),
  endCaptures: whole(`punctuation.section.${scope}.end`),
  patterns: include('all'),
});

const quoted = (scope, patterns) => ({
  name: `string.quoted.double${scope}.zc`,
  begin: '"',
  end: '"|$',
  beginCaptures: whole('punctuation.definition.string.begin'),
  endCaptures: whole('punctuation.definition.string.end'),
  patterns,
});

const lineComment = (begin, scope, patterns) => ({
  name: `comment.line.${scope}.zc`,
  begin,
  end: '$',
  beginCaptures: whole('punctuation.definition.comment'),
  ...(patterns ? { patterns } : {}),
});

const expression = include('comments', 'strings', 'literals', 'keywords', 'calls', 'variables', 'operators');

const comments = [
  lineComment('//!', 'documentation.file', include('prose')),
  lineComment('///(?!/)', 'documentation', include('prose')),
  lineComment('//', 'double-slash'),
  { include: '#block-comment' },
];

const messages = {
  begin: `${START}otherwise\\b(?!\\s*:)`,
  beginCaptures: whole('keyword.control.otherwise'),
  end: '(?<=")|(?=[^\\s"/])',
  patterns: [
    { include: '#comments' },
    quoted('.message', [
      { match: '\\{\\{|\\}\\}', name: 'constant.character.escape.zc' },
      { include: '#escapes' },
      {
        name: 'meta.interpolation.zc',
        contentName: 'meta.embedded.expression.zc',
        begin: '\\{',
        end: '\\}|(?=")',
        beginCaptures: whole('punctuation.section.interpolation.begin'),
        endCaptures: whole('punctuation.section.interpolation.end'),
        patterns: include('literals', 'keywords', 'calls', 'variables', 'operators'),
      },
    ]),
  ],
};

/** The head of a requirement reads `for zone or conduit z`, which declares nothing but `z`. */
const requirement = {
  name: 'meta.requirement.head.zc',
  begin: `${START}(requirement)\\s+(?=[A-Z"])`,
  beginCaptures: named('keyword.declaration.requirement'),
  end: '(?=\\{)|^(?=\\s*$)',
  patterns: [
    { match: ID, name: 'keyword.control.requirement.zc' },
    ...include('comments', 'strings'),
    {
      match: `${START}(in)\\s+(${PATH})`,
      captures: named('keyword.operator.word', 'entity.name.namespace.catalog'),
    },
    { match: '\\b(?:for|or)\\b', name: 'keyword.other.preposition.zc' },
    { match: `\\b(?:${ENTITIES})\\b`, name: 'storage.type.entity.zc' },
    { match: NAME, name: 'variable.parameter.subject.zc' },
  ],
};

const test = {
  name: 'meta.test.head.zc',
  begin: `${START}(test)\\s+(?="|on\\b|\\{)`,
  beginCaptures: named('keyword.declaration.test'),
  end: '(?=\\{)|^(?=\\s*$)',
  patterns: [
    { include: '#comments' },
    quoted('.title', include('escapes')),
    { match: '\\bon\\b', name: 'keyword.other.preposition.zc' },
    { include: '#literals' },
  ],
};

const declarations = [
  {
    match: `${START}(import)\\s+(${FREE})(?:\\s+(as)\\s+(${FREE}))?`,
    captures: named(
      'keyword.declaration.import',
      'entity.name.namespace.package',
      'keyword.declaration.as',
      'entity.name.namespace.alias',
    ),
  },
  {
    match: `${START}(attribute)\\s+((?:${FREE}\\s+or\\s+)*${FREE})\\s*(\\.)\\s*(${NAME})`,
    captures: named(
      'keyword.declaration.attribute',
      {
        patterns: [
          { match: '\\bor\\b', name: 'keyword.operator.word.zc' },
          { match: NAME, name: 'storage.type.entity.zc' },
        ],
      },
      'punctuation.accessor',
      'variable.other.property.declaration',
    ),
  },
  ...Object.entries(DECLARED).map(([start, scope]) => ({
    match: `${START}(${start})\\s+(${FREE})(?!\\s*[,)])`,
    captures: named(`keyword.declaration.${start}`, scope),
  })),
];

const claim = (words, after, captures) => ({ match: `${START}(${words})\\s+(${after})(?!\\s*:)`, captures });

const members = [
  claim('enable', 'all', named('keyword.other.claim', 'keyword.other.all')),
  claim(
    'provides|offers|lacks|enable|disable',
    PATHS,
    named('keyword.other.claim', list('variable.other.constant.capability')),
  ),
  claim('speaks|include', PATHS, named('keyword.other.claim', list('entity.name.type.class'))),
  {
    match: `${START}(family)\\s+(${FREE})`,
    captures: named('keyword.declaration.family', 'entity.name.namespace.family'),
  },
  {
    match: `${START}(expect)(?:\\s+(capable))?(?=\\s+${ID})`,
    captures: named('keyword.control.expect', 'keyword.other.capable'),
  },
  {
    match: `${START}(not\\s+)?(met|unmet|unproven|not_applicable|compensated|accepted)\\b(?=\\s+for\\b)`,
    captures: named('keyword.operator.word', 'constant.language.verdict'),
  },
  word('base', 'keyword.declaration.clause', '(?=\\s*(?:"|:|at\\b|when\\b|should\\b|$))'),
  { match: `${START}RE[ \\t]+[0-9]+\\b`, name: 'keyword.control.requirement.zc' },
];

/** Its colon is no attribute's, so it is looked for first. */
const quantifier = {
  name: 'meta.quantifier.zc',
  begin: `${START}(every|some|no)\\b(?!\\s*:)`,
  beginCaptures: named('keyword.control.quantifier'),
  end: '(:)|(?=[)}\\]])',
  endCaptures: named('punctuation.separator.quantifier'),
  patterns: [
    {
      match: `(?:(?<=every)|(?<=some)|(?<=\\bno)|(?<=,))\\s+(${FREE})(?=\\s+in\\b)`,
      captures: named('variable.parameter.bound'),
    },
    ...include('quantifier', 'brackets'),
    ...expression,
  ],
};

const group = '[0-9A-Fa-f]{1,4}';
const groups = `${group}(?::${group})*`;
const quad = '[0-9]+(?:\\.[0-9]+){3}';
const literals = [
  { match: `${START}(?:SL|ML)[ \\t]+[0-9]+\\b`, name: 'constant.numeric.level.zc' },
  { match: `${START}${ID}\\b`, name: 'keyword.control.requirement.zc' },
  {
    match: `(?<![\\w:.])(?:${group}(?::${group}){7}|(?:${groups})?::(?:${group}:)*(?:${quad})|(?:${groups})?::(?:${groups})?)(?:/[0-9]+)?(?![\\w:])`,
    name: 'constant.numeric.address.zc',
  },
  { match: `${START}[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}\\b`, name: 'constant.numeric.date.zc' },
  {
    match: `${START}([0-9]+)[ \\t]+((?:second|minute|hour|day|week|month|year)s?)\\b(?!\\s*:)`,
    captures: named('constant.numeric.duration', 'keyword.other.unit'),
  },
  { match: `${START}${quad}(?:/[0-9]+)?\\b`, name: 'constant.numeric.address.zc' },
  { match: `${START}[0-9]+(?:\\.[0-9]+){2,}\\b`, name: 'constant.numeric.version.zc' },
  { match: `${START}[0-9]+(?:\\.[0-9]+)?\\b`, name: 'constant.numeric.zc' },
  word('true|false', 'constant.language.boolean'),
];

/** The reserved words, each in one of these groups. */
const WORDS = {
  'keyword.operator.word': ['and', 'or', 'not', 'in', 'has', 'carries', 'with', 'where'],
  'keyword.control.quantifier': ['every', 'some', 'no'],
  'keyword.control': ['if', 'then', 'else', 'otherwise'],
};
const elsewhere = ['let', 'true', 'false'];
const coloured = [...Object.values(WORDS).flat(), ...elsewhere].sort();
if (coloured.join() !== RESERVED_WORDS.join()) {
  throw new Error(
    `words.rs reserves ${RESERVED_WORDS.join(' ')}, and the TextMate grammar ${coloured.join(' ')}`,
  );
}

const keywords = [
  ...Object.entries(WORDS).map(([scope, words]) => word(words.join('|'), scope)),
  { match: `${START}is[ \\t]+stated\\b`, name: 'keyword.operator.word.zc' },
  {
    match: `${START}(let)\\b(?:\\s+(${FREE}))?`,
    captures: named('keyword.declaration.let', 'variable.other.readwrite'),
  },
  word('between|from|to|for|on|at|when|should|because', 'keyword.other.preposition'),
  word('set\\s+of', 'storage.type.set'),
  word('enum', 'storage.type.enum'),
  word('bool|int|string|date|duration|version|address|network|SL|ML', 'storage.type'),
  word(ENTITIES, 'storage.type.entity', '(?=\\s*(?:or\\b|[,)=]|$))'),
];

/** The grammar, as VS Code reads it. */
export const grammar = {
  $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
  name: 'Zones and conduits',
  scopeName: 'source.zc',
  fileTypes: ['zc'],
  patterns: include('all'),
  repository: {
    all: {
      patterns: include(
        'comments',
        'strings',
        'messages',
        'requirement',
        'test',
        'declarations',
        'members',
        'quantifier',
        'literals',
        'attributes',
        'keywords',
        'calls',
        'variables',
        'operators',
        'brackets',
      ),
    },
    comments: { patterns: comments },
    'block-comment': {
      name: 'comment.block.zc',
      begin: '/\\*',
      end: '\\*/',
      captures: whole('punctuation.definition.comment'),
      patterns: include('block-comment'),
    },
    prose: {
      patterns: [
        {
          match: '(?<=/)\\s*(Asks|Remedy)(:)',
          captures: named('storage.type.class.documentation', 'punctuation.separator.documentation'),
        },
        { match: '`[^`]+`', name: 'markup.inline.raw.documentation.zc' },
      ],
    },
    strings: { patterns: [quoted('', include('escapes'))] },
    escapes: {
      patterns: [
        { match: '\\\\(?:[\\\\"nt])', name: 'constant.character.escape.zc' },
        { match: '\\\\.', name: 'invalid.illegal.escape.zc' },
      ],
    },
    messages,
    requirement,
    test,
    declarations: { patterns: declarations },
    members: { patterns: members },
    quantifier,
    literals: { patterns: literals },
    attributes: {
      patterns: [
        {
          match: `${START}(${NAME})\\s*(:)`,
          captures: named('variable.other.property', 'punctuation.separator.key-value'),
        },
      ],
    },
    keywords: { patterns: keywords },
    calls: {
      patterns: [
        { match: `${START}(?:count|sum|min|max|union|except)(?=\\s*\\()`, name: 'support.function.zc' },
        { match: `${START}[A-Za-z_]\\w*(?=\\()`, name: 'entity.name.function.call.zc' },
      ],
    },
    variables: {
      patterns: [
        { match: '`[^`\\r\\n]+`', name: 'variable.other.quoted.zc' },
        {
          match: '(\\.)\\s*([A-Za-z_]\\w*)',
          captures: named('punctuation.accessor', 'variable.other.member'),
        },
        { match: '[A-Za-z_]\\w*', name: 'variable.other.zc' },
      ],
    },
    operators: {
      patterns: [
        { match: '=>', name: 'keyword.operator.implies.zc' },
        { match: '==|!=|<=|>=|<|>', name: 'keyword.operator.comparison.zc' },
        { match: '=', name: 'keyword.operator.assignment.zc' },
        { match: '[-+*/]', name: 'keyword.operator.arithmetic.zc' },
        { match: ',', name: 'punctuation.separator.zc' },
      ],
    },
    brackets: {
      patterns: [pair('\\{', '\\}', 'block'), pair('\\[', '\\]', 'list'), pair('\\(', '\\)', 'group')],
    },
  },
};

/** Colours `zc` blocks in Markdown, so in hovers and proofs too. */
export const markdown = {
  scopeName: 'markdown.zc.codeblock',
  injectionSelector: 'L:text.html.markdown',
  patterns: [{ include: '#zc' }],
  repository: {
    zc: {
      name: 'markup.fenced_code.block.markdown',
      begin: '(^|\\G)(\\s*)(`{3,}|~{3,})\\s*(?i:(zc)((\\s+|:|,|\\{|\\?)[^`]*)?$)',
      end: '(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$',
      beginCaptures: {
        3: { name: 'punctuation.definition.markdown' },
        4: { name: 'fenced_code.block.language' },
        5: { name: 'fenced_code.block.language.attributes' },
      },
      endCaptures: { 3: { name: 'punctuation.definition.markdown' } },
      patterns: [
        {
          begin: '(^|\\G)(\\s*)(.*)',
          while: '(^|\\G)(?!\\s*([`~]{3,})\\s*$)',
          contentName: 'meta.embedded.block.zc',
          patterns: [{ include: 'source.zc' }],
        },
      ],
    },
  },
};
