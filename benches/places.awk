# Writes a made-up locations file, to measure how the program bears a long one. No row is a real place.
#
#   awk -f benches/places.awk -v rows=100000 > big.csv
#   awk -f benches/places.awk -v rows=100000 -v fault=kind > faulty.csv    # every row has a fault
#   awk -f benches/places.awk -v rows=50000 -v form=toml > big.toml
#
# A road has 200 sites two miles apart, one on each side of the road; it bends a little. 50 states have as many roads as
# are needed. Half of the sites have counted stalls; three lists of languages make three plates.

BEGIN {
    if (!rows) rows = 100000
    kinds = split("rest_area welcome_center truck_stop travel_plaza weigh_station gas_station", kind, " ")
    firsts = split("Oak Elk Pine Bear Deer Cedar Maple Eagle Trout Juniper", first, " ")
    lasts = split("Grove Creek Ridge Flat Hollow Bend Pass Springs Prairie Butte", last, " ")
    languages = split("en;es,en;vi,en;zh-Hans", language, ",")
    columns = split("id site name kind route direction state county milepost lat lon languages stalls_women stalls_men stalls_all", head, " ")
    pi = atan2(0, -1)
    if (form == "toml") print "[campaign]\ntitle = \"Many places\"\n"
    else for (c = 1; c <= columns; c++) printf "%s%s", head[c], c < columns ? "," : "\n"
    for (row = 0; row < rows; row++) write(row)
}

function write(row,    site, road, at, north, miles, lat, lon, drift, aside, forward, state, counted) {
    site = int(row / 2); road = int(site / 200); at = site % 200
    north = road % 2; forward = row % 2
    miles = 2 * at + (site % 7) / 10
    drift = 0.06 * sin(at / 9)
    # A mile is 1/69.093 degree of latitude; roads are laid out so that their mileposts hold.
    aside = 0.0006 * (forward ? 1 : -1)
    if (north) { lat = 30 + miles * 0.93 / 69.093; lon = -120 + (road % 97) / 2 + drift + aside }
    else { lat = 30 + (road % 37) / 2 + drift - aside; lon = -120 + miles * 0.93 / 69.093 / cos(lat * pi / 180) }
    state = sprintf("%c%c", 65 + int(road / 5) % 26, 65 + int(road / 130) % 26)
    counted = stalls != "none" && site % 2
    value["id"] = sprintf("%s-%d-%d-%s", tolower(state), road, at, forward ? "up" : "down")
    value["site"] = sprintf("%s-%d-%d", tolower(state), road, at)
    value["name"] = first[1 + site % firsts] " " last[1 + int(site / firsts) % lasts] " Rest Area"
    value["kind"] = fault == "kind" ? "rest aera" : kind[1 + site % kinds]
    value["route"] = "I-" (1 + road)
    value["direction"] = north ? (forward ? "NB" : "SB") : (forward ? "EB" : "WB")
    value["state"] = state
    value["county"] = last[1 + road % lasts]
    value["milepost"] = fault == "milepost" ? 2000 + miles : miles
    value["lat"] = sprintf("%.6f", fault == "coordinate" ? 30 + (row * 7919) % 1000 / 50 : lat)
    value["lon"] = sprintf("%.6f", lon)
    value["languages"] = site % 4 ? language[1 + site % languages] : ""
    value["stalls_women"] = counted ? 1 + site % 6 : ""
    value["stalls_men"] = counted ? 1 + site % 4 : ""
    value["stalls_all"] = counted ? 1 : ""
    if (form != "toml") {
        for (c = 1; c <= columns; c++) printf "%s%s", value[head[c]], c < columns ? "," : "\n"
        return
    }
    print "[[location]]"
    for (c = 1; c <= 8; c++) printf "%s = \"%s\"\n", head[c], value[head[c]]
    for (c = 9; c <= 11; c++) printf "%s = %s\n", head[c], value[head[c]]
    if (value["languages"]) { gsub(";", "\", \"", value["languages"]); printf "languages = [\"%s\"]\n", value["languages"] }
    if (counted) printf "stalls = { women = %d, men = %d, all = %d }\n", value["stalls_women"], value["stalls_men"], value["stalls_all"]
    print ""
}
