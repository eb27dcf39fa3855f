[
  (site_declaration
    body: (_) @class.inside)
  (zone_declaration
    body: (_) @class.inside)
  (conduit_declaration
    body: (_) @class.inside)
  (component_declaration
    body: (_) @class.inside)
  (boundary_declaration
    body: (_) @class.inside)
  (channel_declaration
    body: (_) @class.inside)
  (product_declaration
    body: (_) @class.inside)
  (protocol_declaration
    body: (_) @class.inside)
  (profile_declaration
    body: (_) @class.inside)
  (certificate_declaration
    body: (_) @class.inside)
  (waiver_declaration
    body: (_) @class.inside)
  (countermeasure_declaration
    body: (_) @class.inside)
  (capability_declaration
    body: (_) @class.inside)
  (catalog_declaration
    body: (_) @class.inside)
  (requirement_declaration
    body: (_) @class.inside)
] @class.around

(clause
  (assertion)+ @function.inside) @function.around

(relation_declaration
  body: (_) @function.inside) @function.around

(define_declaration
  body: (_) @function.inside) @function.around

(test_declaration
  body: (_) @test.inside) @test.around

(parameter) @parameter.inside @parameter.around

(attribute
  value: (_) @entry.inside) @entry.around

(field
  value: (_) @entry.inside) @entry.around

[
  (line_comment)
  (block_comment)
  (doc_comment)
  (file_doc_comment)
] @comment.inside

[
  (line_comment)
  (block_comment)
]+ @comment.around

(doc_comment)+ @comment.around
