[
  (body)
  (parameter_body)
  (requirement_body)
  (test_body)
  (enum_body)
  (record)
  (list)
  (set)
  (block_comment)
] @fold

(doc_comment)+ @fold

(line_comment)+ @fold
