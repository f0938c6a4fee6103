#!/bin/sh
# ibantools 4.5.4 (npm) takes Czech account numbers for right whose check digits fail modulo 11.
#
# A Czech account number is right when its digits, weighted 1 2 4 8 5 10 9 7 3 6 from the right, sum to a multiple of
# eleven (decree 169/2011 of the Czech National Bank). isValidIBAN and isValidBBAN also take numbers whose sum leaves a
# remainder of two, 141/0800 among them: of the numbers from 10 to 199999, 1818 in all and none of another remainder.
# composeIBAN makes an IBAN of such a number, and isValidIBAN agrees with it.
#
# Who meets it: whoever checks a payer's account for a refund by its IBAN sends money to a mistyped number. The portal
# checks modulo 11 itself (lib/identifiers/bank-account.ts).
#
# Seen:
#   taken though wrong: 1818, by remainder: {"2":1818}
#   141/0800 as IBAN: CZ3708000000000000000141 true
#
# Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent ibantools@4.5.4
cat >look.cjs <<'JS'
const { composeIBAN, isValidBBAN, isValidIBAN } = require('ibantools')
const weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6]
const remainder = (digits) => [...digits].reverse().reduce((sum, digit, at) => sum + Number(digit) * weights[at], 0) % 11
const wrong = {}
let taken = 0
for (let number = 10; number < 200000; number++) {
  const left = remainder(String(number))
  if (left === 0 || !isValidBBAN(`0800000000${String(number).padStart(10, '0')}`, 'CZ')) continue
  wrong[left] = (wrong[left] ?? 0) + 1
  taken++
}
console.log(`taken though wrong: ${taken}, by remainder: ${JSON.stringify(wrong)}`)
const iban = composeIBAN({ countryCode: 'CZ', bban: '08000000000000000141' })
console.log(`141/0800 as IBAN: ${iban} ${isValidIBAN(iban)}`)
JS
node look.cjs | tee seen.txt
cat >expected.txt <<'TXT'
taken though wrong: 1818, by remainder: {"2":1818}
141/0800 as IBAN: CZ3708000000000000000141 true
TXT
diff expected.txt seen.txt && echo "as described"
