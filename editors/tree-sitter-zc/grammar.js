/**
 * The grammar of `.zc` files for editors.
 *
 * It takes every text that `grammar/zc.lalrpop` takes, and gives it the same shape. Where a file is half typed it takes
 * a little more, so that what stands around the hole keeps its colours. The tests hold the two against each other.
 *
 * Keywords are words only where the grammar has a place for them: everywhere else the lexer gives an identifier. The one
 * place that takes both keywords and names is the start of a member; there `_attribute_name` lists the keywords.
 * Reserved words are names before a colon and after a dot, and `base` is one unless the head of a clause goes on after
 * it: the scanner looks ahead for both. It also gives `_nothing` where the next line shows that something was not typed
 * yet.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const RESERVED_WORDS = [
  'and', 'carries', 'else', 'every', 'false', 'has', 'if', 'in', 'let', 'no', 'not', 'or', 'otherwise', 'some', 'then',
  'true', 'where', 'with',
];

/** What declares a thing that may have a body of members, with the node that it makes. */
const BLOCKS = {
  site: 'site_declaration',
  zone: 'zone_declaration',
  component: 'component_declaration',
  boundary: 'boundary_declaration',
  product: 'product_declaration',
  protocol: 'protocol_declaration',
  profile: 'profile_declaration',
  certificate: 'certificate_declaration',
  waiver: 'waiver_declaration',
  countermeasure: 'countermeasure_declaration',
  catalog: 'catalog_declaration',
};

/** The words that start a member, and are names of attributes all the same. */
const MEMBER_WORDS = [
  ...Object.keys(BLOCKS),
  'conduit', 'channel', 'capability',
  'provides', 'offers', 'lacks', 'enable', 'disable', 'speaks', 'include', 'family',
];

/** Loosest first. Quantifiers, `if` and `let` are looser still, and run as far right as they can. */
const PREC = { OPEN: 0, IMPLIES: 1, OR: 2, AND: 3, NOT: 4, HAS: 5, SUM: 6, PRODUCT: 7, NEGATIVE: 8 };

/**
 * One or more of `rule` with commas between them.
 *
 * @param {RuleOrLiteral} rule
 */
function list(rule) {
  return seq(rule, repeat(seq(',', rule)));
}

/**
 * One or more of `rule` with commas between them, at the end of a line that may be half typed.
 *
 * @param {any} $
 * @param {RuleOrLiteral} rule
 */
function openList($, rule) {
  return choice($._nothing, seq(list(rule), optional(seq(',', $._nothing))));
}

/**
 * What stands in the parentheses of a call or in the braces of a set: things one by one, or a comprehension.
 *
 * @param {any} $
 */
function elements($) {
  return choice(
    seq(repeat(seq($._expression, ',')), optional(choice($._expression, $.filter))),
    $.mapping,
  );
}

/** The rules of the plain blocks, which are all built alike. */
function blocks() {
  /** @type {Record<string, ($: any) => Rule>} */
  const rules = {};
  for (const [word, node] of Object.entries(BLOCKS)) {
    rules[node] = $ => seq(
      word,
      field('name', $._name),
      optional(field('title', $.string)),
      optional(seq(':', openList($, field('of', $.path)))),
      optional(field('body', $.body)),
    );
  }
  return rules;
}

export default grammar({
  name: 'zc',

  word: $ => $.identifier,

  externals: $ => [
    $.block_comment,
    $.duration,
    $._reserved_name,
    $._base,
    $._address_v6,
    $._network_v6,
    $._nothing,
    $._error_sentinel,
  ],

  extras: $ => [
    /[ \t\r\n\f\uFEFF]+/,
    $.line_comment,
    $.block_comment,
    $.doc_comment,
    $.file_doc_comment,
  ],

  reserved: {
    global: _ => RESERVED_WORDS,
    none: _ => [],
  },

  supertypes: $ => [$._declaration, $._block, $._member, $._value, $._literal, $._type, $._expression],

  rules: {
    source_file: $ => repeat($._declaration),

    // Declarations.

    _declaration: $ => choice(
      $._block,
      $.import_declaration,
      $.enum_declaration,
      $.attribute_declaration,
      $.requirement_declaration,
      $.relation_declaration,
      $.define_declaration,
      $.test_declaration,
    ),

    _block: $ => choice(
      ...Object.values(BLOCKS).map(node => $[node]),
      $.conduit_declaration,
      $.channel_declaration,
      $.capability_declaration,
    ),

    ...blocks(),

    conduit_declaration: $ => seq(
      'conduit',
      field('name', $._name),
      optional(field('title', $.string)),
      optional(field('ends', choice($.between, $.course))),
      optional(field('body', $.body)),
    ),

    between: $ => seq('between', list($.path), repeat(seq('and', $.path))),

    course: $ => seq('from', field('from', $.path), optional(seq('to', field('to', $.path)))),

    channel_declaration: $ => seq(
      'channel',
      field('name', $._name),
      optional(field('title', $.string)),
      optional(seq(':', choice(field('protocol', $.path), $._nothing))),
      optional(field('ends', $.course)),
      optional(field('body', $.body)),
    ),

    capability_declaration: $ => seq(
      'capability',
      field('name', $._name),
      optional(field('title', $.string)),
      optional(field('body', $.parameter_body)),
    ),

    parameter_body: $ => seq('{', repeat(seq($.parameter, optional(','))), '}'),

    parameter: $ => seq(field('name', $._field_name), ':', field('type', $._type)),

    import_declaration: $ => seq(
      'import',
      field('package', $._name),
      optional(seq('as', field('alias', $._name))),
    ),

    enum_declaration: $ => seq('enum', field('name', $._name), field('body', $.enum_body)),

    enum_body: $ => seq('{', optional(seq($.variant, repeat(seq(choice(',', '<'), $.variant)), optional(','))), '}'),

    variant: $ => field('name', $._name),

    attribute_declaration: $ => seq(
      'attribute',
      field('owner', $._name),
      repeat(seq('or', field('owner', $._name))),
      '.',
      field('name', $._name_after_dot),
      ':',
      field('type', $._type),
      optional(seq('=', field('default', $._value))),
    ),

    relation_declaration: $ => seq(
      'relation',
      field('name', $._name),
      field('parameters', $.parameters),
      '=',
      field('body', $._expression),
    ),

    define_declaration: $ => seq(
      'define',
      field('name', $._name),
      optional(field('parameters', $.parameters)),
      ':',
      field('type', $._type),
      '=',
      field('body', $._expression),
    ),

    parameters: $ => seq('(', optional(seq(list($.parameter), optional(','))), ')'),

    // Members.

    body: $ => seq('{', repeat($._member), '}'),

    _member: $ => choice(
      $.attribute,
      $.claim_statement,
      $.switch_statement,
      $.speaks_statement,
      $.include_statement,
      $.family_declaration,
      $._block,
    ),

    attribute: $ => seq(field('name', $._attribute_name), ':', choice(field('value', $._value), $._nothing)),

    claim_statement: $ => seq(field('kind', choice('provides', 'offers', 'lacks')), openList($, $.claim)),

    claim: $ => seq(
      field('capability', $.path),
      optional(field('arguments', $.record)),
      optional(seq('with', field('partner', $.path))),
    ),

    switch_statement: $ => seq(field('kind', choice('enable', 'disable')), openList($, $.switch)),

    switch: $ => seq(
      field('capability', $.path),
      optional(field('arguments', $.record)),
      optional(seq('with', field('partner', $.path))),
    ),

    speaks_statement: $ => seq('speaks', openList($, $.spoken)),

    spoken: $ => seq(field('protocol', $.path), optional(field('body', $.body))),

    include_statement: $ => seq('include', openList($, field('profile', $.path))),

    family_declaration: $ => seq('family', field('name', $._name), optional(field('title', $.string))),

    // Values.

    _value: $ => choice(
      $._literal,
      $.path,
      $.vector,
      $.requirement_id,
      $.qualified_requirement,
      $.negative_literal,
      alias($.value_list, $.list),
      $.record,
    ),

    vector: $ => seq(field('level', $.security_level), $.record),

    qualified_requirement: $ => seq(
      field('requirement', choice($.requirement_id, $.path)),
      'in',
      field('catalog', $.path),
    ),

    negative_literal: $ => seq('-', $._literal),

    value_list: $ => seq('[', optional(seq(list($._value), optional(','))), ']'),

    record: $ => seq('{', repeat(seq($.field, optional(','))), '}'),

    field: $ => seq(field('name', $._field_name), ':', field('value', $._value)),

    // Types.

    _type: $ => choice($.set_type, $.union_type, $.named_type, $.enum_type),

    set_type: $ => seq('set', 'of', $._type),

    union_type: $ => seq($._type_atom, repeat1(seq('or', $._type_atom))),

    _type_atom: $ => choice($.named_type, $.enum_type),

    named_type: $ => seq($._name, repeat(seq('.', $._name_after_dot))),

    enum_type: $ => seq('enum', $.enum_body),

    // Requirements and tests.

    requirement_declaration: $ => seq(
      'requirement',
      field('id', $._requirement),
      optional(field('title', $.string)),
      optional(seq('in', field('family', $.path))),
      optional(field('subject', $.subject)),
      optional(field('body', $.requirement_body)),
    ),

    subject: $ => seq('for', field('type', $._type), optional(field('variable', $._name))),

    requirement_body: $ => seq('{', repeat($.let_statement), repeat($.clause), '}'),

    let_statement: $ => seq('let', field('name', $._name), '=', field('value', $._expression)),

    clause: $ => seq(
      field('name', choice(alias($._base, 'base'), $.enhancement)),
      optional(field('title', $.string)),
      optional('should'),
      optional(seq('at', field('level', $._literal))),
      optional(seq('when', field('condition', $._expression))),
      ':',
      choice(
        seq(repeat1($.assertion), optional(alias($.unexplained_assertion, $.assertion))),
        alias($.unexplained_assertion, $.assertion),
      ),
    ),

    assertion: $ => seq(field('condition', $._expression), 'otherwise', field('message', $.message)),

    unexplained_assertion: $ => field('condition', $._expression),

    message: $ => seq(
      '"',
      repeat(choice($.message_content, $.escape_sequence, $.brace_escape, $.interpolation)),
      token.immediate('"'),
    ),

    message_content: _ => token.immediate(prec(1, /([^"\\{}\r\n]|\\[^"\\nt\r\n{}])+/)),

    brace_escape: _ => token.immediate(prec(1, choice('{{', '}}', '}'))),

    interpolation: $ => seq(token.immediate('{'), $._expression, '}'),

    test_declaration: $ => seq(
      'test',
      optional(field('title', $.string)),
      optional(seq('on', field('date', $._literal))),
      field('body', $.test_body),
    ),

    test_body: $ => seq('{', repeat(choice($._declaration, $.expectation)), '}'),

    expectation: $ => seq(
      'expect',
      optional('capable'),
      field('requirement', $._requirement),
      optional(seq('in', field('catalog', $.path))),
      field('verdict', $.verdict),
      'for',
      field('subject', $.path),
      optional(seq('because', list(field('witness', $.path)))),
    ),

    verdict: $ => seq(optional('not'), $._name),

    _requirement: $ => choice($.requirement_id, alias($.quoted_name, $.requirement_id)),

    // Expressions.

    _expression: $ => choice(
      $.quantifier,
      $.conditional,
      $.let_expression,
      $.binary_expression,
      $.negation,
      $.comparison,
      $.membership,
      $.has_expression,
      $.carries_expression,
      $._operand,
    ),

    quantifier: $ => prec.right(PREC.OPEN, seq(
      field('kind', choice('every', 'some', 'no')),
      list($.binder),
      optional($.condition),
      ':',
      field('body', $._expression),
    )),

    binder: $ => seq(field('name', $._name), 'in', field('source', $._operand)),

    condition: $ => seq('where', $._expression),

    conditional: $ => prec.right(PREC.OPEN, seq(
      'if', field('condition', $._expression),
      'then', field('then', $._expression),
      'else', field('else', $._expression),
    )),

    let_expression: $ => prec.right(PREC.OPEN, seq(
      'let', field('name', $._name), '=', field('value', $._expression),
      ':', field('body', $._expression),
    )),

    binary_expression: $ => choice(
      prec.right(PREC.IMPLIES, seq(field('left', $._expression), field('operator', '=>'), field('right', $._expression))),
      prec.left(PREC.OR, seq(field('left', $._expression), field('operator', 'or'), field('right', $._expression))),
      prec.left(PREC.AND, seq(field('left', $._expression), field('operator', 'and'), field('right', $._expression))),
    ),

    negation: $ => prec(PREC.NOT, seq('not', $._expression)),

    comparison: $ => seq(
      field('left', $._operand),
      field('operator', choice('==', '!=', '<', '<=', '>', '>=')),
      field('right', $._operand),
    ),

    membership: $ => seq(field('member', $._operand), optional('not'), 'in', field('set', $._operand)),

    has_expression: $ => prec.right(PREC.HAS, seq(
      field('subject', $._operand),
      'has',
      field('capability', $.path),
      optional($.condition),
    )),

    carries_expression: $ => seq(
      field('conduit', $._operand),
      'carries', field('from', $._operand),
      'to', field('to', $._operand),
    ),

    _operand: $ => choice($.arithmetic, $.negative, $._postfix),

    arithmetic: $ => choice(
      prec.left(PREC.SUM, seq(
        field('left', $._operand), field('operator', choice('+', '-')), field('right', $._operand),
      )),
      prec.left(PREC.PRODUCT, seq(
        field('left', $._operand), field('operator', choice('*', '/')), field('right', $._operand),
      )),
    ),

    negative: $ => prec(PREC.NEGATIVE, seq('-', $._operand)),

    _postfix: $ => choice($.field_access, $.call, $.stated_expression, $._primary),

    field_access: $ => seq(field('of', $._postfix), '.', field('name', $._name_after_dot)),

    call: $ => seq(field('function', $._postfix), field('arguments', $.arguments)),

    arguments: $ => seq('(', elements($), ')'),

    stated_expression: $ => seq($._postfix, field('operator', $.is_stated)),

    is_stated: _ => /is[ \t]+stated/,

    _primary: $ => choice(
      $._literal,
      $.reference,
      $.vector,
      $.requirement_id,
      $.parenthesized,
      $.list,
      $.set,
      $.record,
    ),

    reference: $ => $._name,

    parenthesized: $ => seq('(', $._expression, ')'),

    list: $ => seq('[', optional(seq(list($._expression), optional(','))), ']'),

    set: $ => prec(1, seq('{', elements($), '}')),

    filter: $ => seq(field('name', $._operand), 'in', field('source', $._operand), $.condition),

    mapping: $ => seq(field('value', $._expression), 'for', list($.binder), optional($.condition)),

    // Names.

    path: $ => seq($._name, repeat(seq('.', $._name_after_dot)), optional(seq('.', $._nothing))),

    _name: $ => choice($.identifier, $.quoted_name),

    _name_after_dot: $ => choice(reserved('none', $.identifier), $.quoted_name),

    _field_name: $ => choice($.identifier, $.quoted_name, alias($._reserved_name, $.identifier)),

    _attribute_name: $ => choice($._field_name, alias(choice(...MEMBER_WORDS), $.identifier)),

    identifier: _ => /[A-Za-z_][A-Za-z0-9_]*/,

    quoted_name: _ => /`[^`\n]+`/,

    // Literals. Of two that are equally long, the one that comes first is meant.

    _literal: $ => choice(
      $.boolean,
      $.integer,
      $.decimal,
      $.version,
      $.string,
      $.date,
      $.duration,
      $.address,
      $.network,
      $.security_level,
      $.maturity_level,
    ),

    boolean: _ => choice('true', 'false'),

    integer: _ => /[0-9]+/,

    decimal: _ => /[0-9]+\.[0-9]+/,

    version: _ => token(choice(/[0-9]+\.[0-9]+\.[0-9]+/, /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+(\.[0-9]+)+/)),

    date: _ => /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/,

    address: $ => choice(/[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/, $._address_v6),

    network: $ => choice(/[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+\/[0-9]+/, $._network_v6),

    security_level: _ => /SL[ \t]+[0-9]+/,

    maturity_level: _ => /ML[ \t]+[0-9]+/,

    enhancement: _ => /RE[ \t]+[0-9]+/,

    requirement_id: _ => token(choice(
      /[A-Z][A-Z0-9]*[ \t]+[0-9]+(\.[0-9]+)*([ \t]+RE[ \t]+[0-9]+)?/,
      /[A-Z][A-Z0-9]*(\.[0-9]+)+([ \t]+RE[ \t]+[0-9]+)?/,
      /[A-Z][A-Z]+-[0-9]+(\.[0-9]+)*([ \t]+RE[ \t]+[0-9]+)?/,
    )),

    string: $ => seq('"', repeat(choice($.string_content, $.escape_sequence)), token.immediate('"')),

    string_content: _ => token.immediate(prec(1, /([^"\\\r\n]|\\[^"\\nt\r\n])+/)),

    escape_sequence: _ => token.immediate(prec(1, /\\["\\nt]/)),

    // Comments.

    line_comment: _ => token(choice(/\/\/([^\/!\r\n][^\r\n]*)?/, /\/\/\/\/[^\r\n]*/)),

    doc_comment: _ => token(/\/\/\/([^\/\r\n][^\r\n]*)?/),

    file_doc_comment: _ => token(/\/\/![^\r\n]*/),
  },
});
