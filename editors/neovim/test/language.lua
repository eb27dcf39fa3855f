-- What Neovim knows of the language without the server: indentation, comments, and colours, by the regular expressions of
-- `syntax/zc.vim` and, where this Neovim has tree-sitter, by the parser that the instructions built.

vim.g.zcc_lsp = false
local site = vim.env.ZCC_SITE

local function check(step, condition, value)
  if not condition then
    io.stderr:write(step, ': ', vim.inspect(value), '\n')
    vim.cmd('cquit 1')
  end
end

vim.o.swapfile = false
vim.cmd('edit ' .. vim.fn.fnameescape(site .. '/language.zc'))
check('filetype', vim.bo.filetype == 'zc', vim.bo.filetype)

local text = [[
//! The file.

/// A zone.
zone zone "A zone" {
  target: SL 2 // a level
  zone: other.with
  component `=K1`: acme.plc {
    accepts: SR 1.1 RE 2
    enable all
    channel: 8
    network: 2001:db8::/32
  }
}

requirement SR 1.1 "Users" in part.IAC for zone z {
  base at SL 1:
    every c in z.components: c has lock and count(z) > 1
    otherwise "{c} is open"

  RE 1:
    z.x
    otherwise "m"
}

define a: bool =
  b
]]
local lines = vim.split(text:gsub('\n$', ''), '\n')
vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)

-- Indentation: lines without it get it back.
vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.tbl_map(function(line)
  return (line:gsub('^%s+', ''))
end, lines))
vim.bo.modified = false
vim.cmd('silent normal! gg=G')
for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
  check('the indentation of line ' .. number, line == lines[number], { line, lines[number] })
end

-- Colours by regular expressions.
if vim.treesitter and vim.treesitter.stop then
  vim.treesitter.stop(0)
end
vim.cmd('syntax on')
vim.bo.syntax = 'zc'
vim.cmd('syntax sync fromstart')

--- The syntax group of the `nth` place where `word` stands on a line.
local function group(line, word, nth)
  local at = 0
  for _ = 1, nth or 1 do
    at = lines[line]:find(word, at + 1, true)
  end
  return vim.fn.synIDattr(vim.fn.synID(line, at, 1), 'name')
end

for _, case in ipairs({
  { 1, '//!', 1, 'zcDocs' },
  { 3, '///', 1, 'zcDocs' },
  { 4, 'zone', 1, 'zcDeclaration' },
  { 4, 'zone', 2, 'zcName' },
  { 4, '"A', 1, 'zcString' },
  { 5, 'target', 1, 'zcProperty' },
  { 5, 'SL 2', 1, 'zcLevel' },
  { 5, '// a', 1, 'zcComment' },
  { 6, 'zone', 1, 'zcProperty' },
  { 6, 'with', 1, '' },
  { 7, 'component', 1, 'zcDeclaration' },
  { 7, '`=K1', 1, 'zcName' },
  { 8, 'SR 1.1', 1, 'zcIdentifier' },
  { 9, 'enable', 1, 'zcStatement' },
  { 10, 'channel', 1, 'zcProperty' },
  { 10, '8', 1, 'zcNumber' },
  { 11, '2001', 1, 'zcSpecial' },
  { 15, 'requirement', 1, 'zcDeclaration' },
  { 15, 'for', 1, 'zcStatement' },
  { 16, 'base', 1, 'zcStatement' },
  { 17, 'every', 1, 'zcRepeat' },
  { 17, 'has', 1, 'zcOperatorWord' },
  { 17, 'count', 1, 'zcFunction' },
  { 18, 'otherwise', 1, 'zcConditional' },
  { 18, '"{c', 1, 'zcString' },
  { 18, 'open', 1, 'zcMessage' },
  { 20, 'RE 1', 1, 'zcStatement' },
  { 25, 'bool', 1, 'zcType' },
}) do
  local found = group(case[1], case[2], case[3])
  check('the colour of ' .. case[2] .. ' on line ' .. case[1], found == case[4], { found, case[4] })
end

-- Colours by tree-sitter, from 0.11 on, whose library reads parsers of this version.
if vim.fn.has('nvim-0.11') == 1 then
  check('the parser is loaded', vim.treesitter.language.add('zc'), 'no')
  vim.treesitter.start(0, 'zc')
  local parser = vim.treesitter.get_parser(0, 'zc')
  parser:parse(true)
  local function captures(line, word)
    local at = lines[line]:find(word, 1, true)
    return vim.tbl_map(function(capture)
      return capture.capture
    end, vim.treesitter.get_captures_at_pos(0, line - 1, at - 1))
  end
  for _, case in ipairs({
    { 3, '///', 'comment.documentation' },
    { 4, 'zone', 'keyword.type' },
    { 6, 'zone', 'property' },
    { 8, 'SR 1.1', 'constant.macro' },
    { 17, 'count', 'function.builtin' },
    { 18, '{c', 'punctuation.special' },
  }) do
    local found = captures(case[1], case[2])
    check('tree-sitter on ' .. case[2], vim.tbl_contains(found, case[3]), found)
  end
  for _, name in ipairs({ 'folds', 'indents', 'injections', 'locals', 'textobjects' }) do
    check('the query ' .. name, vim.treesitter.query.get('zc', name) ~= nil, 'none')
  end
  -- It starts by itself with a file of the language.
  vim.cmd('edit ' .. vim.fn.fnameescape(site .. '/zones.zc'))
  check('tree-sitter starts by itself', vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()] ~= nil, 'no')
end
vim.cmd('qall!')
