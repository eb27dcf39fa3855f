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
  (requirement_declaration)
] @class.around

(body
  .
  "{"
  _* @class.inside
  "}")

(parameter_body
  .
  "{"
  _* @class.inside
  "}")

(requirement_body
  .
  "{"
  _* @class.inside
  "}")

(clause
  (assertion)* @function.inside) @function.around

(relation_declaration
  body: (_) @function.inside) @function.around

(define_declaration
  body: (_) @function.inside) @function.around

(test_declaration
  body: (_) @function.inside) @function.around

[
  (line_comment)
  (block_comment)
  (doc_comment)
  (file_doc_comment)
]+ @comment.around
