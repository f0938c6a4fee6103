import type { AdapterFactory, AdapterPayload } from 'oidc-provider'

type StoredRecord = { payload: AdapterPayload; expiresAtMs: number }

/**
 * Where the provider keeps sessions, codes and tokens: memory of this process, each record until it expires.
 * The library's own memory adapter forgets after a thousand records, too few for a load test.
 */
export function createMemoryStorage(): AdapterFactory {
  const records = new Map<string, StoredRecord>()
  const sessionIdsByUid = new Map<string, string>()
  let writesUntilSweep = 1000

  function live(key: string): AdapterPayload | undefined {
    const record = records.get(key)
    if (!record) return undefined
    if (record.expiresAtMs > Date.now()) return record.payload
    remove(key)
    return undefined
  }

  function remove(key: string): void {
    const uid = records.get(key)?.payload.uid
    // A session changes its id and keeps its uid, so the uid may already belong to the newer record.
    if (uid && `Session:${sessionIdsByUid.get(uid)}` === key) sessionIdsByUid.delete(uid)
    records.delete(key)
  }

  function sweep(): void {
    writesUntilSweep -= 1
    if (writesUntilSweep > 0) return
    writesUntilSweep = 1000
    for (const [key, record] of records) if (record.expiresAtMs <= Date.now()) remove(key)
  }

  return (model) => ({
    async upsert(id, payload, expiresInSeconds) {
      sweep()
      const expiresAtMs = expiresInSeconds ? Date.now() + expiresInSeconds * 1000 : Number.POSITIVE_INFINITY
      records.set(`${model}:${id}`, { payload, expiresAtMs })
      if (model === 'Session' && payload.uid) sessionIdsByUid.set(payload.uid, id)
    },
    async find(id) {
      return live(`${model}:${id}`)
    },
    async findByUid(uid) {
      return live(`${model}:${sessionIdsByUid.get(uid)}`)
    },
    async findByUserCode() {
      return undefined
    },
    async consume(id) {
      const payload = live(`${model}:${id}`)
      if (payload) payload.consumed = Math.floor(Date.now() / 1000)
    },
    async destroy(id) {
      remove(`${model}:${id}`)
    },
    async revokeByGrantId(grantId) {
      for (const [key, record] of records) if (record.payload.grantId === grantId) remove(key)
    },
  })
}
