-- Starts the language server for files of the zc language, unless `vim.g.zcc_lsp` is false.
if vim.g.loaded_zcc then
  return
end
vim.g.loaded_zcc = true

if vim.g.zcc_lsp ~= false then
  require('zcc').enable()
end
