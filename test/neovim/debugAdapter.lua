-- A debug session from Neovim: a buffer with the listing, a breakpoint on its line, a stop, a step, a value.
-- It sends what nvim-dap sends: buffers by their path alone, columns from 1.
-- Arguments by environment: ADAPTER, FILE (the listing), LINE, PROGRAM, TOKENIZER, RESULT.
local result = vim.env.RESULT
local answers = { events = {}, output = '' }
local stdin, stdout = vim.loop.new_pipe(false), vim.loop.new_pipe(false)
local exit
local process, pid = vim.loop.spawn(vim.env.NODE, {
  args = { vim.env.ADAPTER },
  stdio = { stdin, stdout, nil },
}, function(code) exit = code end)
assert(process, pid)

local received, sent, responses = '', 0, {}

local function take(message)
  if message.type == 'response' then
    responses[message.request_seq] = message
  elseif message.type == 'event' then
    table.insert(answers.events, message.event)
    if message.event == 'output' and message.body.category == 'stdout' then
      answers.output = answers.output .. message.body.output
    end
  end
end

stdout:read_start(function(fault, piece)
  assert(not fault, fault)
  if not piece then return end
  received = received .. piece
  while true do
    local length, start = received:match('Content%-Length: (%d+)\r\n\r\n()')
    if not length or #received < start + length - 1 then return end
    local body = received:sub(start, start + length - 1)
    received = received:sub(start + length)
    take(vim.json.decode(body))
  end
end)

local function send(command, arguments)
  sent = sent + 1
  local body = vim.json.encode({ seq = sent, type = 'request', command = command, arguments = arguments })
  stdin:write('Content-Length: ' .. #body .. '\r\n\r\n' .. body)
  return sent
end

local function wait(what, condition)
  if not vim.wait(60000, condition, 10) then error('Neovim waited 60 s for ' .. what) end
end

local function answer(sequence, what)
  wait('the answer to ' .. what, function() return responses[sequence] ~= nil end)
  local response = responses[sequence]
  if not response.success then error(what .. ' failed: ' .. tostring(response.message)) end
  return response.body
end

local function request(command, arguments) return answer(send(command, arguments), command) end

local function event(name, count)
  wait('the event ' .. name, function()
    local seen = 0
    for _, each in ipairs(answers.events) do if each == name then seen = seen + 1 end end
    return seen >= count
  end)
end

local function top()
  local frame = request('stackTrace', { threadId = 1, startFrame = 0, levels = 20 }).stackFrames[1]
  return { name = frame.name, line = frame.line, column = frame.column, id = frame.id, source = frame.source }
end

local ok, fault = pcall(function()
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.FILE))
  local line = tonumber(vim.env.LINE)
  vim.api.nvim_win_set_cursor(0, { line, 0 })
  local path = vim.api.nvim_buf_get_name(0)
  answers.capabilities = request('initialize', {
    clientID = 'neovim',
    clientName = 'neovim',
    adapterID = 'ps2ml',
    pathFormat = 'path',
    columnsStartAt1 = true,
    linesStartAt1 = true,
    supportsRunInTerminalRequest = true,
    supportsVariableType = true,
    supportsProgressReporting = true,
    locale = 'en_US.UTF-8',
  })
  local launch = send('launch', {
    name = 'PS2 ML',
    type = 'ps2ml',
    request = 'launch',
    program = vim.env.PROGRAM,
    tokenizer = vim.env.TOKENIZER,
    target = 'reference',
    prompt = 'Once upon a time',
    tokens = 4,
    stopOnEntry = false,
  })
  event('initialized', 1)
  answer(launch, 'launch')
  answers.breakpoints = request('setBreakpoints', {
    source = { path = path, name = vim.fn.fnamemodify(path, ':t') },
    sourceModified = false,
    breakpoints = { { line = vim.api.nvim_win_get_cursor(0)[1] } },
    lines = { line },
  }).breakpoints
  request('configurationDone')
  event('stopped', 1)
  answers.stop = top()
  request('next', { threadId = 1 })
  event('stopped', 2)
  answers.step = top()
  answers.scopes = {}
  for _, scope in ipairs(request('scopes', { frameId = answers.step.id }).scopes) do
    table.insert(answers.scopes, scope.name)
  end
  answers.mean = request('evaluate', { expression = 'mean(x)', frameId = answers.step.id, context = 'repl' }).result
  -- The buffer that nvim-dap makes of a frame without a file.
  local reference = answers.step.source.sourceReference
  local content = request('source', { source = answers.step.source, sourceReference = reference }).content
  vim.cmd('enew')
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(content, '\n'))
  vim.api.nvim_win_set_cursor(0, { answers.step.line, answers.step.column - 1 })
  answers.shown = vim.api.nvim_get_current_line()
  request('setBreakpoints', { source = { path = path }, breakpoints = {} })
  request('continue', { threadId = 1 })
  event('terminated', 1)
  request('disconnect', { terminateDebuggee = true })
  wait('the end of the adapter', function() return exit ~= nil end)
  answers.exit = exit
end)
if not ok then answers.fault = tostring(fault) end
vim.fn.writefile({ vim.json.encode(answers) }, result)
vim.cmd('qall!')
