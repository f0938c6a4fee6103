#!/bin/sh
# eSpeak NG 1.51 (Debian 12) reads a Czech amount grouped by spaces as two numbers.
#
# Czech groups thousands by a space (ČSN 01 6910), and „3 480 Kč“ is one number. The voice `cs` says „tři, čtyři sta
# osmdesát“, with a common space, a non-breaking one (U+00A0) and a narrow one (U+202F) alike. Without a space it says
# „tři tisíc čtyři sta osmdesát“. From two digits of thousands on („12 345“) it breaks likewise.
#
# Who meets it: blind people with NVDA, Orca or a phone that speaks by eSpeak hear another sum than is due. The portal
# writes amounts whole and puts the gap by style (components/ui/words.tsx).
#
# Seen:
#   space  tR^i tSt,iR^ista osumd,esa:t ka:tS,e:
#   nbsp   tR^i tSt,iR^ista osumd,esa:t ka:tS,e:
#   narrow tR^i tSt,iR^ista osumd,esa:t ka:tS,e:
#   whole  tR^i cisi:ts tSt,iR^ista osumd,esa:t ka:tS,e:
#
# Needs espeak-ng (apt-get install espeak-ng); fails when that changes.
set -eu
command -v espeak-ng >/dev/null || { echo 'espeak-ng is not installed.' >&2; exit 2; }
seen=$(mktemp)
trap 'rm -f "$seen"' EXIT
say() { printf '%-6s %s\n' "$1" "$(printf "$2" | espeak-ng -v cs -x -q --stdin | tr -d "'\n" | sed 's/^ *//')"; }
{
  say space '3 480 Kč'
  say nbsp '3\302\240480 Kč'
  say narrow '3\342\200\257480 Kč'
  say whole '3480 Kč'
} | tee "$seen"
sed -n 's/^#   \(space\|nbsp\|narrow\|whole\)/\1/p' "$0" | diff - "$seen"
