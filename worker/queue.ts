import { PgBoss } from 'pg-boss'
import { makeJob } from '#lib/actor/actor'
import { coverArrears } from '#lib/assessment/credit/cover-arrears.commands'
import { updateOverdueLegalStates } from '#lib/assessment/update-legal-states.commands'
import { sealAudit } from '#lib/audit/seal.commands'
import { numberDocuments } from '#lib/close/number-documents.commands'
import { log } from '#lib/core/log'
import { checkGateways } from '#lib/gateway/health/check.commands'
import { confirmPayment } from '#lib/notice/confirmation/confirm.commands'
import { tellRefund } from '#lib/notice/refund/tell.commands'
import { resendStuckMail } from '#lib/notice/resend-mail.commands'
import { sendMail } from '#lib/notice/send-mail.commands'
import { confirmTransfer } from '#lib/notice/transfer/confirm.commands'
import { type JobData, type JobName, jobNames, jobs } from '#lib/queue/jobs'
import { sendRefund } from '#lib/refund/send.commands'
import { tendRefunds } from '#lib/refund/tend.commands'
import { fetchSettlements } from '#lib/settlement/fetch.commands'
import { followSettlements } from '#lib/settlement/follow.commands'
import { emptyStatementInbox } from '#lib/statement/empty-inbox.commands'
import { fetchFioStatements } from '#lib/statement/fetch-fio.commands'
import { followStatements } from '#lib/statement/receive.commands'

type Handlers = { [N in JobName]: (data: JobData<N>) => Promise<unknown> }

const handlers: Handlers = {
  'payment-received': ({ attemptId }) => confirmPayment(makeJob('payment-received'), attemptId),
  'transfer-matched': (match) => confirmTransfer(makeJob('transfer-matched'), match),
  'refund-done': ({ refundId }) => tellRefund(makeJob('refund-done'), refundId),
  'send-mail': async ({ mailId }) => {
    // Done is only what was sent: whoever is at it may still fail.
    if ((await sendMail(makeJob('send-mail'), mailId)) === 'busy') throw new Error('is just being sent')
  },
  'resend-mail': () => resendStuckMail(makeJob('resend-mail')),
  'update-legal-states': () => updateOverdueLegalStates(makeJob('update-legal-states')),
  'cover-arrears': () => coverArrears(makeJob('cover-arrears')),
  'send-refund': ({ refundId }) => sendRefund(makeJob('send-refund'), refundId),
  'tend-refunds': () => tendRefunds(makeJob('tend-refunds')),
  'empty-statement-inbox': () => emptyStatementInbox(makeJob('empty-statement-inbox')),
  'fetch-fio-statements': () => fetchFioStatements(makeJob('fetch-fio-statements')),
  'follow-statements': () => followStatements(makeJob('follow-statements')),
  'fetch-settlements': () => fetchSettlements(makeJob('fetch-settlements')),
  'follow-settlements': () => followSettlements(makeJob('follow-settlements')),
  'number-documents': () => numberDocuments(makeJob('number-documents')),
  'check-gateways': () => checkGateways(makeJob('check-gateways')),
  'seal-audit': () => sealAudit(makeJob('seal-audit')),
}

/** The queue is asked once a second for so many jobs of a kind. */
const jobsASecond = 5

/** What the queue asks is short: nothing for half a minute is the silence of a server that is gone. */
function givingUp(databaseUrl: string): string {
  const address = new URL(databaseUrl)
  address.searchParams.set('query_timeout', '30000')
  return address.href
}

/** Works through the named queues and keeps their schedules, in Prague time. Returns how to stop. */
export async function startQueue(databaseUrl: string): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    connectionString: givingUp(databaseUrl),
    migrate: false,
    max: 4,
    // Jobs whose worker has gone silent are looked for so often that they are taken up within a minute.
    monitorIntervalSeconds: 10,
    superviseIntervalSeconds: 10,
  })
  // Every queue says it for itself; what is wrong is one thing.
  boss.on('error', (error) =>
    log.warn({ problem: error.message.replace(/ \(Queue: .*$/s, '') }, 'the queue complains'),
  )
  await boss.start()
  for (const name of jobNames) {
    const handler = handlers[name] as (data: object) => Promise<unknown>
    await boss.work<object>(name, { pollingIntervalSeconds: 1, batchSize: jobsASecond }, async (batch) => {
      // Each job stands for itself: one that fails is tried again, its neighbours are done.
      for (const job of batch) {
        await handler(job.data).catch((error: Error) => boss.fail(name, job.id, { message: error.message }))
      }
    })
    const { cron } = jobs[name]
    if (cron) await boss.schedule(name, cron, {}, { tz: 'Europe/Prague' })
  }
  return () => boss.stop({ graceful: true, timeout: 10_000 })
}
