; A thing with a body is a class, a rule is a function.

[
  (site_declaration)
  (zone_declaration)
  (conduit_declaration)
  (component_declaration)
  (boundary_declaration)
  (channel_declaration)
  (product_declaration)
  (protocol_declaration)
  (profile_declaration)
  (certificate_declaration)
  (waiver_declaration)
  (countermeasure_declaration)
  (capability_declaration)
  (catalog_declaration)
] @class.outer

(body
  .
  "{"
  _+ @class.inner
  "}")

(parameter_body
  .
  "{"
  _+ @class.inner
  "}")

(clause) @function.outer

(clause
  (assertion) @function.inner)

(relation_declaration
  body: (_) @function.inner) @function.outer

(define_declaration
  body: (_) @function.inner) @function.outer

(test_declaration) @function.outer

(requirement_declaration) @class.outer

(parameter) @parameter.outer @parameter.inner

(field) @parameter.outer @parameter.inner

(attribute
  value: (_) @assignment.rhs) @assignment.outer

(attribute
  name: (_) @assignment.lhs)

[
  (line_comment)
  (block_comment)
  (doc_comment)
  (file_doc_comment)
] @comment.outer
