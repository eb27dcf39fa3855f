-- The configuration of the language server for `vim.lsp.enable('zcc')`, Neovim 0.11 and later.
return require('zcc').config()
