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
  variable: (_) @local.definition.variable.parameter)

(parameters
  (parameter
    name: (_) @local.definition.variable.parameter))

(binder
  name: (_) @local.definition.variable.parameter)

(filter
  name: (reference
    (_) @local.definition.variable.parameter))

(let_statement
  name: (_) @local.definition.variable.parameter)

(let_expression
  name: (_) @local.definition.variable.parameter)

(reference
  (_) @local.reference)
