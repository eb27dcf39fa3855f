" Files of the zc language.
autocmd BufNewFile,BufRead *.zc setfiletype zc
