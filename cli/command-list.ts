import { auditVerifyCommand } from './commands/audit-verify.ts'
import { chargebackReportCommand, chargebackWonCommand } from './commands/chargeback.ts'
import { closeMonthCommand, closeReopenCommand } from './commands/close/close-month.ts'
import { closeReportCommand } from './commands/close/close-report.ts'
import { closeStatusCommand } from './commands/close/close-status.ts'
import { closeYearCommand } from './commands/close/close-year.ts'
import { creditListCommand, creditMoveCommand } from './commands/credit.ts'
import { docsCommandLineCommand, docsPaymentStatesCommand, docsRefundStatesCommand } from './commands/docs.ts'
import { documentsConfirmCommand, documentsListCommand } from './commands/documents.ts'
import { exportAgendaCommand, exportJournalCommand } from './commands/export.ts'
import { feesKnownUntilCommand } from './commands/fees-known-until.ts'
import { feesWasteCommand } from './commands/fees-waste.ts'
import { importAssessmentsCommand } from './commands/import-assessments.ts'
import { ledgerVerifyCommand } from './commands/ledger-verify.ts'
import { matchingAgreeCommand } from './commands/matching/matching-agree.ts'
import { matchingAgreedCommand, matchingEndCommand } from './commands/matching/matching-agreed.ts'
import { matchingAssignCommand } from './commands/matching/matching-assign.ts'
import { matchingKindCommand } from './commands/matching/matching-kind.ts'
import { matchingRunCommand } from './commands/matching/matching-run.ts'
import { matchingSplitCommand } from './commands/matching/matching-split.ts'
import { matchingUndoCommand } from './commands/matching/matching-undo.ts'
import { matchingWaitingCommand } from './commands/matching/matching-waiting.ts'
import { refundApproveCommand } from './commands/refund/refund-approve.ts'
import { refundListCommand } from './commands/refund/refund-list.ts'
import { refundOrderCancelCommand } from './commands/refund/refund-order-cancel.ts'
import { refundOrderCreateCommand } from './commands/refund/refund-order-create.ts'
import { refundOrderFileCommand } from './commands/refund/refund-order-file.ts'
import { refundOrderListCommand } from './commands/refund/refund-order-list.ts'
import { refundProposeCommand } from './commands/refund/refund-propose.ts'
import { refundRejectCommand } from './commands/refund/refund-reject.ts'
import { refundResolveCommand } from './commands/refund/refund-resolve.ts'
import { refundStrayCommand } from './commands/refund/refund-stray.ts'
import { settlementCloseCommand, settlementDifferencesCommand } from './commands/settlement-differences.ts'
import { settlementImportCommand } from './commands/settlement-import.ts'
import { statementCheckCommand } from './commands/statement/statement-check.ts'
import {
  statementHeldCommand,
  statementRejectCommand,
  statementReleaseCommand,
} from './commands/statement/statement-held.ts'
import { statementImportCommand } from './commands/statement/statement-import.ts'
import { statementRulesCommand } from './commands/statement/statement-rules.ts'
import { statementOpeningCommand, statementWithdrawCommand } from './commands/statement/statement-withdraw.ts'
import type { Command } from './declaration/command.ts'

/** Every command, in the order help and the documentation list them. */
export const commandList: readonly Command[] = [
  importAssessmentsCommand,
  feesKnownUntilCommand,
  feesWasteCommand,
  statementCheckCommand,
  statementImportCommand,
  statementHeldCommand,
  statementReleaseCommand,
  statementRejectCommand,
  statementWithdrawCommand,
  statementOpeningCommand,
  statementRulesCommand,
  matchingRunCommand,
  matchingWaitingCommand,
  matchingAssignCommand,
  matchingUndoCommand,
  matchingKindCommand,
  matchingSplitCommand,
  matchingAgreeCommand,
  matchingAgreedCommand,
  matchingEndCommand,
  refundProposeCommand,
  refundApproveCommand,
  refundRejectCommand,
  refundResolveCommand,
  refundStrayCommand,
  refundListCommand,
  refundOrderListCommand,
  refundOrderCreateCommand,
  refundOrderFileCommand,
  refundOrderCancelCommand,
  creditListCommand,
  creditMoveCommand,
  settlementImportCommand,
  settlementDifferencesCommand,
  settlementCloseCommand,
  chargebackReportCommand,
  chargebackWonCommand,
  documentsListCommand,
  documentsConfirmCommand,
  closeStatusCommand,
  closeMonthCommand,
  closeReopenCommand,
  closeYearCommand,
  closeReportCommand,
  exportAgendaCommand,
  exportJournalCommand,
  ledgerVerifyCommand,
  auditVerifyCommand,
  docsPaymentStatesCommand,
  docsRefundStatesCommand,
  docsCommandLineCommand(() => commandList),
]
