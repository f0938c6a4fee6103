import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import {
  balance,
  type CamtEntryOf,
  type CamtStatementOf,
  type CamtVersion,
  camtFile,
} from '#tests/bank/camt-file'
import { read, refusal } from '#tests/bank/reading'

const debtor = (name: string, account: string, bank = '') =>
  `<RltdPties><Dbtr>${name}</Dbtr><DbtrAcct><Id>${account}</Id></DbtrAcct></RltdPties>` +
  `<RltdAgts><DbtrAgt><FinInstnId>${bank}</FinInstnId></DbtrAgt></RltdAgts>`
const details =
  '<Refs><AcctSvcrRef>B-1</AcctSvcrRef><EndToEndId>NOTPROVIDED</EndToEndId></Refs>' +
  debtor('<Nm>Žofie Příkladová</Nm>', '<Othr><Id>131-3021140217</Id></Othr>', '<Othr><Id>0300</Id></Othr>') +
  '<RmtInf><Ustrd>odpad</Ustrd><Ustrd>2026</Ustrd>' +
  '<Strd><CdtrRefInf><Ref>VS:0260100010</Ref></CdtrRefInf></Strd><Strd><CdtrRefInf><Ref>KS:0</Ref></CdtrRefInf></Strd></RmtInf>'

describe('versions', () => {
  const versions: CamtVersion[] = ['02', '03', '04', '06', '08', '10', '13', '14']
  test.each(versions.flatMap((version) => ['', 'ns2'].map((prefix) => [version, prefix] as const)))(
    '.001.%s, prefix %j',
    async (version, prefix) => {
      const newer = details.replace('<Dbtr>', '<Dbtr><Pty>').replace('</Dbtr>', '</Pty></Dbtr>')
      const entries: CamtEntryOf[] = [
        { amount: '900.00', details: [version >= '08' ? newer : details] },
        { amount: '15.5', direction: 'DBIT', reference: 'F-9', about: 'Poplatek' },
      ]
      const file = camtFile([{ opening: '100', closing: '984.50', entries }], { version, prefix })
      const reading = await read(file)
      expect(reading.format).toBe('camt053')
      expect(reading.warnings).toEqual([])
      expect(reading.statements[0]?.head).toEqual({
        account: '19-2000145399/0800',
        number: '7',
        from: '2026-06-01',
        to: '2026-06-02',
        currency: 'CZK',
        openingHal: 10_000n,
        closingHal: 98_450n,
      })
      expect(reading.statements[0]?.end).toMatchObject({
        creditHal: 90_000n,
        debitHal: 1_550n,
        balanced: true,
      })
      expect(reading.entries).toEqual([
        {
          index: 1,
          date: '2026-06-02',
          amountHal: 90_000n,
          variableSymbol: '260100010',
          specificSymbol: null,
          constantSymbol: null,
          counterAccount: '131-3021140217/0300',
          name: 'Žofie Příkladová',
          message: 'odpad 2026',
          payerReference: expect.toSatisfy((one) => one === null || typeof one === 'string'),
          bankReference: 'B-1',
          reversal: false,
        },
        expect.objectContaining({ index: 2, amountHal: -1_550n, message: 'Poplatek', bankReference: 'F-9' }),
      ])
      for (const size of [1, 3, 64]) expect(await read(Buffer.from(file), { size })).toEqual(reading)
    },
  )

  test.each(['utf-16le', 'utf-16be', 'windows-1250', 'ISO-8859-2', 'UTF-8'])('in %s', async (encoding) => {
    const text = camtFile([{ closing: '1', entries: [{ amount: '1', about: 'Žluťoučký' }] }], { encoding })
    const bytes = iconv.encode(text, encoding, { addBOM: encoding.startsWith('utf-16') })
    const reading = await read(bytes)
    expect(reading.entries[0]?.message).toBe('Žluťoučký')
    expect(reading.warnings).toEqual([])
  })

  test('an envelope around the message, two statements in it', async () => {
    const two = camtFile([{}, { numbers: '<LglSeqNb>9</LglSeqNb>' }])
    const reading = await read(
      two.replace(/<Document/, '<Envelope><Header>x</Header><Document').concat('</Envelope>'),
    )
    expect(reading.statements.map(({ head }) => head.number)).toEqual(['7', '9'])
  })
})

describe('balances', () => {
  test.each<[string, CamtStatementOf, [number | null, number | null], string[]]>([
    [
      'PRCD where OPBD is missing',
      { opening: null, closing: '5', balances: balance('PRCD', '5') },
      [500, 500],
      [],
    ],
    ['OPBD before PRCD', { opening: '5', closing: '5', balances: balance('PRCD', '7') }, [500, 500], []],
    ['debit', { opening: '-5', closing: '-5' }, [-500, -500], []],
    [
      'codes that tell nothing',
      {
        balances: ['OPAV', 'CLAV', 'ITAV', 'ITBD', 'XPCD', 'INFO'].map((code) => balance(code, '9')).join(''),
      },
      [0, 0],
      [],
    ],
    [
      'only CLAV (Creditas)',
      { opening: null, closing: null, balances: balance('CLAV', '9') },
      [null, null],
      ['balance_missing'],
    ],
    [
      'the last of two closing',
      { closing: '1', balances: balance('CLBD', '0', '<DtTm>2026-06-03T00:00:00</DtTm>') },
      [0, 0],
      [],
    ],
    ['unbalanced', { closing: '1' }, [0, 100], ['unbalanced']],
    [
      'another currency',
      { balances: balance('OPBD', '9', '<Dt>2026-05-01</Dt>', 'EUR') },
      [0, 0],
      ['currency_differs'],
    ],
  ])('%s', async (_, statement, [openingHal, closingHal], warnings) => {
    const reading = await read(camtFile([statement]))
    const { head, end } = reading.statements[0] ?? {}
    expect([head?.openingHal, head?.closingHal].map((hal) => (hal == null ? hal : Number(hal)))).toEqual([
      openingHal,
      closingHal,
    ])
    expect(end?.balanced).toBe(warnings.every((code) => code === 'currency_differs'))
    expect(reading.warnings).toEqual(warnings)
  })

  test('a balance written after the movements is told at the end', async () => {
    const file = camtFile([{ opening: null, closing: null, entries: [{ amount: '2' }] }])
    const reading = await read(
      file.replace('</Stmt>', `${balance('OPBD', '1')}${balance('CLBD', '3')}</Stmt>`),
    )
    expect(reading.statements[0]?.head.closingHal).toBeNull()
    expect(reading.statements[0]?.end).toMatchObject({
      balanced: true,
      head: { openingHal: 100n, closingHal: 300n },
    })
  })

  test('the summary of the bank is compared', async () => {
    const summary =
      '<TxsSummry><TtlNtries><NbOfNtries>2</NbOfNtries></TtlNtries><TtlCdtNtries><Sum>3</Sum></TtlCdtNtries><TtlDbtNtries><Sum>0</Sum></TtlDbtNtries></TxsSummry>'
    const reading = await read(camtFile([{ closing: '2', summary, entries: [{ amount: '2' }] }]))
    expect(reading.warnings).toEqual(['entry_count_differs', 'turnover_differs'])
  })

  test.each([
    ['2.00', '-1.00', []],
    ['+2', '1', []],
    ['2', '-2', ['turnover_differs']],
    ['2', 'neuvedeno', ['turnover_unreadable']],
    ['', '1', ['turnover_unreadable']],
  ])('sums told for information, %j and %j, stop no reading', async (credit, debit, warnings) => {
    const summary = `<TxsSummry><TtlCdtNtries><Sum>${credit}</Sum></TtlCdtNtries><TtlDbtNtries><Sum>${debit}</Sum></TtlDbtNtries></TxsSummry>`
    const entries = [{ amount: '2' }, { amount: '1', direction: 'DBIT' as const }]
    const reading = await read(camtFile([{ closing: '1', summary, entries }]))
    expect(reading.warnings).toEqual(warnings)
    expect(reading.statements[0]?.end.balanced).toBe(true)
  })
})

test.each([
  ['<Dt>2020-04-01+02:00</Dt>', '2020-04-01'],
  ['<DtTm>2020-04-01T00:30:00+02:00</DtTm>', '2020-04-01'],
  ['<DtTm>2020-04-01T22:30:00Z</DtTm>', '2020-04-02'],
  ['<DtTm>2020-04-01T22:30:00.123456</DtTm>', '2020-04-01'],
])('booked on %s is %s', async (booked, date) => {
  expect((await read(camtFile([{ entries: [{ amount: '1', booked }] }]))).entries[0]?.date).toBe(date)
})

describe('accounts', () => {
  test.each([
    ['<IBAN>CZ65 0800 0000 1920 0014 5399</IBAN>', '19-2000145399/0800', []],
    ['<Othr><Id>19-2000145399/0800</Id></Othr>', '19-2000145399/0800', []],
    ['<Othr><Id>0000192000145399</Id></Othr>', '19-2000145399', []],
    ['<IBAN>SK3112000000198742637541</IBAN>', 'SK3112000000198742637541', []],
    ['<IBAN>CZ7920100000002111111111</IBAN>', '2111111111/2010', ['account_checksum']],
  ])('%s is %s', async (account, expected, warnings) => {
    const reading = await read(camtFile([{ account }]))
    expect(reading.statements[0]?.head.account).toBe(expected)
    expect(reading.warnings).toEqual(warnings)
  })

  test('the name beside the account, and never ourselves as the other side', async () => {
    const own =
      '<RltdPties><Dbtr><Nm>Město</Nm></Dbtr><DbtrAcct><Id><IBAN>CZ6508000000192000145399</IBAN></Id></DbtrAcct>' +
      '<CdtrAcct><Id><Othr><Id>178124-4159</Id></Othr></Id><Nm>Dodavatel</Nm></CdtrAcct></RltdPties>'
    const entries: CamtEntryOf[] = [{ amount: '1', reversal: 'true', details: [own] }]
    expect((await read(camtFile([{ closing: '1', entries }]))).entries[0]).toMatchObject({
      counterAccount: '178124-4159',
      name: 'Dodavatel',
      reversal: true,
    })
  })
})

describe('entries', () => {
  test('a reversal keeps its sign', async () => {
    const entries: CamtEntryOf[] = [
      { amount: '5', direction: 'DBIT', reversal: 'true' },
      { amount: '7', direction: 'CRDT', reversal: '1' },
      { amount: '1', reversal: 'false' },
    ]
    const reading = await read(camtFile([{ closing: '3', entries }]))
    expect(reading.entries.map(({ amountHal, reversal }) => [amountHal, reversal])).toEqual([
      [-500n, true],
      [700n, true],
      [100n, false],
    ])
    expect(reading.statements[0]?.end.balanced).toBe(true)
  })

  test.each(['02', '08'] as const)('only what is booked (.001.%s)', async (version) => {
    const entries = ['BOOK', 'PDNG', 'INFO', 'FUTR'].map((status) => ({
      amount: '1',
      status,
      details: ['', ''],
    }))
    const reading = await read(
      camtFile([{ closing: '1', entries: [...entries.slice(1), { amount: '1' }] }], { version }),
    )
    expect(reading.entries).toHaveLength(1)
    expect(reading.statements[0]?.end.warnings).toMatchObject([
      { code: 'not_booked', count: 3, place: expect.stringContaining('Stmt 1/Ntry 1') },
    ])
  })

  const part = (amount: string, vs = '') =>
    `<Refs><EndToEndId>${vs}</EndToEndId></Refs><AmtDtls><TxAmt><Amt Ccy="CZK">${amount}</Amt></TxAmt></AmtDtls>`
  const newPart = (amount: string, direction: string) =>
    `<Amt Ccy="CZK">${amount}</Amt><CdtDbtInd>${direction}</CdtDbtInd>`
  test.each<[string, CamtEntryOf, number[], string[]]>([
    ['two payments', { amount: '3', details: [part('1', '11'), part('2', '22')] }, [100, 200], []],
    [
      'amounts of .04 and later, one the other way',
      { amount: '1', details: [newPart('3', 'CRDT'), newPart('2', 'DBIT')] },
      [300, -200],
      [],
    ],
    ['debits', { amount: '3', direction: 'DBIT', details: [part('1'), part('2')] }, [-100, -200], []],
    ['a rest', { amount: '2.90', details: [part('1'), part('2')] }, [100, 200, -10], ['batch_remainder']],
    ['no amounts', { amount: '3', details: ['', ''] }, [300], ['batch_remainder']],
    ['no details at all', { amount: '3', batch: '<Btch><NbOfTxs>2</NbOfTxs></Btch>' }, [300], []],
    ['one detail without an amount', { amount: '3', details: [''] }, [300], []],
    ['one detail of another amount', { amount: '3', details: [part('2')] }, [300], ['detail_amount_differs']],
    [
      'one detail in another currency',
      { amount: '3', details: ['<AmtDtls><InstdAmt><Amt Ccy="EUR">2</Amt></InstdAmt></AmtDtls>'] },
      [300],
      [],
    ],
    [
      'a wrong count',
      { amount: '3', batch: '<Btch><NbOfTxs>5</NbOfTxs></Btch>', details: [part('1'), part('2')] },
      [100, 200],
      ['batch_count_differs'],
    ],
  ])('batch: %s', async (_, entry, amounts, warnings) => {
    const reading = await read(
      camtFile([
        {
          closing: entry.direction === 'DBIT' ? '-3' : entry.amount,
          entries: [{ ...entry, reference: 'R' }],
        },
      ]),
    )
    expect(reading.entries.map(({ amountHal }) => Number(amountHal))).toEqual(amounts)
    expect(new Set(reading.entries.map(({ bankReference }) => bankReference)).size).toBe(amounts.length)
    expect(reading.warnings).toEqual(warnings)
    expect(reading.statements[0]?.end.balanced).toBe(true)
  })

  test('payments that repeat the reference of their batch are told apart', async () => {
    const repeated = (amount: string) => `<Refs><AcctSvcrRef>R</AcctSvcrRef></Refs>${newPart(amount, 'CRDT')}`
    const entries = [
      { amount: '3', reference: 'R', details: [repeated('1'), repeated('2')] },
      { amount: '1', reference: 'S', details: ['<Refs><AcctSvcrRef>S</AcctSvcrRef></Refs>'] },
    ]
    const reading = await read(camtFile([{ entries }]))
    expect(reading.entries.map(({ bankReference }) => bankReference)).toEqual(['R/1', 'R/2', 'S'])
  })

  test('odd: no status, no booking day, another currency', async () => {
    const entries = [
      { amount: '1', status: '' },
      { amount: '1', booked: '' },
      { amount: '1', currency: 'EUR' },
    ]
    const reading = await read(
      camtFile([
        { closing: '3', period: '<FrToDt><FrDt>2026-06-01</FrDt><ToDt>2026-06-02</ToDt></FrToDt>', entries },
      ]),
    )
    expect(reading.warnings).toEqual(['status_missing', 'date_substituted', 'currency_differs'])
    expect(reading.entries[1]?.date).toBe('2026-06-02')
  })
})

describe('refused', () => {
  const good = camtFile([{ entries: [{ amount: '1', details: [details] }] }])
  const entity = '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
  test.each<[string, string, RegExp, RegExp]>([
    ['a document type', good.replace('<Document', `${entity}<Document`), /řádek 2/, /DOCTYPE/],
    [
      'an ampersand as nobody writes it',
      good
        .replace('odpad', '<![CDATA[a & b]]>\n<!-- & -->&amp;\nNovák & syn')
        .replaceAll('</Ntry>', '\n\n</Ntry>'),
      /Ustrd, řádek 13, sloupec 7$/,
      /píše jako &amp;/,
    ],
    ['an unknown entity', good.replace('odpad', '&e;'), /Ustrd, řádek/, /správné XML/],
    ['a torn file', good.slice(0, -40), /BkToCstmrStmt.*, řádek/, /správné XML/],
    [
      'tags that do not fit',
      good.replace('</Acct>', '</Account>'),
      /BkToCstmrStmt\/Stmt, řádek 6, sloupec \d+/,
      /správné XML/,
    ],
    ['camt.054', good.replaceAll('BkToCstmrStmt', 'BkToCstmrDbtCdtNtfctn'), /Document/, /camt.054/],
    ['camt.052', good.replaceAll('BkToCstmrStmt', 'BkToCstmrAcctRpt'), /Document/, /camt.052/],
    ['another XML', '<html><body/></html>', /celý soubor/, /camt.053/],
    ['no statement', '<Document><BkToCstmrStmt/></Document>', /BkToCstmrStmt/, /žádný výpis/],
    ['no account', good.replace(/<Acct>.*<\/Acct>/, ''), /Stmt 1\/Acct/, /účtu/],
    ['an amount', good.replace('>1<', '>1,00<'), /Stmt 1\/Ntry 1\/Amt, řádek \d+/, /částka/],
    ['three decimals', good.replace('>1<', '>1.005<'), /Ntry 1\/Amt/, /částka/],
    ['a negative amount', good.replace('>1<', '>-1<'), /Ntry 1\/Amt/, /částka/],
    ['a direction', good.replace(/(<Ntry>.*)CRDT/, '$1IN'), /Ntry 1\/CdtDbtInd/, /směr/],
    ['no direction', good.replace(/(<Ntry>.*)<CdtDbtInd>CRDT<\/CdtDbtInd>/, '$1'), /Ntry 1\/TxDtls/, /směr/],
    [
      'a day',
      good.replace('2026-06-02</Dt></BookgDt>', '2026-06-31</Dt></BookgDt>'),
      /Ntry 1\/BookgDt/,
      /datum/,
    ],
    [
      'no day',
      good.replace(/<BookgDt>.*<\/BookgDt>/, '').replace(/<Bal>.*<\/Bal>/g, ''),
      /Ntry 1\/Amt/,
      /BookgDt/,
    ],
    ['a balance without an amount', good.replace(/(<Bal>.*?)<Amt.*?<\/Amt>/, '$1'), /Stmt 1\/Bal/, /částku/],
    ['an unknown coding', good.replace('UTF-8', 'EBCDIC-9'), /deklarace XML/, /kódování/],
    ['too deep', `<a>${'<b>'.repeat(100)}`, /řádek 1/, /hluboko/],
    ['a huge text', good.replace('odpad', 'x'.repeat(300_000)), /Ustrd/, /velký/],
    [
      'a huge comment',
      good.replace('<GrpHdr>', `<!--${'x'.repeat(1_500_000)}--><GrpHdr>`),
      /řádek/,
      /dlouhý/,
    ],
    [
      'many elements in one',
      good.replace('<Ustrd>odpad</Ustrd>', '<Ustrd/>'.repeat(10_000)),
      /Ustrd/,
      /velký/,
    ],
  ])('%s', async (_, file, place, reason) => {
    const refused = await refusal(file)
    expect(refused.place).toMatch(place)
    expect(refused.reason).toMatch(reason)
  })
})
