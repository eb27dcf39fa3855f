" Colours of the zc language where no tree-sitter parser is at hand. A regular expression can't tell a keyword from a name
" that is spelt alike as a parser does: a word that starts a declaration or a member counts where a name follows it.
if exists('b:current_syntax')
  finish
endif

let s:save_cpo = &cpoptions
set cpoptions&vim

syntax match zcReference /\<\h\w*\>/ contained

" Words that start a declaration, at the start of a line or after a brace.
syntax match zcDeclaration /\v%(^|[{}])\s*\zs<%(site|zone|conduit|component|boundary|channel|product|protocol|profile|certificate|waiver|countermeasure|capability|catalog|family|enum|attribute|requirement|relation|define|test|import)>\ze\s+%(\h|["`{])/
      \ nextgroup=zcName skipwhite
syntax match zcDeclaration /\v^\s*\zstest>\ze\s*["{]/
syntax match zcName /\v`[^`]+`|<\h\w*>/ contained

" Words that start a member or go on in a head.
syntax match zcStatement /\v%(^|[{}]|\s)\zs<%(provides|offers|lacks|enable|disable|speaks|include|expect)>\ze\s+%(\h|[`])/
syntax match zcStatement /\v\s\zs<%(between|from|to|for|as|on|at|when|should|because|capable|of|set)>\ze%(\s+\S|\s*$)@=%(\s*:)@!/
syntax match zcStatement /\v^\s*\zsbase>\ze\s*%([:"]|at>|should>|when>)/
syntax match zcStatement /\v<should>\ze\s*:/
syntax match zcStatement /\v<enum>\ze\s*\{/

" Reserved words, but where they are names: before a colon and after a dot.
syntax match zcOperatorWord /\v\.@1<!<%(and|or|not|in|has|carries|with)>%(\s*:)@!/
syntax match zcConditional /\v\.@1<!<%(where|if|then|else|let|otherwise)>%(\s*:)@!/
syntax match zcRepeat /\v\.@1<!<%(every|some|no)>%(\s*:)@!/
syntax match zcBoolean /\v\.@1<!<%(true|false)>/
syntax match zcOperatorWord /\v<is\s+stated>/

" An attribute or field: a name before a colon, at the start of a member.
syntax match zcProperty /\v%(^\s*|[{,]\s*|\s{2,})\zs%(`[^`]+`|<\h\w*>)\ze\s*:%(\s*\[?\s*$|\s)/
syntax match zcType /\v<%(bool|int|string|date|duration|version|address|network|vector)>%(\s*:)@!/
syntax match zcFunction /\v<%(count|sum|min|max|union|except)>\ze\(/
syntax match zcQuotedName /\v`[^`]+`/ contains=@NoSpell

" Literals, longest last.
syntax match zcNumber /\v<\d+>/
syntax match zcFloat /\v<\d+\.\d+>/
syntax match zcSpecial /\v<\d+%(\.\d+){2,}%(\/\d+)?>/
syntax match zcSpecial /\v<\d{4}-\d{1,2}-\d{1,2}>/
syntax match zcSpecial /\v<%(\x{1,4}:){7}\x{1,4}%(\/\d+)?|%(<\x{1,4}%(:\x{1,4})*)?::%(\x{1,4}%(:\x{1,4})*)?%(\/\d+)?/
syntax match zcNumber /\v<\d+\s+%(second|minute|hour|day|week|month|year)s?>%(\s*:)@!/
syntax match zcIdentifier /\v<\u[A-Z0-9]*\s+\d+%(\.\d+)*%(\s+RE\s+\d+)?>/
syntax match zcIdentifier /\v<\u[A-Z0-9]*%(\.\d+)+%(\s+RE\s+\d+)?>/
syntax match zcIdentifier /\v<\u\u+-\d+%(\.\d+)*%(\s+RE\s+\d+)?>/
syntax match zcLevel /\v<[SM]L\s+\d+>%(\.)@!/
syntax match zcStatement /\v^\s*\zsRE\s+\d+>/
syntax region zcString start=/"/ skip=/\\\\\|\\"/ end=/"\|$/ contains=zcEscape oneline
syntax region zcMessage matchgroup=zcString start=/\v%(otherwise\s*)@<="/ skip=/\\\\\|\\"/ end=/"\|$/ contains=zcEscape,zcInterpolation oneline
syntax match zcEscape /\\["\\nt]/ contained
syntax match zcEscape /{{\|}}/ contained
syntax region zcInterpolation matchgroup=zcEscape start=/{{\@!/ end=/}/ contained oneline
      \ contains=zcReference,zcFunction,zcNumber,zcOperatorWord

" Comments.
syntax keyword zcTodo TODO FIXME XXX contained
syntax region zcComment start=+/\*+ end=+\*/+ contains=zcComment,zcTodo,@Spell
syntax match zcComment +//.*+ contains=zcTodo,@Spell
syntax match zcDocs +///\%([^/].*\)\?$+ contains=zcTodo,@Spell
syntax match zcDocs +//!.*+ contains=zcTodo,@Spell

syntax region zcBlock start=/{/ end=/}/ transparent fold
syntax sync minlines=200

highlight default link zcDeclaration Structure
highlight default link zcName Type
highlight default link zcStatement Statement
highlight default link zcOperatorWord Operator
highlight default link zcConditional Conditional
highlight default link zcRepeat Repeat
highlight default link zcBoolean Boolean
highlight default link zcProperty Identifier
highlight default link zcType Type
highlight default link zcFunction Function
highlight default link zcNumber Number
highlight default link zcFloat Float
highlight default link zcSpecial Constant
highlight default link zcIdentifier Macro
highlight default link zcLevel Constant
highlight default link zcString String
highlight default link zcMessage String
highlight default link zcEscape SpecialChar
highlight default link zcComment Comment
highlight default link zcDocs SpecialComment
highlight default link zcTodo Todo

let b:current_syntax = 'zc'
let &cpoptions = s:save_cpo
unlet s:save_cpo
