-- A session with the language server in a real Neovim, from 0.7 on: opens a site, reads what the server says of it, asks
-- what an editor asks, and changes it. Run by `run.mjs`, which gives the folder of a site in ZCC_SITE. What it sees goes
-- to standard output, one line of JSON for each step; a step that fails ends the session with 1.

local site = vim.env.ZCC_SITE
local encode = (vim.json and vim.json.encode) or vim.fn.json_encode

local function report(step, value)
  io.stdout:write(encode({ step = step, value = value }), '\n')
end

local function check(step, condition, value)
  report(step, value)
  if not condition then
    io.stdout:write(encode({ failed = step }), '\n')
    vim.cmd('cquit 1')
  end
end

local function wait(milliseconds, condition)
  return vim.wait(milliseconds, condition, 20)
end

local function clients()
  return vim.tbl_values(vim.lsp.get_clients and vim.lsp.get_clients() or vim.lsp.get_active_clients())
end

--- What the server answers a request about the current buffer.
local function ask(method, params)
  local answer
  vim.lsp.buf_request(0, method, params, function(error, result)
    answer = { error = error, result = result }
  end)
  wait(20000, function()
    return answer ~= nil
  end)
  if not answer then
    return nil, 'no answer'
  end
  return answer.result, answer.error and answer.error.message
end

local function document()
  return { uri = vim.uri_from_bufnr(0) }
end

--- The position of the `nth` place where `text` stands in the current buffer, `offset` characters into it.
local function position(text, offset)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local at = line:find(text, 1, true)
    if at then
      return { line = number - 1, character = at - 1 + (offset or 0) }
    end
  end
  error('there is no ' .. text)
end

local function at(text, offset)
  return { textDocument = document(), position = position(text, offset) }
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

local function said(pattern)
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    if (diagnostic.message .. ' ' .. tostring(diagnostic.code)):find(pattern) then
      return diagnostic
    end
  end
end

vim.o.swapfile = false
vim.o.hidden = true
vim.cmd('edit ' .. vim.fn.fnameescape(site .. '/zones.zc'))
check('filetype', vim.bo.filetype == 'zc', vim.bo.filetype)
check('comments', vim.bo.commentstring == '// %s', vim.bo.commentstring)
check('the server starts', wait(20000, function()
  return clients()[1] ~= nil and clients()[1].server_capabilities ~= nil
end), clients()[1] and clients()[1].name)

local client = clients()[1]
check('the root is the package', vim.fn.resolve(client.config.root_dir or '') == vim.fn.resolve(site), client.config.root_dir)

-- Diagnostics arrive: those of the site, then those of a mistake, and they go with it.
check('findings arrive', wait(30000, function()
  return #vim.diagnostic.get(0) > 0
end), #vim.diagnostic.get(0))
check('a finding names its clause', said('[SZ][RC]R? ') ~= nil or said('SR') ~= nil, vim.diagnostic.get(0)[1].message)
local before = vim.api.nvim_buf_get_lines(0, 0, -1, false)
local target = position('  target: SL')
vim.api.nvim_buf_set_lines(0, target.line, target.line + 1, false, { '  tarjet: SL 2' })
check('a mistake is told', wait(20000, function()
  return said('tarjet') ~= nil
end), said('tarjet') and said('tarjet').message)
vim.api.nvim_buf_set_lines(0, 0, -1, false, before)
check('a mended mistake is forgotten', wait(20000, function()
  return said('tarjet') == nil
end), #vim.diagnostic.get(0))

-- Questions.
local hover, fault = ask('textDocument/hover', at('zone control', 6))
check('hover answers', hover and hover.contents and encode(hover.contents):find('control'), hover or fault)
local completion
completion, fault = ask('textDocument/completion', at('  target: SL', 2))
local items = completion and (completion.items or completion) or {}
local labels = vim.tbl_map(function(item) return item.label end, items)
check('completion answers', vim.tbl_contains(labels, 'purpose') or #labels > 5, { #labels, fault })
local place
place, fault = ask('textDocument/definition', at('acme.', 6))
check('definition answers', place and (place[1] or place.uri) ~= nil, place or fault)
local symbols
symbols, fault = ask('textDocument/documentSymbol', { textDocument = document() })
check('symbols answer', symbols and #symbols > 2, symbols and #symbols or fault)
local tokens
tokens, fault = ask('textDocument/semanticTokens/full', { textDocument = document() })
check('semantic tokens answer', tokens and #tokens.data > 50 and #tokens.data % 5 == 0, tokens and #tokens.data or fault)

-- Formatting.
local line = position('  target: SL').line
vim.api.nvim_buf_set_lines(0, line, line + 1, false, { '      target  :SL 2' })
local edits
edits, fault = ask('textDocument/formatting', {
  textDocument = document(),
  options = { tabSize = 2, insertSpaces = true },
})
check('formatting answers', edits and #edits > 0, edits and #edits or fault)
vim.lsp.util.apply_text_edits(edits, vim.api.nvim_get_current_buf(), client.offset_encoding or 'utf-16')
local formatted = vim.api.nvim_buf_get_lines(0, line, line + 1, false)[1]
check('formatting mends the line', formatted == '  target: SL 2', formatted)

-- A rename goes through all files of the package.
local change
change, fault = ask('textDocument/rename', vim.tbl_extend('force', at('zone control', 6), { newName = 'process' }))
check('rename answers', change and not fault, fault or change)
vim.lsp.util.apply_workspace_edit(change, client.offset_encoding or 'utf-16')
check('rename changes this file', text():find('zone process') ~= nil and text():find('zone control') == nil, true)
vim.cmd('wall')
local conduits = table.concat(vim.fn.readfile(site .. '/conduits.zc'), '\n')
check('rename changes the other files', conduits:find('between dmz and process', 1, true) ~= nil, true)
wait(1000, function()
  return false
end)
check('and nothing is broken by it', said('control') == nil or said('Z02') == nil, #vim.diagnostic.get(0))

-- The end: the server goes when it is told to.
local id = client.id
vim.lsp.stop_client(id)
check('the server ends', wait(10000, function()
  return vim.lsp.get_client_by_id(id) == nil or #clients() == 0
end), true)
vim.cmd('qall!')
