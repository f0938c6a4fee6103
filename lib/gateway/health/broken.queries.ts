import { gte } from 'drizzle-orm'
import { database } from '#db/client'
import { gatewayHealth } from '#db/schema/gateway'
import { now } from '#lib/core/clock'
import { log } from '#lib/core/log'
import { gatewayCompany } from '../registry.ts'
import { brokenAfterFailures, isBroken } from './rules.ts'

/** A gateway that has not worked for a while. */
export interface BrokenGateway {
  name: string
  companyName: string
  illSince: Date
}

/**
 * The gateways that count as broken just now. No actor asks: it is no secret and concerns nobody. Where the marks
 * cannot be read, none is: paying must not depend on them.
 */
export async function brokenGateways(): Promise<BrokenGateway[]> {
  try {
    const at = now()
    const rows = await database()
      .select()
      .from(gatewayHealth)
      .where(gte(gatewayHealth.failures, brokenAfterFailures))
    return rows
      .filter((row) => isBroken(row, at))
      .map((row) => ({
        name: row.gateway,
        companyName: gatewayCompany(row.gateway),
        illSince: row.illSince ?? row.checkedAt,
      }))
  } catch (error) {
    log.warn(error, 'the marks of gateways could not be read')
    return []
  }
}
