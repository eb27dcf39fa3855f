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
] @indent.begin

[
  "}"
  "]"
  ")"
] @indent.branch @indent.end

[
  (line_comment)
  (block_comment)
  (doc_comment)
  (file_doc_comment)
] @indent.auto

(ERROR) @indent.auto
