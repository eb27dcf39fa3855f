[
  (body)
  (parameter_body)
  (requirement_body)
  (test_body)
  (enum_body)
  (record)
  (list)
  (set)
  (parenthesized)
  (arguments)
  (parameters)
  (clause)
  (relation_declaration)
  (define_declaration)
] @indent

[
  "}"
  "]"
  ")"
] @outdent
