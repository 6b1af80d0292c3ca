-- A file of a PS2 ML project in Neovim, with its own language client.
-- Arguments by environment: SERVER, FILE, RESULT (a file for the answers as JSON).
local file, result = vim.env.FILE, vim.env.RESULT
local answers = { messages = {} }

vim.lsp.handlers['window/logMessage'] = function(_, message)
  table.insert(answers.messages, message.message)
end

vim.cmd('edit ' .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
local client = vim.lsp.start_client({
  name = 'ps2ml',
  cmd = { vim.env.NODE, vim.env.SERVER, '--stdio' },
  root_dir = vim.fn.fnamemodify(file, ':h'),
  get_language_id = function() return vim.env.LANGUAGE end,
})
vim.lsp.buf_attach_client(buffer, client)

local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then error('Neovim waited 60 s for ' .. what) end
end

local function request(method, line, column)
  local params = {
    textDocument = vim.lsp.util.make_text_document_params(buffer),
    position = { line = line, character = column },
  }
  local got = vim.lsp.buf_request_sync(buffer, method, params, 60000) or {}
  local answer = got[client] or {}
  return answer.err and { error = answer.err } or { result = answer.result }
end

local function diagnostics()
  local lines = {}
  for _, found in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(lines, string.format('%d:%d %s', found.lnum + 1, found.col, found.message))
  end
  table.sort(lines)
  return lines
end

local ok, fault = pcall(function()
  wait('the server', function() return vim.lsp.buf_get_clients(buffer)[client] ~= nil end)
  wait('diagnostics', function() return #vim.diagnostic.get(buffer) > 0 end)
  answers.diagnostics = diagnostics()
  answers.encoding = vim.lsp.get_client_by_id(client).offset_encoding
  for index, place in ipairs(vim.json.decode(vim.env.PLACES)) do
    answers[tostring(index)] = request('textDocument/' .. place.method, place.line, place.column)
  end
  -- The text as a person mends it.
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(vim.env.MENDED, '\n'))
  wait('no diagnostics', function() return #vim.diagnostic.get(buffer) == 0 end)
  answers.mended = diagnostics()
  vim.lsp.stop_client(client)
  wait('the end of the server', function() return vim.lsp.client_is_stopped(client) end)
end)
if not ok then answers.fault = tostring(fault) end
vim.fn.writefile({ vim.json.encode(answers) }, result)
vim.cmd('qall!')
