import { expect, test } from 'vitest'
import { camtFile } from '#tests/bank/camt-file'
import { read } from '#tests/bank/reading'

const strd = (...refs: string[]) =>
  `<RmtInf>${refs.map((ref) => `<Strd><CdtrRefInf><Ref>${ref}</Ref></CdtrRefInf></Strd>`).join('')}</RmtInf>`
const refs = (endToEnd: string, instruction = '', information = '') =>
  `<Refs><InstrId>${instruction}</InstrId><PmtInfId>${information}</PmtInfId><EndToEndId>${endToEnd}</EndToEndId></Refs>`
const text = (message: string) => `<RmtInf><Ustrd>${message}</Ustrd></RmtInf>`

test.each<[string, (string | null)[]]>([
  [strd('VS:178282024', 'KS:0', 'SS:55'), ['178282024', '55', null]],
  [strd('VS:123456","KS:456789","SS:879213546'), ['123456', '879213546', '456789']],
  [refs('178282024', '0308', '77'), ['178282024', '77', '308']],
  [refs('VS12345', 'KS558', 'SS678'), ['12345', '678', '558']],
  [refs('/VS1234/SS567/KS0308'), ['1234', '567', '308']],
  [refs('VS0250117002/SS0000000000/KS0000'), ['250117002', null, null]],
  [refs('VS:1SS:2KS:3'), ['1', '2', '3']],
  [refs('/VS/1/SS/2/KS/3'), ['1', '2', '3']],
  // Among a person's words a label is left to the matching, and digits beside it say nothing for certain.
  [text('platba VS:1234 SS: 5 děkuji'), [null, null, null]],
  [text('VS.: 1007000'), [null, null, null]],
  [text('VS:1007000'), [null, null, null]],
  [refs('odpad VS 1234'), [null, null, null]],
  [text('/vs/1002000/ss/ks'), ['1002000', null, null]],
  [refs('/vs1015000/ss/ks'), ['1015000', null, null]],
  [strd('vs:55'), ['55', null, null]],
  [text('/VS1234/SS5/KS0558'), ['1234', '5', '558']],
  ['<AddtlTxInf>VS 1234</AddtlTxInf>', ['1234', null, null]],
  [refs('NOTPROVIDED', 'NOTPROVIDED'), [null, null, null]],
  [refs('0', '0', '0'), [null, null, null]],
  [refs('20260602123456789'), [null, null, null]],
  [refs('A17'), [null, null, null]],
  [refs('999', '888') + strd('VS:111'), ['111', null, null]],
  [refs('999') + strd('VS:0'), [null, null, null]],
  [refs('VS:222') + strd('SS:1'), ['222', '1', null]],
  [refs('999') + text('VS:333'), [null, null, null]],
  [refs('999') + text('vs 333 za psa'), [null, null, null]],
  [refs('999') + text('odpad'), ['999', null, null]],
  [refs('1', '20260602'), ['1', null, null]],
  [text('DEVS 5, 20 ks, KSS12'), [null, null, null]],
  [strd('VS:0000000042'), ['42', null, null]],
])('%s', async (details, expected) => {
  const reading = await read(camtFile([{ closing: '1', entries: [{ amount: '1', details: [details] }] }]))
  const [entry] = reading.entries
  expect([entry?.variableSymbol, entry?.specificSymbol, entry?.constantSymbol]).toEqual(expected)
  expect(reading.warnings).toEqual([])
})

test('a labelled number too long for a symbol is none, and said so', async () => {
  const reading = await read(
    camtFile([{ closing: '1', entries: [{ amount: '1', details: [text('/VS/12345678901/SS/KS')] }] }]),
  )
  expect(reading.entries[0]?.variableSymbol).toBeNull()
  expect(reading.warnings).toEqual(['symbol_unreadable'])
})

test('an entry without details has its symbols in its own text', async () => {
  const reading = await read(camtFile([{ closing: '1', entries: [{ amount: '1', about: 'VS:77' }] }]))
  expect(reading.entries[0]?.variableSymbol).toBe('77')
})
