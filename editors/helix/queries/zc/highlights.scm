; Where two patterns take the same node, the later one counts.

; Comments

[
  (line_comment)
  (block_comment)
] @comment

[
  (doc_comment)
  (file_doc_comment)
] @comment.block.documentation

; Keywords

[
  "site"
  "zone"
  "conduit"
  "component"
  "boundary"
  "channel"
  "product"
  "protocol"
  "profile"
  "certificate"
  "waiver"
  "countermeasure"
  "capability"
  "catalog"
  "family"
  "enum"
  "attribute"
  "requirement"
  "test"
] @keyword.storage.type

[
  "define"
  "relation"
] @keyword.function

[
  "import"
  "as"
  "include"
] @keyword.control.import

[
  "provides"
  "offers"
  "lacks"
  "enable"
  "disable"
  "speaks"
  "between"
  "from"
  "to"
  "for"
  "on"
  "expect"
  "because"
  "base"
  "at"
  "with"
  "otherwise"
  "let"
  "set"
  "of"
] @keyword

[
  "should"
  "capable"
] @keyword.storage.modifier

[
  "if"
  "then"
  "else"
  "when"
  "where"
] @keyword.control.conditional

[
  "every"
  "some"
  "no"
] @keyword.control.repeat

[
  "and"
  "or"
  "not"
  "in"
  "has"
  "carries"
  (is_stated)
] @keyword.operator

(enhancement) @keyword

; Operators and punctuation

[
  "="
  "=="
  "!="
  "<"
  "<="
  ">"
  ">="
  "=>"
  "+"
  "-"
  "*"
  "/"
] @operator

[
  "{"
  "}"
  "["
  "]"
  "("
  ")"
] @punctuation.bracket

[
  ","
  "."
  ":"
] @punctuation.delimiter

; Literals

(string) @string

(message) @string

(escape_sequence) @constant.character.escape

(brace_escape) @constant.character.escape

(interpolation
  [
    "{"
    "}"
  ] @punctuation.special)

[
  (integer)
  (duration)
] @constant.numeric.integer

(decimal) @constant.numeric.float

(boolean) @constant.builtin.boolean

[
  (version)
  (date)
  (address)
  (network)
] @string.special

[
  (security_level)
  (maturity_level)
] @constant.builtin

(requirement_id) @constant

; What is declared

(_
  title: (string) @markup.heading)

(site_declaration
  name: (_) @namespace)

(zone_declaration
  name: (_) @namespace)

(conduit_declaration
  name: (_) @namespace)

(catalog_declaration
  name: (_) @namespace)

(import_declaration
  package: (_) @namespace)

(import_declaration
  alias: (_) @namespace)

(component_declaration
  name: (_) @type)

(boundary_declaration
  name: (_) @type)

(product_declaration
  name: (_) @type)

(protocol_declaration
  name: (_) @type)

(profile_declaration
  name: (_) @type)

(certificate_declaration
  name: (_) @type)

(capability_declaration
  name: (_) @type)

(enum_declaration
  name: (_) @type)

(channel_declaration
  name: (_) @label)

(waiver_declaration
  name: (_) @label)

(countermeasure_declaration
  name: (_) @label)

(family_declaration
  name: (_) @constant)

(variant
  name: (_) @constant)

(relation_declaration
  name: (_) @function)

(define_declaration
  name: (_) @function)

(attribute_declaration
  owner: (_) @type.builtin)

(attribute_declaration
  name: (_) @variable.other.member)

(capability_declaration
  body: (parameter_body
    (parameter
      name: (_) @variable.other.member)))

; What is mentioned

(attribute
  name: (_) @variable.other.member)

(field
  name: (_) @variable.other.member)

(attribute
  value: (path
    [
      (identifier)
      (quoted_name)
    ] @constant))

(attribute
  value: (list
    (path
      [
        (identifier)
        (quoted_name)
      ] @constant)))

(field
  value: (path
    [
      (identifier)
      (quoted_name)
    ] @constant))

(field
  value: (list
    (path
      [
        (identifier)
        (quoted_name)
      ] @constant)))

(attribute_declaration
  default: (path
    [
      (identifier)
      (quoted_name)
    ] @constant))

(between
  (path
    [
      (identifier)
      (quoted_name)
    ] @namespace))

(course
  (path
    [
      (identifier)
      (quoted_name)
    ] @namespace))

(_
  of: (path
    [
      (identifier)
      (quoted_name)
    ] @type))

(channel_declaration
  protocol: (path
    [
      (identifier)
      (quoted_name)
    ] @type))

(spoken
  protocol: (path
    [
      (identifier)
      (quoted_name)
    ] @type))

(include_statement
  profile: (path
    [
      (identifier)
      (quoted_name)
    ] @type))

(_
  capability: (path
    [
      (identifier)
      (quoted_name)
    ] @type))

(switch
  capability: (path
    .
    (identifier) @constant.builtin
    .)
  (#eq? @constant.builtin "all"))

(_
  partner: (path
    [
      (identifier)
      (quoted_name)
    ] @namespace))

(_
  catalog: (path
    [
      (identifier)
      (quoted_name)
    ] @namespace))

(qualified_requirement
  requirement: (path
    [
      (identifier)
      (quoted_name)
    ] @constant))

(requirement_declaration
  family: (path
    [
      (identifier)
      (quoted_name)
    ] @namespace))

(expectation
  subject: (path
    [
      (identifier)
      (quoted_name)
    ] @namespace))

(expectation
  witness: (path
    [
      (identifier)
      (quoted_name)
    ] @namespace))

(verdict
  (identifier) @constant.builtin)

(named_type
  [
    (identifier)
    (quoted_name)
  ] @type)

(named_type
  .
  (identifier) @type.builtin
  .
  (#any-of? @type.builtin
    "bool" "int" "string" "date" "duration" "version" "address" "network" "SL" "ML" "vector" "site" "zone" "conduit"
    "channel" "component" "product" "protocol"))

; Expressions

(reference
  (_) @variable)

(reference
  (identifier) @variable.builtin
  (#any-of? @variable.builtin "zones" "conduits" "components" "channels" "products" "protocols"))

(subject
  variable: (_) @variable.parameter)

(parameters
  (parameter
    name: (_) @variable.parameter))

(binder
  name: (_) @variable.parameter)

(let_expression
  name: (_) @variable)

(let_statement
  name: (_) @variable)

(field_access
  name: (_) @variable.other.member)

(call
  function: (reference
    (_) @function))

(call
  function: (field_access
    name: (_) @function))

(call
  function: (reference
    (identifier) @function.builtin)
  (#any-of? @function.builtin "count" "sum" "min" "max" "union" "except"))
