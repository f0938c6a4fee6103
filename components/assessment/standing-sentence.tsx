import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { BigSentence, type BigSentenceTone } from '#components/layout/big-sentence'
import type { Standing } from '#lib/assessment/standing.rules'
import { formatKc } from '#lib/core/money'
import { formatDateGenitive, formatDateWithWeekday } from '#lib/i18n/format'

interface StandingSentenceProps {
  standing: Standing
  phone: string
  /** The next step: a pay button, a link. */
  action?: ReactNode
}

interface Words {
  tone: BigSentenceTone
  heading: ReactNode
  supporting: ReactNode
}

/** The one sentence of the overview: whether everything is paid, and if not, how much and until when. */
export async function StandingSentence({ standing, phone, action }: StandingSentenceProps) {
  const { tone, heading, supporting } = await words(standing, phone)
  return (
    <BigSentence
      tone={tone}
      heading={heading}
      supporting={<p>{supporting}</p>}
      {...(action ? { action } : {})}
    />
  )
}

/** Nobody is urged on whose transfer of the last day may only not have been read yet. */
function overdueWords(
  t: Awaited<ReturnType<typeof getTranslations<'overview'>>>,
  standing: Extract<Standing, { kind: 'overdue' }>,
): string {
  if (standing.isKnown) return t(standing.mayBeIncreased ? 'overdueIncrease' : 'overdue')
  return standing.knownUntil
    ? t('overdueNotKnown', { until: formatDateGenitive(standing.knownUntil) })
    : t('overdueNeverKnown')
}

async function words(standing: Standing, phone: string): Promise<Words> {
  const t = await getTranslations('overview')
  switch (standing.kind) {
    case 'all_paid':
      return {
        tone: 'ok',
        heading: t('allPaidHeading'),
        supporting: t('allPaid', { until: formatDateGenitive(standing.knownUntil) }),
      }
    case 'owed':
      return {
        tone: 'owed',
        heading: t('owedHeading', { amount: formatKc(standing.totalHal) }),
        supporting: standing.nearestLastDay
          ? t('owed', { date: formatDateWithWeekday(standing.nearestLastDay) })
          : t('owedAgain'),
      }
    case 'overdue':
      return {
        tone: 'overdue',
        heading: t('overdueHeading', { amount: formatKc(standing.overdueHal) }),
        supporting: (
          <>
            {overdueWords(t, standing)}{' '}
            {standing.totalHal > standing.overdueHal
              ? t('overdueTotal', { amount: formatKc(standing.totalHal) })
              : null}
          </>
        ),
      }
    case 'last_year':
      return {
        tone: 'owed',
        heading: t('lastYearHeading', { amount: formatKc(standing.remainingHal) }),
        supporting: t(standing.isThisYear ? 'lastYear' : 'previousYear', {
          came: formatKc(standing.cameHal),
          assessed: formatKc(standing.assessedHal),
          year: String(standing.year),
          previous: String(standing.year - 1),
        }),
      }
    case 'not_paired':
      return { tone: 'unknown', heading: t('notPairedHeading'), supporting: t('notPaired') }
    case 'verifying':
      return {
        tone: 'unknown',
        heading: t('verifyingHeading'),
        supporting: t(standing.isResultMailed ? 'verifying' : 'verifyingHere'),
      }
    case 'to_be_assessed':
      return { tone: 'unknown', heading: t('toBeAssessedHeading'), supporting: t('toBeAssessed') }
    case 'unpayable':
      return { tone: 'unknown', heading: t('toBeAssessedHeading'), supporting: t('unpayable') }
    case 'late_day_unconfirmed':
      return { tone: 'unknown', heading: t('lateDayHeading'), supporting: t('lateDay') }
    case 'nothing_known':
      return { tone: 'unknown', heading: t('nothingHeading'), supporting: t('nothing') }
    case 'stale':
      return {
        tone: 'unknown',
        heading: t('staleHeading'),
        supporting: standing.knownUntil
          ? t('stale', { until: formatDateGenitive(standing.knownUntil), phone })
          : t('staleNever', { phone }),
      }
  }
}
