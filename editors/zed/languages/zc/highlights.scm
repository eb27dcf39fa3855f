; Where two patterns take the same node, the later one counts.

; Comments

[
  (line_comment)
  (block_comment)
] @comment

[
  (doc_comment)
  (file_doc_comment)
] @comment.doc

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
] @keyword

[
  "define"
  "relation"
] @keyword

[
  "import"
  "as"
  "include"
] @keyword

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
] @keyword

[
  "if"
  "then"
  "else"
  "when"
  "where"
] @keyword

[
  "every"
  "some"
  "no"
] @keyword

[
  "and"
  "or"
  "not"
  "in"
  "has"
  "carries"
  (is_stated)
] @keyword

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

(decimal) @number

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
] @constant

(requirement_id) @constant

; What is declared

(_
  title: (string) @title)

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
  owner: (_) @type)

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
    (identifier) @constant
    .)
  (#eq? @constant "all"))

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
  (identifier) @constant)

(named_type
  [
    (identifier)
    (quoted_name)
  ] @type)

(named_type
  .
  (identifier) @type
  .
  (#any-of? @type
    "bool" "int" "string" "date" "duration" "version" "address" "network" "SL" "ML" "vector" "site" "zone" "conduit"
    "channel" "component" "product" "protocol"))

; Expressions

(reference
  (_) @variable)

(reference
  (identifier) @variable.special
  (#any-of? @variable.special "zones" "conduits" "components" "channels" "products" "protocols"))

(subject
  variable: (_) @variable)

(parameters
  (parameter
    name: (_) @variable))

(binder
  name: (_) @variable)

(let_expression
  name: (_) @variable)

(let_statement
  name: (_) @variable)

(field_access
  name: (_) @property)

(call
  function: (reference
    (_) @function))

(call
  function: (field_access
    name: (_) @function))

(call
  function: (reference
    (identifier) @function)
  (#any-of? @function "count" "sum" "min" "max" "union" "except"))
