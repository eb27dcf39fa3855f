([
  (line_comment)
  (block_comment)
] @injection.content
  (#set! injection.language "comment"))

; Documentation is Markdown, a paragraph at a time.
((doc_comment) @injection.content
  (#set! injection.language "markdown_inline"))

((file_doc_comment) @injection.content
  (#set! injection.language "markdown_inline"))
