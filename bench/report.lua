-- wrk -s report.lua: one machine-readable line at the end. A "%d" in BODY or KEY becomes a number never used before.
local method, body = os.getenv("WRK_METHOD"), os.getenv("WRK_BODY")
if method then
  wrk.method = method
  wrk.headers["Content-Type"] = "application/json"
  local seed, n = tonumber(os.getenv("WRK_SEED") or "0"), 0
  request = function()
    n = n + 1
    wrk.headers["Idempotency-Key"] = "bench-" .. seed .. "-" .. n
    return wrk.format(method, nil, nil, (body:gsub("%%d", tostring(n))))
  end
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT %d %.3f %.3f %.3f %.3f %.3f %d %d\n", summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(90) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout, summary.requests > 0 and summary.bytes / summary.requests or 0))
end
