/** Keeps leases and probes that are under way (CLU-4), and registers those of a time without Redis again (CLU-25). */
export const holdScript = `
for _, item in ipairs(input.items) do
  flies(item.keyId, item.leaseId, item.ttlMs)
  local raw = item.isProbe and redis.call('GET', nameOf('c', item.keyId))
  if raw then
    local record = cjson.decode(raw)
    for _, window in pairs(record.windows) do
      if window.probe and window.probe.leaseId == item.leaseId then window.probe['until'] = now + item.ttlMs end
    end
    save(record)
  end
end
return now
`;
