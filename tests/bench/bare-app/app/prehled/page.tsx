import { Overview } from '#components/assessment/overview'
import { CityStyle } from '#components/layout/city-style'
import { Frame } from '#components/layout/frame'
import { CitizenNavigation } from '#components/session/citizen-navigation'
import { SessionGuard } from '#components/session/session-guard'
import { HeaderButton, SignedIn } from '#components/session/session-slot'
import { demoCity } from '#db/seed/population'
import { standing } from '#lib/assessment/standing.rules'
import { citySettingsShape } from '#lib/city/input'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { addWorkingDays } from '#lib/core/working-days'
import { person, personClaims } from '#tests/bench/person'

const today = pragueDate(now())
const city = citySettingsShape.parse(demoCity)
const claims = personClaims(addWorkingDays(today, -1))
const nothing = new Map<string, { orderId: string }>()
const answer = standing({
  isPaired: true,
  claims,
  unverifiedPayments: [],
  today,
  staleAfterWorkingDays: city.staleAfterWorkingDays,
})
const words = {
  heading: 'Přihlášení za chvíli skončí',
  text: 'Za dvě minuty skončí.',
  stay: 'Zůstat',
  logOut: 'Odhlásit se',
}

/** What the citizen's first page draws, from constants: no login, no database, no headers of ours. */
export default function BareOverview() {
  return (
    <>
      <CityStyle nonce="" light={city.colorLight} dark={city.colorDark} />
      <Frame
        city={city}
        homeHref="/prehled"
        nav={<CitizenNavigation words={{ overview: 'Přehled', payments: 'Platby', account: 'Účet' }} />}
        session={
          <>
            <SignedIn>{`${person.givenName} ${person.familyName}`}</SignedIn>
            <form method="post" action="/odhlaseni">
              <input type="hidden" name="realm" value="citizen" />
              <HeaderButton icon="logout">{words.logOut}</HeaderButton>
            </form>
          </>
        }
      >
        <Overview
          standing={answer}
          claims={claims}
          beingPaid={nothing}
          creditHal={0n}
          refunds={null}
          today={today}
          phone={city.phone}
          chosen={null}
          isNothingChosen={false}
        />
        <SessionGuard
          endsInMs={1_000_000}
          warnBeforeMs={120_000}
          realm="citizen"
          afterwards="/prehled"
          words={words}
        />
      </Frame>
    </>
  )
}
