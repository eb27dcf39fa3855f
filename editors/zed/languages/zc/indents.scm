(_
  "{"
  "}" @end) @indent

(_
  "["
  "]" @end) @indent

(_
  "("
  ")" @end) @indent

(clause) @indent

(relation_declaration) @indent

(define_declaration) @indent
