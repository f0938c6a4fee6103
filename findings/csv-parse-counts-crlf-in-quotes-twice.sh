#!/bin/sh
# csv-parse 7.0.3 (npm) counts a line end of Windows within a quoted cell as two lines.
#
# `info.lines` of a record and the line in its errors run ahead by one for each CR LF inside quotes before it; with LF or
# CR alone they are right. A spreadsheet of Windows writes such cells whenever somebody presses Alt+Enter, or an address
# has two lines.
#
# Who meets it: whoever tells a clerk on which line a file is wrong sends them to another one. The portal counts lines
# itself (lib/core/table/csv.ts).
#
# Seen (the last record begins and ends on line 5 of an editor in each case):
#   LF: 1 3 4 5
#   CRLF: 1 4 5 6
#   CR: 1 3 4 5
#   CRLF, a cell too many on line 4: Invalid Record Length: expect 2, got 3 on line 5
#
# Fails when that changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --no-audit --no-fund --silent csv-parse@7.0.3
cat >look.cjs <<'JS'
const { parse } = require('csv-parse/sync')
const text = 'name;note\n1;"first\nsecond"\n2;x\n3;y\n'
for (const [name, end] of Object.entries({ LF: '\n', CRLF: '\r\n', CR: '\r' })) {
  const records = parse(text.replaceAll('\n', end), { delimiter: ';', info: true })
  console.log(`${name}: ${records.map(({ info }) => info.lines).join(' ')}`)
}
try {
  parse('name;note\r\n1;"first\r\nsecond"\r\n2;x;z\r\n', { delimiter: ';' })
} catch (error) {
  console.log(`CRLF, a cell too many on line 4: ${error.message}`)
}
JS
node look.cjs | tee seen.txt
cat >expected.txt <<'TXT'
LF: 1 3 4 5
CRLF: 1 4 5 6
CR: 1 3 4 5
CRLF, a cell too many on line 4: Invalid Record Length: expect 2, got 3 on line 5
TXT
diff expected.txt seen.txt && echo "as described"
