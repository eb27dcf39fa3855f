; Where two patterns take the same node, the later one counts.

; Comments

[
  (line_comment)
  (block_comment)
] @comment

[
  (doc_comment)
  (file_doc_comment)
] @comment.documentation

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
] @keyword.type

[
  "define"
  "relation"
] @keyword.function

[
  "import"
  "as"
  "include"
] @keyword.import

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
] @keyword.modifier

[
  "if"
  "then"
  "else"
  "when"
  "where"
] @keyword.conditional

[
  "every"
  "some"
  "no"
] @keyword.repeat

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

(escape_sequence) @string.escape

(brace_escape) @string.escape

(interpolation
  [
    "{"
    "}"
  ] @punctuation.special)

[
  (integer)
  (duration)
] @number

(decimal) @number.float

(boolean) @boolean

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

(requirement_id) @constant.macro

; What is declared

(_
  title: (string) @markup.heading)

(site_declaration
  name: (_) @module)

(zone_declaration
  name: (_) @module)

(conduit_declaration
  name: (_) @module)

(catalog_declaration
  name: (_) @module)

(import_declaration
  package: (_) @module)

(import_declaration
  alias: (_) @module)

(component_declaration
  name: (_) @type.definition)

(boundary_declaration
  name: (_) @type.definition)

(product_declaration
  name: (_) @type.definition)

(protocol_declaration
  name: (_) @type.definition)

(profile_declaration
  name: (_) @type.definition)

(certificate_declaration
  name: (_) @type.definition)

(capability_declaration
  name: (_) @type.definition)

(enum_declaration
  name: (_) @type.definition)

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
  name: (_) @property)

(capability_declaration
  body: (parameter_body
    (parameter
      name: (_) @property)))

; What is mentioned

(attribute
  name: (_) @property)

(field
  name: (_) @property)

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
    ] @module))

(course
  (path
    [
      (identifier)
      (quoted_name)
    ] @module))

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
    ] @module))

(_
  catalog: (path
    [
      (identifier)
      (quoted_name)
    ] @module))

(qualified_requirement
  requirement: (path
    [
      (identifier)
      (quoted_name)
    ] @constant.macro))

(requirement_declaration
  family: (path
    [
      (identifier)
      (quoted_name)
    ] @module))

(expectation
  subject: (path
    [
      (identifier)
      (quoted_name)
    ] @module))

(expectation
  witness: (path
    [
      (identifier)
      (quoted_name)
    ] @module))

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
  name: (_) @variable.member)

(call
  function: (reference
    (_) @function.call))

(call
  function: (field_access
    name: (_) @function.call))

(call
  function: (reference
    (identifier) @function.builtin)
  (#any-of? @function.builtin "count" "sum" "min" "max" "union" "except"))
