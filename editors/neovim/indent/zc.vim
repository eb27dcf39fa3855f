" How lines of the zc language are indented: by the brackets that are open, a clause and a definition by one more.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=ZcIndent(v:lnum)
setlocal indentkeys=0{,0},0],0),!^F,o,O,e,0=otherwise,0=base,0=RE
setlocal autoindent

let b:undo_indent = 'setlocal indentexpr< indentkeys< autoindent<'

if exists('*ZcIndent')
  finish
endif

" A line without its strings and comments, so that only brackets that count are left.
function s:Bare(lnum) abort
  return substitute(getline(a:lnum), '"\%(\\.\|[^"\\]\)*"\|`[^`]*`\|//.*', '', 'g')
endfunction

let s:clause = '^\s*\%(base\|RE\s\+\d\+\)\>.*:\s*$'
let s:head = '^\s*\%(base\>\s*\%([:"]\|at\>\|should\>\|when\>\)\|RE\s\+\d\+\)'

function ZcIndent(lnum) abort
  let last = prevnonblank(a:lnum - 1)
  if last == 0
    return 0
  endif
  let indent = indent(last)
  let before = s:Bare(last)
  let line = s:Bare(a:lnum)
  " What the line above opens and does not close.
  let opened = 0
  for sign in split(before, '\zs')
    if sign =~# '[[({]'
      let opened += 1
    elseif sign =~# '[])}]' && opened > 0
      let opened -= 1
    endif
  endfor
  if opened > 0
    let indent += shiftwidth()
  elseif before =~# s:clause || before =~# '=\s*$'
    let indent += shiftwidth()
  endif
  if line =~# '^\s*[])}]'
    " To the line that opened it.
    call cursor(a:lnum, 1)
    let sign = matchstr(line, '[])}]')
    let open = {']': '\[', ')': '(', '}': '{'}[sign]
    let start = searchpair(open, '', '\' . sign, 'bnW', 'ZcIsText()')
    return start > 0 ? indent(start) : max([indent - shiftwidth(), 0])
  endif
  if line =~# s:head
    " A clause stands where the one before it does.
    let at = last
    while at > 0 && getline(at) !~# '^\s*requirement\>'
      if getline(at) =~# s:head
        return indent(at)
      endif
      let at = prevnonblank(at - 1)
    endwhile
  endif
  return indent
endfunction

" Whether the cursor is in a string or a comment.
function ZcIsText() abort
  let name = synIDattr(synID(line('.'), col('.'), 1), 'name')
  return name =~? 'string\|comment\|docs'
endfunction
