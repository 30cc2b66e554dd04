# Writes a made-up ledger for the sheets of a prints.jsonl, to measure how the program bears a long one.
#
#   awk -f benches/events.awk -v events=200000 prints.jsonl > ledger.csv
#
# Every sheet is placed, then looked at in each round; in the last but one every seventh is torn, and in the last every other of those
# hung anew.

BEGIN {
    if (!events) events = 200000
    sheets = 0
    print "time,event,place,spot,serial,count,condition,by,note,undoes,id"
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U"
}

/^\{"print"/ {
    match($0, /"serial":"[^"]*"/); serial[sheets] = substr($0, RSTART + 10, RLENGTH - 11)
    match($0, /"place":"[^"]*"/); place[sheets] = substr($0, RSTART + 9, RLENGTH - 10)
    match($0, /"pieces":[0-9]*/); pieces[sheets++] = substr($0, RSTART + 9, RLENGTH - 9)
}

END {
    last = int(events / sheets) - 2
    for (at = 0; at < events; at++) {
        sheet = at % sheets; round = int(at / sheets)
        event = "checked"; count = ""; condition = "ok"
        # A look would find the torn ones well.
        if (round > last && sheet % 7 == 0) count = 1
        if (round == 0) { event = "placed"; count = pieces[sheet]; condition = "" }
        if (round == last && sheet % 7 == 0) { event = "damaged"; count = 1; condition = "torn" }
        if (round == last + 1 && sheet % 14 == 0) { event = "placed"; count = 1; condition = "" }
        day = int(round * 30 + at % 28)
        printf "%04d-%02d-%02dT%02d:%02d:00-08:00,%s,%s,,%s,%s,%s,%s,,,%s\n", 2025 + int(day / 336), int(day / 28) % 12 + 1, \
            day % 28 + 1, 8 + at % 9, at % 60, event, place[sheet], serial[sheet], count, condition, \
            at % 3 ? "AB" : "CD", id(at)
    }
}

function id(number,    left, text, at) {
    left = number
    for (at = 0; at < 12; at++) {
        text = substr(alphabet, left % 32 + 1, 1) text
        left = int(left / 32)
        if (at % 4 == 3 && at < 11) text = "-" text
    }
    return text "-" substr(alphabet, number % 37 + 1, 1)
}
