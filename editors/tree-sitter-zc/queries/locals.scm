[
  (requirement_declaration)
  (relation_declaration)
  (define_declaration)
  (assertion)
  (let_expression)
  (mapping)
  (filter)
] @local.scope

; What a quantifier binds is known outside of its body too: in the message of its clause.
(quantifier
  body: (_) @local.scope)

(subject
  variable: (_) @local.definition)

(parameters
  (parameter
    name: (_) @local.definition))

(binder
  name: (_) @local.definition)

(filter
  name: (reference
    (_) @local.definition))

(let_statement
  name: (_) @local.definition)

(let_expression
  name: (_) @local.definition)

(reference
  (_) @local.reference)
