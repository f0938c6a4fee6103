'use client'

import { useEffect, useRef, useState } from 'react'
import { Button, ButtonRow } from '#components/ui/button'
import { words } from '#components/ui/words'
import { formatKc, sumHal } from '#lib/core/money'

interface ChosenTotalProps {
  /** What each claim that can be ticked costs, in haléře as text, by its id. */
  amountsHal: Readonly<Record<string, string>>
  /** The sum of what is ticked when the page comes, in haléře as text. */
  initialHal: string
  /** Where a browser without scripts has the sum counted. */
  countAddress: string
  /** `{amount}` in them stands for the sum. */
  texts: { total: string; review: string; reviewChosen: string; count: string }
}

/** The sum of the ticked claims and the button that carries it; without a script another button has it counted. */
export function ChosenTotal({ amountsHal, initialHal, countAddress, texts }: ChosenTotalProps) {
  const [sum, setSum] = useState<string | null>(null)
  const total = useRef<HTMLParagraphElement>(null)

  useEffect(() => {
    const form = total.current?.closest('form')
    if (!form) return
    const count = () => {
      const ids = new FormData(form).getAll('predpis').map(String)
      setSum(String(sumHal(ids.map((id) => BigInt(amountsHal[id] ?? 0)))))
    }
    // A browser may have kept other ticks from before.
    count()
    form.addEventListener('change', count)
    return () => form.removeEventListener('change', count)
  }, [amountsHal])

  const put = (text: string) => text.replace('{amount}', formatKc(BigInt(sum ?? initialHal)))
  return (
    <>
      <p ref={total} role="status" className="font-bold text-lg">
        {words(put(texts.total))}
      </p>
      <ButtonRow>
        <Button look="secondary">
          {sum !== null && sum !== '0' ? put(texts.reviewChosen) : texts.review}
        </Button>
        <span className="without-script">
          <Button look="quiet" formAction={countAddress}>
            {texts.count}
          </Button>
        </span>
      </ButtonRow>
    </>
  )
}
