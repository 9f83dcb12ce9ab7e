-- A real client: opens the file, waits for the diagnostics, applies the fix.
local function say(text) io.stdout:write(text .. "\n") end
local came = vim.wait(120000, function() return #vim.diagnostic.get(0) > 0 end, 100)
if not came then
  say("no diagnostics")
  vim.cmd("cquit")
end
for _, found in ipairs(vim.diagnostic.get(0)) do
  say(("%d:%d: %s [%s]"):format(found.lnum + 1, found.col + 1, found.message:match("[^\n]*"), found.code or found.user_data.lsp.code))
end
local found = vim.diagnostic.get(0)[1]
local params = vim.lsp.util.make_range_params()
params.range = {
  start = { line = found.lnum, character = found.col },
  ["end"] = { line = found.end_lnum, character = found.end_col },
}
params.context = { diagnostics = vim.lsp.diagnostic.get_line_diagnostics(0, found.lnum) }
local answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, 60000)
for _, answer in pairs(answers) do
  for _, action in ipairs(answer.result or {}) do
    if action.edit then
      vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
      break
    end
  end
end
local gone = vim.wait(120000, function() return #vim.diagnostic.get(0) == 0 end, 100)
say(gone and "clean after the fix" or "still there after the fix")
for _, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do say("| " .. line) end
vim.cmd("qall!")
