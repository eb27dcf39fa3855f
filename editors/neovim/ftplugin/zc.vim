" How files of the zc language are edited.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=//\ %s
" Longest first: `//!` and `///` go on as they are.
setlocal comments=s1:/*,mb:*,ex:*/,:///,://!,://
setlocal formatoptions-=t formatoptions+=croql
setlocal expandtab shiftwidth=2 softtabstop=2 tabstop=2
setlocal suffixesadd=.zc
setlocal matchpairs=(:),{:},[:]

let b:undo_ftplugin = 'setlocal commentstring< comments< formatoptions< expandtab< shiftwidth< softtabstop< tabstop<'
      \ . ' suffixesadd< matchpairs<'

if has('nvim')
  lua require('zcc').buffer()
endif
