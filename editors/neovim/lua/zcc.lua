-- The zcc language server and Neovim.

local M = {}

--- What marks the folder of a package, nearest first.
local ROOT = { 'zcc.toml', '.git' }

--- The settings of the server, and the commands in code lenses and actions that this client runs itself.
local function settings()
  return vim.g.zcc_settings or {}
end

--- Shows the places that a code lens counts.
local function show_references(command, context)
  local _, _, locations = unpack(command.arguments)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local encoding = client and client.offset_encoding or 'utf-16'
  vim.fn.setqflist({}, ' ', { title = command.title, items = vim.lsp.util.locations_to_items(locations, encoding) })
  vim.cmd('botright copen')
end

--- The configuration of the client, as `vim.lsp.config` and `vim.lsp.start` take it.
function M.config()
  return {
    name = 'zcc',
    cmd = vim.g.zcc_command or { 'zcc', 'lsp' },
    filetypes = { 'zc' },
    root_markers = ROOT,
    settings = { zcc = settings() },
    init_options = vim.tbl_extend('force', settings(), { commands = { 'zcc.client.showReferences' } }),
    commands = { ['zcc.client.showReferences'] = show_references },
  }
end

--- The folder of the package that a file is in: that of the nearest `zcc.toml`, else of the repository, else its own.
function M.root(path)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  for _, marker in ipairs(ROOT) do
    local found = vim.fn.findfile(marker, vim.fn.escape(folder, ' ,;') .. ';')
    if found == '' then
      found = vim.fn.finddir(marker, vim.fn.escape(folder, ' ,;') .. ';')
    end
    if found ~= '' then
      return vim.fn.fnamemodify(found, ':p'):gsub('[/\\]+$', ''):gsub('[/\\][^/\\]*$', '')
    end
  end
  return folder
end

--- Starts the server for a buffer, or attaches the buffer to the one that runs for its package. For Neovim before 0.11.
function M.start(buffer)
  buffer = buffer or vim.api.nvim_get_current_buf()
  local config = M.config()
  config.root_dir = M.root(vim.api.nvim_buf_get_name(buffer))
  config.capabilities = vim.lsp.protocol.make_client_capabilities()
  if vim.lsp.start then
    return vim.lsp.start(config, { bufnr = buffer })
  end
  -- Before 0.8 there is no `vim.lsp.start`: one client for each folder.
  M.clients = M.clients or {}
  local id = M.clients[config.root_dir]
  if not id or not vim.lsp.get_client_by_id(id) then
    config.commands = nil
    vim.lsp.commands['zcc.client.showReferences'] = show_references
    id = vim.lsp.start_client(config)
    M.clients[config.root_dir] = id
  end
  vim.lsp.buf_attach_client(buffer, id)
  return id
end

--- Lets the server start with every file of the language.
function M.enable()
  if vim.lsp.enable then
    vim.lsp.enable('zcc')
    return
  end
  local group = vim.api.nvim_create_augroup('zcc', {})
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = 'zc',
    callback = function(event)
      M.start(event.buf)
    end,
  })
end

--- Whether there is a parser that this Neovim can load.
local function has_parser()
  if not (vim.treesitter and vim.treesitter.start) then
    return false
  end
  local add = vim.treesitter.language and vim.treesitter.language.add
  local ok, loaded = pcall(add or vim.treesitter.require_language, 'zc')
  return ok and loaded ~= nil and loaded ~= false
end

--- Colours and folds of the current buffer: by tree-sitter where its parser is there, else by `syntax/zc.vim`.
function M.buffer()
  if vim.g.zcc_treesitter == false or not has_parser() then
    return
  end
  vim.treesitter.start(0, 'zc')
  vim.opt_local.foldexpr = 'v:lua.vim.treesitter.foldexpr()'
  vim.b.undo_ftplugin = (vim.b.undo_ftplugin or '') .. ' | setlocal foldexpr< | lua vim.treesitter.stop()'
end

return M
