//! What each fault means to a person: why it matters, and how to cure it.
//!
//! `mileposter explain CODE` shows these pages, and the handbook's chapter "What is checked" is made of them.

use crate::code::{self, Code, Group};

/// The page of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// The fault.
    pub code: Code,
    /// Why it matters to the person who reads the poster, or to whoever hangs it.
    pub why: &'static str,
    /// What to do about it.
    pub cure: &'static str,
    /// The standard, law or published case that the rule follows, with its date; empty where it is this
    /// project's own rule.
    pub source: &'static str,
}

/// The page of a code.
pub fn page(code: Code) -> &'static Page {
    PAGES
        .iter()
        .find(|page| page.code == code)
        .expect("every code has a page: a test holds us to it")
}

/// The handbook's chapter "What is checked", in Markdown.
pub fn handbook() -> String {
    let mut chapter = OPENING.to_owned();
    for group in Group::ALL {
        chapter.push_str(&format!("\n## {}\n", group.heading()));
        for page in PAGES.iter().filter(|page| page.code.group == group) {
            chapter.push_str(&page.to_markdown());
        }
    }
    chapter
}

const OPENING: &str = "\
# What is checked

This chapter is made by the program: it holds the pages that `mileposter explain CODE` shows, and a test keeps the two
the same. Every fault has a name in brackets, as in `error[milepost-range]`. A name never changes its meaning, so a
script may rely on it.

| Weight | Meaning |
|---|---|
| error | something is wrong; nothing is printed, and files of an earlier build stay as they were |
| warning | something may be wrong; `--deny warnings`, or `--deny` with a code, makes it an error |
| note | worth knowing |

A warning or note that does no harm is let pass for good in the campaign file, with the reason for whoever comes after:

```toml
[[allow]]
code   = \"stall-count\"
reason = \"volunteers count on their first visit\"
```

`--allow CODE` lets it pass in one run. An error cannot be let pass where something is printed; `proof`, which only
reads, takes `--allow` with any code.
";

impl Page {
    /// The page under a heading of its own.
    fn to_markdown(self) -> String {
        let Self {
            code,
            why,
            cure,
            source,
            ..
        } = self;
        let (name, weight, what) = (code.name, code.severity.word(), code.what);
        let source = if source.is_empty() {
            String::new()
        } else {
            format!("\nSource: {source}\n")
        };
        format!("\n### {name}\n\n**{weight}**: {what}.\n\n{why}\n\n*Cure:* {cure}\n{source}")
    }
}

/// Every page, in the order of the codes.
pub const PAGES: &[Page] = &[
    Page {
        code: code::SYNTAX,
        why: "A file is read by the rules of its format: TOML for campaigns, templates, messages and data, \
              CSV for spreadsheets, both as UTF-8 text. Where it breaks them, what follows may mean \
              something else than it seems to, and nothing is printed from a guess.",
        cure: "Go to the line and column that the fault names, and look there and on the line above for a \
               missing quote, bracket or `=`. Quotes must be straight (`\"`), not curly. Save a spreadsheet \
               as `CSV UTF-8`, with commas between the columns.",
        source: "TOML 1.0; RFC 4180; RFC 3629",
    },
    Page {
        code: code::UNKNOWN_FIELD,
        why: "A slip of the pen must not pass in silence: if `staus = \"closed\"` were skipped, posters \
              would be printed for a closed place. This is the project's own rule.",
        cure: "Correct the name of the field; where a known one is near, the fault names it. The field may \
               also stand under the wrong heading, as one of `[campaign]` below a `[[location]]`. Put \
               remarks of your own into `notes`, or write them after a `#`.",
        source: "",
    },
    Page {
        code: code::MISSING_FIELD,
        why: "Without this field the program would have to guess, and a poster made from a guess looks as \
              sure as one made from facts. A place needs `id`, `name` and `kind`; a hotline record needs its \
              number and the day on which somebody checked it.",
        cure: "Add the field to the table or the row that the fault points at. A spreadsheet must have the \
               heads `id`, `name` and `kind` in its first row. Copy the form from an entry that is sound, or \
               from the list that `mileposter init` makes. If you do not know the value, ask; do not invent \
               it.",
        source: "",
    },
    Page {
        code: code::WRONG_TYPE,
        why: "Each field takes one kind of value: a text, a number, a list, a table, `true` or `false`. \
              `milepost = \"206.06\"`, with its quotes, is a text and no number, and a value that has to be \
              bent into shape may come out as another one.",
        cure: "Write the value as the fault says. Texts stand in quotes (`name = \"Oak Grove\"`), numbers do \
               not (`milepost = 206.06`), and lists stand in square brackets \
               (`languages = [\"en\", \"es\"]`). In a spreadsheet, leave the cell empty where nothing is \
               known.",
        source: "TOML 1.0",
    },
    Page {
        code: code::BAD_VALUE,
        why: "The value is of the right kind, but the field does not take it, so the program cannot tell \
              what is meant. A wrong direction would stand on the sheet as if it were true, and a language \
              listed twice would print the same words twice.",
        cure: "Choose one of the values that the fault names. Mind capital and small letters: \
               `state = \"OR\"`, `status = \"open\"`. The handbook lists what each field takes.",
        source: "",
    },
    Page {
        code: code::HOSTILE_TEXT,
        why: "A character that nobody sees can turn around, hide or move what stands beside it, so that the \
              paper shows other digits than the file seems to hold. Mostly it came along when a text was \
              pasted from a web page or a message. A name that is far too long does not fit the line it is \
              printed on.",
        cure: "Type the text anew instead of pasting it, or delete the character that the fault names. \
               Numbers in Arabic text need no direction marks in the file; the program adds them. Keep a \
               name to 80 characters and put the rest into `notes`.",
        source: "Unicode UTR #36 (bidirectional text spoofing)",
    },
    Page {
        code: code::TOO_LARGE,
        why: "A file of this size is hardly a list of places or a poster, and reading it could bring the \
              computer to a halt. The program stops at a limit rather than work from part of a file. The \
              limit is the project's own.",
        cure: "Check that this is the file you meant. Split a long list into several files and print them \
               one after the other with `--locations`. Split a long PDF, or save it with smaller pictures, \
               before you give it to `mileposter proof`.",
        source: "",
    },
    Page {
        code: code::TOO_DEEP,
        why: "Nobody writes tables, lists or blocks this many times inside each other by hand. They come \
              from a damaged or hostile file, and following them could bring the computer to a halt. The \
              limit is the project's own.",
        cure: "In a template, take out groups that hold nothing but one other group. In any other file, \
               compare the place that the fault names with the list that `mileposter init` makes, and remove \
               what is nested.",
        source: "",
    },
    Page {
        code: code::DUPLICATE_ID,
        why: "An id names a folder of files and goes into the serial of a sheet. With the same id twice, the \
              posters of one place would replace those of another, or one hotline record would hide another.",
        cure: "Give the newer entry an `id` of its own, as `or-i5-nb-oak-grove` and `or-i5-sb-oak-grove` for \
               the two sides of one site. If both entries are the same place, delete one. Keep the id of a \
               place whose sheets hang already.",
        source: "",
    },
    Page {
        code: code::BAD_ID,
        why: "An id becomes the name of a folder or file. Spaces, capital letters and accents work on one \
              computer and fail on another, and an id with a slash could put a file where it does not \
              belong. This is the project's own rule.",
        cure: "Use small letters, digits and hyphens alone, at most 80, and no hyphen in front: \
               `or-i5-nb-oak-grove`. The id of a template is the name of its file, so rename the file.",
        source: "",
    },
    Page {
        code: code::HEAD_GUESSED,
        why: "Agencies and map programs write heads such as Mile Marker or Latitude. They are taken for \
              `milepost` and `lat`, and that is said, so that you can see whether the guess is right.",
        cure: "If the guess is right, nothing has to be done. If it is wrong, rename the head or delete the \
               column. A head that is the name of the field itself draws no note.",
        source: "",
    },
    Page {
        code: code::COLUMN_UNREAD,
        why: "Nothing in this column changes what is printed. If its head is a misspelt field, as \
              `stall_women` for `stalls_women`, its facts are lost and too few posters are planned.",
        cure: "If the column is meant, rename its head to the field: `id`, `name`, `kind`, `route`, \
               `direction`, `milepost`, `lat`, `lon`, `stalls_women` and so on. If it is not meant, leave \
               it; `--allow column-unread` keeps the warning away.",
        source: "",
    },
    Page {
        code: code::KEPT_IN_NOTES,
        why: "Agencies keep more about a place than this program has fields for. Such a column is not lost: what \
              it says stands in `notes`, beside its head, and nothing of it is printed.",
        cure: "If the column is a field in another spelling, say so with `--map 'Head=field'`. If it is of no \
               use, leave it out with `--map 'Head=ignore'`.",
        source: "",
    },
    Page {
        code: code::ROAD_GUESSED,
        why: "The same road is written in dozens of ways, and columns for miles hold exits, postmiles and \
              directions too. A wrong route or side sends a volunteer to the wrong place, so every guess is told \
              with an example and its cells.",
        cure: "Look at the example and at a few of the cells. If the guess is right, nothing has to be done. If \
               not, mend the cells, or leave the column out with `--map 'Head=ignore'` and set the field by \
               hand.",
        source: "",
    },
    Page {
        code: code::VALUE_GUESSED,
        why: "What is printed as the name of a place comes from this sheet, so whatever was mended, made up or \
              taken from other words is told: names, kinds, states, counties, coordinates, encodings.",
        cure: "Look at the example and at a few of the cells. What is wrong is mended best where the sheet comes \
               from; a field that you correct in the locations file is shown as changed when you import \
               again.",
        source: "",
    },
    Page {
        code: code::CELLS_CONFLICT,
        why: "Where a name says one side of the road and the column for directions the other, one of them is \
              wrong, and only somebody who knows the place can tell which. The column wins, since it was made \
              for nothing else.",
        cure: "Look the place up on a map, mend the cell that is wrong and import again, or correct the field in \
               the locations file.",
        source: "",
    },
    Page {
        code: code::ROW_LEFT_OUT,
        why: "A row without a name, a route and a point is a total, a remark or a leftover of a form, and no \
              place where a poster could hang. It is counted and told, so that no place is lost in silence.",
        cure: "If the row is a place, give it a name, a route or coordinates and import again. If not, nothing \
               has to be done.",
        source: "",
    },
    Page {
        code: code::RULES_SCHEMA,
        why: "Posting rules say what must hang by law. What a field of the file means may change from version to \
              version of the program, and a rule that is read wrongly gives a wrong answer about the law. So a file \
              of another schema is not read at all, and nothing is guessed.",
        cure: "Take the `data/rules.toml` that came with this version of the program and put your changes into it. \
               Without a file of your own the embedded one is used.",
        source: "",
    },
    Page {
        code: code::RULES_STALE,
        why: "Laws change every session: a size, a number, a list of venues. These rules were not compared with the \
              laws for more than a year, so an answer from them may be that of last year.",
        cure: "Take a newer version of the program, or compare the rules that matter to you with the laws \
               (`mileposter explain us-or-377.880` has the sources), put what changed into a `data/rules.toml` of your \
               own, and set `compiled` to the day. For one run, `--allow rules-stale` lets it pass.",
        source: "",
    },
    Page {
        code: code::UNKNOWN_RULE,
        why: "An answer, a wording or a flag names a posting rule that is in no file, most likely by a slip. What \
              belongs to it would be used nowhere.",
        cure: "`mileposter list rules` shows the rules by their ids, as `us-ca-civ-52.6`. A rule of your own goes into \
               a copy of `data/rules.toml` in the `data/` folder of the campaign.",
        source: "",
    },
    Page {
        code: code::BAD_ALLOWANCE,
        why: "Whoever lets a fault pass decides for everybody who relies on the posters, so the next \
              coordinator must be able to read why. Errors, such as a wrong number or a symbol that cannot \
              be read, can never be let pass when printing. This is the project's own rule.",
        cure: "Give each `[[allow]]` in `locations.toml` a `code` and a `reason`, as \
               `reason = \"dialled on 1 December, record follows\"`. `mileposter list codes` shows how the \
               codes are spelled. Cure an error instead of allowing it.",
        source: "",
    },
    Page {
        code: code::BAD_PROFILE,
        why: "A profile tells with how much of each ink a press mixes a colour on its paper. One of a monitor or \
              a scanner, one for other inks, or a file that was cut short on its way would print colours that \
              nobody has seen, and every copy of an order with them.",
        cure: "Ask the print shop for the ICC profile (`.icc` or `.icm`) of its press and paper, for CMYK, and \
               fetch it again if it came damaged. Without `--profile` the files stay in RGB and black, which \
               most shops turn into their inks themselves.",
        source: "ICC.1:2004-10",
    },
    Page {
        code: code::MANIFEST_UNREAD,
        why: "`manifest.json` tells which file belongs to which place, how many copies to print and which \
              serial each sheet bears. Entries of earlier builds are carried over from it; this one cannot \
              be read, so they are lost from the new one. The PDFs of earlier builds stay as they are.",
        cure: "If you have a copy of the old `manifest.json`, put it back into the output folder and build \
               again. If not, build all places once more, so that every file has its entry. Do not edit \
               `manifest.json` by hand.",
        source: "",
    },
    Page {
        code: code::FILE_CHANGED,
        why: "The manifest says of each file that it was proofed, and has its SHA-256. A file that somebody \
              changed since was not proofed as it is now, so the new manifest does not speak for it. The file \
              itself stays where it is.",
        cure: "Build its place again, and the proofed file replaces it. If the change was meant, make it in \
               the template or the messages of the campaign, so that it is proofed and printed everywhere. \
               `mileposter proof` reads the changed file back.",
        source: "",
    },
    Page {
        code: code::MERGE_REFUSED,
        why: "A folder that `mileposter merge` makes is printed as if one build had made it. So every file is held \
              against the SHA-256 of its manifest, and shards against each other: a file that was changed on its way, \
              a machine with an older list, or a shard that never ran would be missed only at the place where the \
              poster does not hang.",
        cure: "Run the shard that is named once more, with the same program, campaign and flags; the same shard gives \
               the same files. Give each shard a folder of its own. `--partial` puts together what there is, although \
               shards are missing.",
        source: "",
    },
    Page {
        code: code::UNKNOWN_KIND,
        why: "The kind of a place decides which `[[hang]]` rule applies to it. With a misspelt kind it would \
              get the wrong posters or none.",
        cure: "Use `rest_area`, `welcome_center`, `truck_stop`, `travel_plaza`, `weigh_station`, \
               `gas_station`, `bar`, `restaurant`, `hotel`, `shop`, `clinic`, `terminal`, `worship`, \
               `community` or `other`. A space or hyphen may stand for the underscore.",
        source: "",
    },
    Page {
        code: code::UNKNOWN_ROUTE,
        why: "The route is printed on the sheet, names the folder of the files and is what `--route` looks \
              for. Written `I5` in one row and `Interstate 5` in the next, one road would fall into several, \
              and a selection would miss places.",
        cure: "Write the system in capital letters, a hyphen and the number: `I-5`, `US-97`, `OR-22`.",
        source: "",
    },
    Page {
        code: code::MILEPOST_RANGE,
        why: "The milepost is printed on the sheet, and a volunteer finds the place by it. A slip such as \
              512.4 for 412.4 sends somebody past the end of the road. A California county postmile is \
              another count and does not belong in this field.",
        cure: "Look up the statewide mile of the route and write it with at most two decimals. Check `route` \
               and `state` as well. Put a California county postmile into `postmile`, as \
               `postmile = \"KER 54.1\"`. Leave `milepost` out where nobody knows it.",
        source: "",
    },
    Page {
        code: code::MILEPOST_ORDER,
        why: "Mileposts rise along a road from place to place. This one does not fit between those of its \
              neighbours, so a digit may be wrong or two may be swapped, and a volunteer would search the \
              wrong stretch. A truck stop whose milepost is that of its exit can be a mile off and still be \
              right.",
        cure: "Compare `milepost` with the sign at the road or a map, and with the entries of the places \
               before and after it. Check `route`, `state`, `direction` and the coordinates too. If all is \
               right as it stands, let it pass with an `[[allow]]` in `locations.toml`: \
               `code = \"milepost-order\"` and a `reason`.",
        source: "",
    },
    Page {
        code: code::COORDINATE_RANGE,
        why: "A point off the globe, or half a point, is no place. Mostly latitude and longitude are \
              swapped, or a minus sign or decimal point is lost.",
        cure: "Give both `lat` and `lon` in degrees, or neither. Latitude goes from -90 to 90, north \
               positive; longitude from -180 to 180, west negative. A place in Oregon has `lat = 44.235759` \
               and `lon = -123.060537`, for instance.",
        source: "",
    },
    Page {
        code: code::COORDINATE_DUPLICATE,
        why: "Two places do not stand on one spot. Mostly one entry was copied from the other and its point \
              was not changed, so that a map shows one of them where it is not.",
        cure: "Look both up on a map and correct `lat` and `lon` of the one that is wrong, or leave them \
               out. If one site serves both directions, keep one entry with `direction = \"both\"`. If both \
               are under one roof, let it pass with an `[[allow]]` and a `reason`.",
        source: "",
    },
    Page {
        code: code::COORDINATE_FAR,
        why: "Two points are never farther apart in a straight line than the road between them is long. \
              These are, so a coordinate or a milepost is wrong, and a volunteer who follows it ends up \
              miles away.",
        cure: "Look both places up on a map. The one that is off has a wrong digit in `lat`, `lon` or \
               `milepost`, or a wrong `route` or `state`. Leave a point out rather than guess it.",
        source: "",
    },
    Page {
        code: code::WRONG_SIDE,
        why: "At many sites each direction of travel has its own building, and a driver cannot cross over. \
              This point lies on the other side of the road than `direction` says, so the sheet may bear the \
              wrong direction, or be carried to the wrong building.",
        cure: "Look at the place on a map. Correct `direction`, or exchange the entries if the two sides \
               were mixed up. If ramps or a bend of the road make it right as it stands, let it pass with an \
               `[[allow]]`: `code = \"wrong-side\"` and a `reason`.",
        source: "",
    },
    Page {
        code: code::SAME_SITE,
        why: "If two entries are one place, everything is printed for it twice and two volunteers are sent \
              there. Lists that were put together from several sources often hold a place under two names.",
        cure: "Delete one of the two, and keep the `id` of the one whose sheets hang already. If they are \
               the two sides of one site, give both the same `site` and each its own `direction`. If they \
               are two places indeed, let it pass with an `[[allow]]` and a `reason`.",
        source: "",
    },
    Page {
        code: code::NO_LOCATIONS,
        why: "Nothing would be printed, and a run that ends without a word looks as if all were well. Mostly \
              a flag asks for a route, state or id that no place has, or every place is closed.",
        cure: "`mileposter list locations` shows the places there are. Loosen `--route`, `--state`, \
               `--county`, `--kind`, `--direction`, `--milepost` or `--id`, and see that `--campaign` or \
               `--locations` names the right file. Look at `status`: nothing is printed for a place that is \
               `closed`.",
        source: "",
    },
    Page {
        code: code::NO_HANG_RULE,
        why: "For each template the first `[[hang]]` rule that fits a place decides what is printed for it. \
              No rule fits this place, so it gets nothing.",
        cure: "Add its `kind` to a `[[hang]]` rule in `locations.toml`, or write a rule without `kind`, which \
               fits every place. If the place is to get nothing, let it pass with an `[[allow]]` and a \
               `reason`.",
        source: "",
    },
    Page {
        code: code::RULE_UNMET,
        why: "Where a law makes a manager let signs hang, it says which: of what size, with which numbers, about what. \
              Another piece may be taken down there, and may cost the permission for all of them. This is no legal advice.",
        cure: "Hang another piece there, or print the notice that is made for the rule with `mileposter build \
               --for-rule` and its id. `mileposter rules --id` and the id of the place tells everything that the rule asks \
               for and what was found. Whoever grants the permission may allow more: then let it pass with an `[[allow]]` \
               and a `reason`.",
        source: "",
    },
    Page {
        code: code::RULE_OPEN,
        why: "By law whoever runs these places must hang a sign, and none of the pieces planned here is one. It may hang \
              there already: the duty is the operator's. Where it does not, a volunteer who asks is welcome help. This is \
              no legal advice.",
        cure: "Look whether the sign hangs there. If not, offer one: `mileposter build --for-rule` and the id of the rule \
               prints it where own signs comply; where only the agency's does, `mileposter explain` and the id tells whose to ask for.",
        source: "",
    },
    Page {
        code: code::STALL_COUNT,
        why: "With `per = \"stall\"` or `per = \"restroom\"` the number of copies follows from the stalls. \
              Nobody has counted them here, so one copy is planned, and a volunteer may stand there with too \
              few. The stall is where a person can read the sign alone.",
        cure: "Count on the next visit and add `stalls = { women = 6, men = 4, all = 1 }` to the location, \
               or fill the columns `stalls_women`, `stalls_men` and `stalls_all` of a spreadsheet. Until \
               then take spare copies along.",
        source: "",
    },
    Page {
        code: code::UNKNOWN_HOTLINE,
        why: "Numbers come from the hotline record and from nowhere else. Without the record there is \
              nothing to print, and nothing to compare the pages with.",
        cure: "Correct `hotline` under `[campaign]`; `mileposter list hotlines` shows the ids. For another \
               line, add a `[[hotline]]` to `data/hotlines.toml` in the campaign folder, and dial its number \
               first. Begin with a copy of the file that comes with the program, since yours replaces it \
               whole.",
        source: "",
    },
    Page {
        code: code::PHONE_NUMBER,
        why: "The symbol dials `number`, and people dial what `groupings` shows; if a digit differs, one of \
              them reaches a stranger. A US House page of 2022 printed 1-866 for 1-888. A foundation's \
              calendar in Chico had 800 for 888 and reached a sex line; 32,000 copies were recalled.",
        cure: "Write `number` as `+`, country code and number without spaces or hyphens: `+18883737888`. \
               Give each of `groupings` the very same digits. Compare them with the page in `source`, then \
               dial the number as it will be printed.",
        source: "ITU-T E.164; US House member's awareness page, \
                 https://emmer.house.gov/2022/1/human-trafficking-awareness-day-2022 (2022); Chico State \
                 foundation's calendar, \
                 https://www.newsreview.com/chico/content/foundation-scrambles-to-undo-error/7594",
    },
    Page {
        code: code::VANITY,
        why: "A word is dialled letter by letter, so one wrong letter is one wrong digit. A page of Pinellas \
              County has FLA-SAVE (7283) where the Florida statute has FLA-SAFE (7233). The letters are \
              therefore spelled out on the keypad and compared with the number.",
        cure: "In a hotline record, correct `vanity` in `data/hotlines.toml`, or delete it; a word may have a \
               letter more than the number needs, as 888-KEY-2-FREE has. In the name of a place, a template or \
               a finished PDF, print the number of the record in digits instead.",
        source: "ITU-T E.161; Pinellas County page against Fla. Stat. 787.29",
    },
    Page {
        code: code::RECORD_STALE,
        why: "Numbers, hours and languages of hotlines change, while paper stays where it hangs. Older TAT \
              wallet cards carry a Canadian tip line and a Mexican 01-800 number that are both obsolete now. \
              A record is stale after its `stale_after_days`, 90 if it does not say otherwise.",
        cure: "Dial the number, send a text to the code, and compare hours and languages with the line's own \
               page. Then set `verified_on` to that day and `verified_how` to `dialled` or `texted` in \
               `data/hotlines.toml`. If the record follows later, let it pass with an `[[allow]]` in \
               `locations.toml`: `code = \"record-stale\"` and \
               `reason = \"dialled on 1 December, record follows\"`; for one run, `--allow record-stale` \
               does.",
        source: "TAT wallet cards of the past, https://humantraffickingsearch.org/resource/6300",
    },
    Page {
        code: code::RECORD_ENDED,
        why: "After the last day of a line perhaps nobody answers. Some lines are made for one event and end \
              with it, as one for the World Cup of 2026. A person who may have one chance to call must not \
              be sent to a dead number.",
        cure: "Choose another record by `hotline` under `[campaign]`. If the line goes on, dial it, then \
               correct or delete `effective_to` in `data/hotlines.toml`. Take down the sheets that still \
               bear the ended number.",
        source: "World Cup 2026 line, https://app.true.in.ua/articles/156?lang=en (30 Jun 2026)",
    },
    Page {
        code: code::RECORD_FUTURE,
        why: "Nobody can have checked a number tomorrow. Either the clock of the computer is wrong, and then \
              stale and ended records go unnoticed, or the day in the record is a slip. This is the \
              project's own rule.",
        cure: "Set the clock of the computer. If it is right, correct `verified_on` in `data/hotlines.toml` \
               to the day on which somebody checked the number.",
        source: "",
    },
    Page {
        code: code::BAD_URL,
        why: "A shortened or redirected address can be led elsewhere after the poster hangs, and a query can \
              tell others who scanned it. Fake symbols are a known fraud: about 150 were found on parking \
              meters in Redondo Beach in August 2024. So the chat must be on the host that is printed, and \
              readers can see whose page it is.",
        cure: "Write the line's own full address: `https://`, the host and a plain path, without `?`, `#`, \
               port or user name. The host of `[hotline.chat]` must be that of `[hotline.web]`. Open the \
               address in a browser and see that it does not jump to another host.",
        source: "Fake codes on parking meters in Redondo Beach (boingboing, Aug 2024)",
    },
    Page {
        code: code::CHANNEL,
        why: "A symbol or a line for a channel that the hotline does not have leads nowhere. The records of \
              the Canadian and the British line, for instance, hold no text number.",
        cure: "Set `channel = \"call\"` in the code block of the template, or choose a template without that \
               block. If the line does offer the channel, try it, then add `[hotline.text]` or \
               `[hotline.chat]` to its record in `data/hotlines.toml`, with the languages that it serves.",
        source: "Canadian hotline FAQ, https://www.canadianhumantraffickinghotline.ca/faq (undated)",
    },
    Page {
        code: code::CHANNEL_LANGUAGE,
        why: "Languages belong to a channel: that an interpreter joins a call does not mean that anybody \
              reads a text in that language. The US line answers texts and chats in English and Spanish \
              only, the Canadian one chats in English and French. Somebody who writes in Korean and gets no \
              answer that they can read may not try again.",
        cure: "A message about a channel is left out by itself where it does not serve the language. Take the \
               block that shows the number alone (`text = \"{text}\"`), or the code with `channel = \"text\"` or \
               `\"chat\"`, out of the template, or print this language on a piece of its own. If the line confirms \
               that it reads the language, add the tag to `languages` under `[hotline.text]` or `[hotline.chat]` in \
               `data/hotlines.toml`.",
        source: "Directory entry with channel languages, \
                 https://humantraffickingexperts.com/main/business_details/456 (undated); Canadian hotline \
                 FAQ, https://www.canadianhumantraffickinghotline.ca/faq (undated)",
    },
    Page {
        code: code::VOICE_LANGUAGE,
        why: "A poster in a language promises that a caller is understood in it. The record says neither \
              that the staff speak this language nor that interpreters join; of the Mexican line, for \
              instance, Spanish alone is known. The number of languages is a claim with a date: for the US \
              line it has been 160, 170 and 200.",
        cure: "Call the line and ask. If it serves the language, add the tag to `staffed` or set \
               `interpreters = true` under `[hotline.voice]` in `data/hotlines.toml`. If it does not, take \
               the language out of `languages`. Let it pass only with an `[[allow]]` whose `reason` says who \
               confirmed it.",
        source: "US DOT, how to report, https://www.transportation.gov/stop-human-trafficking/report \
                 (undated); Montana MCA 44-4-1501 (170 languages); California's 2013 notice (160 languages)",
    },
    Page {
        code: code::UNKNOWN_LANGUAGE,
        why: "There is no catalog of messages for this language, and the program translates nothing by \
              itself.",
        cure: "`mileposter list languages` shows the tags there are; correct `languages` or `--language`. \
               For a new language copy `messages/en.toml` to `messages/<tag>.toml` in the campaign folder, \
               and have a native speaker translate it.",
        source: "BCP 47",
    },
    Page {
        code: code::UNKNOWN_MESSAGE,
        why: "The template asks for words that no language has. Its block would stay empty on every poster.",
        cure: "Correct `message` in the block; where a known key is near, the fault names it. For new words, \
               add the key to `messages/en.toml` in the campaign folder, then to every other language.",
        source: "",
    },
    Page {
        code: code::MESSAGE_UNUSED,
        why: "These words are printed nowhere. Mostly the key is misspelt, and the message that it was meant \
              to be is missing on paper.",
        cure: "Compare the key with `messages/en.toml` and correct it, or delete the message. If it waits \
               for a template of your own, let it pass with an `[[allow]]` and a `reason`.",
        source: "",
    },
    Page {
        code: code::SPOKEN_LANGUAGE,
        why: "Few speakers of this language read it, its varieties differ from town to town, and nobody here can \
              write it for them. So it has its name and one line on the panel `speak`, and no other piece.",
        cure: "Leave the language out of `languages` or `--language`, and hang the panel: \
               `mileposter build --template speak`. Its speakers often read Spanish; set that on the other pieces. \
               If an interpreter of the language has written every message for you, put them into \
               `messages/<tag>.toml` of the campaign, without `spoken = true`.",
        source: "",
    },
    Page {
        code: code::PSEUDO_LANGUAGE,
        why: "`en-XA` and `ar-XB` are made from the English words, longer or mirrored, so that the author of a \
              template sees what other languages will do to it. Nobody can read them.",
        cure: "Look at the layout with `mileposter preview --language en-XA,ar-XB`, or let `mileposter check` \
               measure it. For printing name a real language.",
        source: "Unicode CLDR (pseudo-locales)",
    },
    Page {
        code: code::LANGUAGE_NEEDED,
        why: "`data/languages.toml` knows of readers near these places, by state, county or kind of place, each \
              with its source, and no piece there is in their language. It is a note: which languages hang is the \
              coordinator's choice, and walls are small.",
        cure: "Add `\"needed\"` to `languages` of the campaign, a hang rule or a place: it stands for all that are \
               needed there. Or hang the panel `speak` beside the sign. `mileposter plan` tells what would hang and \
               why. If you know better, put your own `data/languages.toml` into the campaign, or allow \
               `language-needed` with a reason.",
        source: "the source that each need names",
    },
    Page {
        code: code::READING_LEVEL,
        why: "About half of the adults of the United States read below grade six, and whoever is frightened or reads in haste reads \
              below that. The grade is measured in English (Flesch-Kincaid) and Spanish (Crawford) by the lengths of sentences and \
              words; of other languages no measure is well founded. It is a measure of length, not of kindness.",
        cure: "Cut long sentences in two, and say it in shorter words. `mileposter list reading` shows the grade of each template.",
        source: "Kincaid and others, Research Branch Report 8-75 (1975); Crawford, Lectura y Vida 5(4) (1984); NCI, Clear & Simple",
    },
    Page {
        code: code::MESSAGE_MISSING,
        why: "Where other languages have words, this one would have a gap: perhaps the line that the call is \
              free, perhaps the one with the number. Whoever reads this language alone would get less help \
              than the others.",
        cure: "Translate the message into `messages/<tag>.toml`; the comment above it in `messages/en.toml` \
               tells what it is for. A message with `{text}` or `{chat}` may be missing where the line does \
               not serve the language there. Until it is translated, take the language out of `languages`.",
        source: "",
    },
    Page {
        code: code::MESSAGE_EMPTY,
        why: "An empty message is a gap on paper, and whoever does not read the language does not notice it.",
        cure: "Write the words between the quotes. Where the line reads no texts or chats in the language, \
               delete `text-line` and `chat-line` from its catalog instead of emptying them.",
        source: "",
    },
    Page {
        code: code::MESSAGE_ENGLISH,
        why: "The words are still those of the English catalog, so the line was probably forgotten. A reader \
              without English meets a sentence that they cannot read in the middle of their own language.",
        cure: "Have the message translated in `messages/<tag>.toml`. If both languages use the same word, \
               let it pass with an `[[allow]]` in `locations.toml`: `code = \"message-english\"` and a \
               `reason`.",
        source: "",
    },
    Page {
        code: code::MESSAGE_DIGITS,
        why: "Wrong digits come in where people type them: a Spanish news piece of July 2023 printed a line \
              as 900 759 759 759, with three digits repeated. So digits stand in the hotline record alone, \
              are checked there, and are changed there for all languages at once.",
        cure: "Write `{call}`, `{text}` or `{chat}` where a number or address belongs. Say other digits in \
               words: day or night, not 24/7. The same holds for `text` in a template.",
        source: "Spanish news piece, https://evangelicalfocus.com/europe/22747 (July 2023)",
    },
    Page {
        code: code::PLACEHOLDER,
        why: "The program fills in what stands in braces. One that it does not know, or that is not closed, \
              would leave a gap where the number should be.",
        cure: "Use `{call}`, `{text}`, `{chat}`, `{plain}`, `{hotline}`, `{host}`, `{language}` or \
               `{own-name}`, each with both braces. `{site}` and `{serial}` differ from place to place and \
               belong in the `text` of a template, never in a message.",
        source: "",
    },
    Page {
        code: code::PLACEHOLDER_LOST,
        why: "The English message has a number, address or name here that the translation has lost. Its \
              readers would be told to call, and not where.",
        cure: "Put the placeholder back into the message in `messages/<tag>.toml`, at the place where a \
               sentence of that language wants it. Keep its braces, and do not translate the word inside.",
        source: "",
    },
    Page {
        code: code::WRONG_SCRIPT,
        why: "A letter of another script can look like the right one, as Latin and Cyrillic `a` do, and is \
              still read aloud wrongly, comes out in another face or hides a changed word. Mostly it came in \
              by pasting or from the wrong keyboard.",
        cure: "Type the word anew with the keyboard of the language. If the language is written in another \
               script here, say so in `tag`, as `pa-Guru` does. Names that the program fills in, as by \
               `{hotline}`, are not meant.",
        source: "Unicode UAX #24; Unicode UTR #36",
    },
    Page {
        code: code::DRAFT,
        why: "Nobody who grew up with this language has read these words. A wrong word can frighten, promise \
              what the line does not keep, or mean nothing to the reader. That is why every run says so; the \
              rule is the project's own.",
        cure: "Show a native speaker the pages that `mileposter preview --language <tag>` draws, and the \
               sheet that `mileposter review <tag>` prints. Then record what they signed with \
               `mileposter review <tag> --accept INITIALS --sheet SERIAL`. `--reviewed-only` refuses drafts. To hang a \
               draft knowingly, use an `[[allow]]` with `code = \"draft\"` and a `reason`.",
        source: "",
    },
    Page {
        code: code::REVIEW_VOID,
        why: "Somebody reviewed these words, and they were changed afterwards, so the review no longer \
              speaks for what is printed. Even a small correction can change the meaning in a language that \
              you do not read.",
        cure: "Print the words by `mileposter review <tag>`, have a native speaker read and sign them, and record that by \
               `mileposter review <tag> --accept INITIALS --sheet SERIAL`. If the change was a slip, put the old \
               words back; then the review counts again.",
        source: "",
    },
    Page {
        code: code::UNKNOWN_TEMPLATE,
        why: "Without the template there is no layout, and nothing can be printed where it is asked for.",
        cure: "`mileposter list templates` shows those there are; correct `template` in the `[[hang]]` rule, \
               or `--template`. A template of your own is a file `templates/<name>.toml` in the campaign \
               folder, and its name is that of the file without `.toml`.",
        source: "",
    },
    Page {
        code: code::UNKNOWN_STOCK,
        why: "Without the measures of the sheet nothing can be laid out on it.",
        cure: "`mileposter list stocks` shows the papers, cards and labels; the numbers on other makers' boxes of \
               the same sheet work too, as `--stock 8371`. Correct `stock` in the `[[hang]]` rule, or `--stock`. A \
               sheet that is missing goes into `data/stocks.toml` in the campaign folder, measured with a ruler. \
               For some parts only contradicting measures were found; the fault says so.",
        source: "",
    },
    Page {
        code: code::STOCK_MISFIT,
        why: "A layout is made for pieces of certain sizes. On another one the number may be cut off or too small, \
              or the cards lie across the cuts.",
        cure: "The fault tells by how much it misses. `mileposter list stocks --fits card` shows every stock that the \
               template goes on. A template of your own says with `least` and `most` which sizes it is for. `--tile` \
               takes a plain paper, as `letter`, and posters of one side that do not fit on it.",
        source: "",
    },
    Page {
        code: code::MIXED_STOCKS,
        why: "A joined file is printed in one go, on whatever lies in the tray. With cards and letter paper in one file half of \
              it would come out on the wrong sheet.",
        cure: "Make a file for each kind of sheet: `--template card --combine cards.pdf`, then `--template stall --combine \
               stalls.pdf`. `mileposter plan` shows which template goes on which stock.",
        source: "",
    },
    Page {
        code: code::STOCK_UNPROOFED,
        why: "For this part only a nominal size is known, or the sources contradict each other. A whole box of labels \
              may be printed beside the cuts.",
        cure: "Print the outlines on plain paper with `mileposter outline` and the name of the stock, hold them with \
               the real sheet against a window. If every item matches, add `--i-have-proofed`. If not, measure, and \
               write your own entry in `data/stocks.toml` of the campaign.",
        source: "",
    },
    Page {
        code: code::UNKNOWN_BLOCK,
        why: "The grid has a place for a block that the template does not have. It would stay empty on \
              paper.",
        cure: "Correct the name in `areas`, or in `block` of tear-off tabs; where a known one is near, the \
               fault names it. A new block is a table `[block.<name>]`. Write `.` for a cell that is to stay \
               empty.",
        source: "",
    },
    Page {
        code: code::BAD_GRID,
        why: "`rows`, `columns` and `areas` describe one grid, and here they disagree. A block could land on \
              another one or off the sheet.",
        cure: "Give every line of `areas` as many names as there are `columns`, and write as many lines as \
               there are `rows`. The cells of one block must form a rectangle; `.` is an empty cell. A name \
               with `.2` needs `languages = 2` or more in the head of the template, and no block may hold \
               itself.",
        source: "",
    },
    Page {
        code: code::NO_LAYOUT,
        why: "The template has no arrangement for pieces of this size and this number of languages. Forced into \
              another one, the type would become too small to read.",
        cure: "Choose fewer languages or another `stock`. Or copy the template into `templates/` in the \
               campaign folder and add a `[[side.layout]]` for this size and number of languages.",
        source: "",
    },
    Page {
        code: code::NO_FACE,
        why: "System fonts are never used, so that a page comes out the same on every computer. Without a \
              face for its script a text would be a row of empty boxes.",
        cure: "`mileposter list fonts` shows the scripts there are. For another one, put a Regular and a \
               Bold TrueType face (`.ttf`) into `fonts/` in the campaign folder, and name both in \
               `fonts/faces.toml` there with the code of the script, as `Deva`. Begin with a copy of the \
               `faces.toml` that comes with the program, since yours replaces it. If the fault names a file, \
               see that it is there and is TrueType.",
        source: "ISO 15924 (codes of scripts)",
    },
    Page {
        code: code::ARTWORK,
        why: "A logo is printed as flat shapes or as pixels that cover what is below, so that it comes out \
              the same in every viewer and on every printer. Text in it would need its face, and gradients, \
              shadows and clips come out differently from program to program. What cannot be printed as it \
              was meant is told and never left out in silence.",
        cure: "In the drawing program convert text to outlines, use flat colours, and save as plain SVG. Or save \
               the logo as PNG, some 600 pixels wide, on a clear or white ground. `docs/artwork.md` tells \
               more.",
        source: "",
    },
    Page {
        code: code::MISSING_GLYPH,
        why: "On paper the character would be an empty box, and a word with boxes in it cannot be read. \
              Copying the text does not show this: a page full of boxes copies perfectly. So the drawn signs \
              themselves are looked at.",
        cure: "Correct the character if it is a slip or was pasted. Write the `name` of a place in letters \
               that are bundled. Else add a face that has the character to `fonts/` in the campaign folder; \
               `mileposter list fonts` shows what is there.",
        source: "Matterhorn Protocol 31-030",
    },
    Page {
        code: code::TEXT_FIT,
        why: "The text does not fit even at its smallest size. Set smaller it could not be read, and run \
              over it would be cut off, so this is an error and never a quiet shrinking. Short English texts \
              can grow two- to threefold in translation.",
        cure: "Shorten the message in `messages/<tag>.toml`, or the `name` of the place if its site line is \
               too long. Choose fewer languages or a larger `stock`. In a template, give the block more \
               room. Lower the first number of its `size` only if the type can still be read from where \
               people stand.",
        source: "W3C, text size in translation, https://www.w3.org/International/articles/article-text-size \
                 (undated)",
    },
    Page {
        code: code::TEXT_CUT,
        why: "Ink beyond the edge of the sheet or of its box is not printed. The tone mark of a Vietnamese \
              letter or the last digit of a number may be what is lost.",
        cure: "Give the block more room: a higher row, a larger `padding`, or a smaller second number in \
               `size`. In a template of your own, use `auto` or `1fr` where a row or column has a fixed \
               length that is too short. Look at the page with `mileposter preview`.",
        source: "",
    },
    Page {
        code: code::TYPE_FLOOR,
        why: "The floor is the smallest type at which a block can be read from its place. Posting laws set \
              floors as well, such as 16 pt in California and Florida. Type below its floor means that the \
              page does not keep what the template says.",
        cure: "Give the block more room or fewer words, so that it comes out at the first number of its \
               `size` or larger. If neither template nor words are your own, the fault lies in the program: \
               report it.",
        source: "Cal. Civ. Code 52.6; Fla. Stat. 787.29",
    },
    Page {
        code: code::OVERLAP,
        why: "Ink on ink cannot be read, and a digit under a letter is a lost digit.",
        cure: "Give the two blocks more room, a larger `gap` between them or a larger `padding`. Fewer \
               languages or a larger `stock` help as well. Look at the page with `mileposter preview`.",
        source: "",
    },
    Page {
        code: code::SAFE_AREA,
        why: "Home and office printers leave 0.17 to 0.25 inch blank along the edge, and a knife may take a \
              little more. Text or a symbol that reaches into the `safe` margin of the template can lose a \
              part.",
        cure: "Raise the `padding` of the layout, or give the message fewer words. Nothing but backgrounds, \
               as those with `bleed = true`, may reach into the margin. Lower `safe` only if you have tried \
               the very printer.",
        source: "",
    },
    Page {
        code: code::CONTRAST,
        why: "Sun, dirt and weak toner take contrast away, and many sites print in black alone. Text and \
              ground must differ by 7:1 in colour, in grey, and as seen without red, green or blue cones \
              (protanopia, deuteranopia, tritanopia). On paper this is asked of type of every size.",
        cure: "Darken the ink or lighten its ground in `[colors]`; under `--ink-saver` look at `[ink-saver]` \
               as well. The colours of the templates that come with the program are a sound start, as \
               `#0a4a4e` on `#ffffff`.",
        source: "WCAG 2.2, success criterion 1.4.6, https://www.w3.org/TR/WCAG22/; Machado, Oliveira and \
                 Fernandes, IEEE Transactions on Visualization and Computer Graphics 15(6), 2009 (how \
                 colour-blind eyes see)",
    },
    Page {
        code: code::NUMBER_READ,
        why: "The number must stand whole, on one line, in the order in which the eye reads it. In Arabic \
              text 1-888-373-7888 prints as 7888-373-888-1 where nothing keeps its direction. And each \
              language of a piece must say the number, since many readers know one of them alone.",
        cure: "Write `{call}` instead of digits; the program then keeps the number whole and in order. Give \
               each language a block with the message `listen`, or with `text = \"{call}\"`. If the number \
               is there but broken, give its block more room or set `one-line = true`.",
        source: "Unicode UAX #9",
    },
    Page {
        code: code::NUMBER_MISPRINT,
        why: "All digits but one or two are the hotline's, so this is most likely a misprint, and such a \
              slip is hard to see. A US House page of 2022 printed 1-866 for 1-888. A calendar with 800 for \
              888, and a letter of the New Brunswick government with its 1-833 swapped, reached a sex line.",
        cure: "Do not hang or hand out anything with this number. Correct it where it was typed: in the \
               `name` of a place, in a template, or in the document that a PDF was made from. Compare it \
               with the record digit by digit, then dial it from paper. If a finished PDF rightly bears a \
               similar number of another line, dial that one too and use `--allow number-misprint` with \
               `mileposter proof`.",
        source: "US House member's awareness page, \
                 https://emmer.house.gov/2022/1/human-trafficking-awareness-day-2022 (2022); Chico State \
                 foundation's calendar, \
                 https://www.newsreview.com/chico/content/foundation-scrambles-to-undo-error/7594; New \
                 Brunswick government letter (CBC story 1.5918369)",
    },
    Page {
        code: code::NUMBER_FOREIGN,
        why: "Nobody here has checked this number: it may be out of date, private, or somebody else's. Older \
              TAT wallet cards carry a Canadian tip line and a Mexican 01-800 number that are both obsolete \
              now. The name of a place is a stranger's text, and no number may come onto a poster by it.",
        cure: "Take the number out of the `name` of the place or out of the template. To print another line, \
               make a record of it in `data/hotlines.toml` and set `hotline` under `[campaign]`. With \
               `mileposter proof`, name the record to compare with by `--hotline`; a local number that \
               belongs there and that you have dialled can pass by `--allow number-foreign`.",
        source: "TAT wallet cards of the past, https://humantraffickingsearch.org/resource/6300",
    },
    Page {
        code: code::DIGIT_HEIGHT,
        why: "A watched person may not be able to come nearer. Letters are read with ease up to about 10 \
              feet for each inch of their height, so the digits of the number must be at least a 120th of \
              the distance high that the template states: 0.3 inch at 3 feet, an inch at 10 feet. A PDF from \
              elsewhere states none, so it is held to a foot, the hand: type of 10 pt.",
        cure: "Raise the first number of `size` in the block with the number, and give it that room; type of \
               about 101 pt has digits an inch high. Choose a larger `stock` or fewer languages. Correct \
               `distance` in the head of the template if people read the piece from nearer.",
        source: "Penn State and USSC tables, via friscodepot.com/viewdistance",
    },
    Page {
        code: code::SYMBOL_READ,
        why: "A symbol that no phone reads wastes the moment in which somebody could have called. Each one \
              is therefore read back from the pixels of the finished page.",
        cure: "Raise `side` of the code block and keep other blocks away from it. In a PDF from elsewhere, \
               put the symbol in anew: larger, dark on light, not bent and not scaled up from a small \
               picture. There, whatever has the three corner squares of a symbol is taken for one.",
        source: "",
    },
    Page {
        code: code::SYMBOL_PAYLOAD,
        why: "No eye sees what a symbol says, so a wrong one is not noticed: it may dial a stranger or open \
              a false page. About 150 fake ones were found on parking meters in Redondo Beach in August \
              2024. A symbol may say what the record says and nothing else: `tel:` with the number, `sms:` \
              with the text code, or `https:` on the line's own host. An audit symbol, `MP:` and the serial \
              that is printed on its page, opens nothing.",
        cure: "Do not hang or hand out the sheet. Make the symbol anew by a code block with its `channel`, \
               without shortener, tracking or a message written beforehand. With `mileposter proof`, name \
               the right record by `--hotline`; a symbol that belongs there and that you have scanned \
               yourself can pass by `--allow symbol-payload`.",
        source: "Fake codes on parking meters in Redondo Beach (boingboing, Aug 2024)",
    },
    Page {
        code: code::SYMBOL_SIZE,
        why: "Printers smear a little, and a phone must tell the small squares of a symbol, its modules, \
              apart. A module takes at least four dots of the printer, 0.33 mm at 300 dpi; below that, or \
              below 18 mm a side, a symbol that scans on the screen may not scan from paper.",
        cure: "Raise the first length in `side`, as `side = [\"22 mm\", \"27 mm\"]`, and give the block that \
               room. `channel = \"call\"` makes larger modules than `channel = \"chat\"`. Where 18 mm do not \
               fit, print the digits alone.",
        source: "DENSO, QR module size, https://www.qrcode.com/en/howto/cell.html (undated)",
    },
    Page {
        code: code::SYMBOL_DISTANCE,
        why: "A phone reads a symbol from about ten times its side: one of 30 mm from 30 cm. If it is \
              smaller than that for where people stand, they have to come close and hold a phone up, where \
              others may see it.",
        cure: "Raise `side` of the code block, or set its `distance` to what it really is, as \
               `distance = \"20 cm\"` in a stall. Nobody scans a wall poster from across a room; there the \
               digits must do.",
        source: "Side of at least a tenth of the distance, delivr.com and others",
    },
    Page {
        code: code::SYMBOL_QUIET_ZONE,
        why: "A reader tells a symbol from what is around it by the clear ground on its four sides. With \
              text, a line or a picture within four modules of it, some phones do not find it.",
        cure: "Give the symbol a cell of its own, and move other blocks away by a larger `gap` or `padding`. \
               In a PDF from elsewhere, put the symbol in again together with its white margin.",
        source: "ISO/IEC 18004 (quiet zone)",
    },
    Page {
        code: code::SYMBOL_INVERTED,
        why: "Light modules on a dark ground are read by some scanners and not by others, since readers need \
              not support them. ZXing and quirc, two of the programs that read symbols, have reports of such \
              ones that were not read.",
        cure: "Print symbols dark on light. A code block of the program always stands on white, also inside \
               a dark band. In a PDF from elsewhere, exchange the two colours of the symbol and leave its \
               white margin.",
        source: "ISO/IEC 18004 (reversal is optional); ZXing, https://github.com/zxing/zxing/issues/194 and \
                 https://github.com/zxing/zxing/issues/1471 (second one 13 Dec 2021); quirc, \
                 https://github.com/dlbeer/quirc/issues/156 (17 Nov 2025)",
    },
    Page {
        code: code::SYMBOL_UNLABELLED,
        why: "Without print beside it nobody can see what a symbol does, or notice that another one was \
              stuck over it. Many people cannot or dare not scan, since a scan leaves traces in the phone, \
              and they need the digits. This is the project's own rule.",
        cure: "Put a text block right beside the symbol: `text = \"{call}\"` for one that calls, \
               `text = \"{text}\"` for one that texts, `text = \"{chat}\"` for one that opens the chat.",
        source: "",
    },
    Page {
        code: code::SYMBOL_WORN,
        why: "Posters are printed on poor printers and photocopied. So the symbol is made worse on purpose: \
              300 dpi in black and white alone, light toner, 2 % off in scale, slightly blurred and turned, \
              and copied twice. One that cannot be read after that would be lost on the road. The test is \
              the project's own.",
        cure: "Raise `side` of the code block, so that its modules become larger. `channel = \"call\"` makes \
               larger modules than `channel = \"chat\"`. In a PDF from elsewhere, put the symbol in anew, \
               larger and black on white.",
        source: "",
    },
    Page {
        code: code::HEADING_ORDER,
        why: "With a screen reader people go from heading to heading. If a level is skipped, or the first \
              heading is not of the first level, they cannot tell whether they have missed something.",
        cure: "Give the first heading of a template `role = \"heading\"`, and those below it \
               `role = \"subheading\"`; no subheading may come first.",
        source: "ISO 14289-1, 7.4.2; Matterhorn Protocol 14-002; Matterhorn Protocol 14-003",
    },
    Page {
        code: code::READING_ORDER,
        why: "A screen reader follows the order of the file, not that of the page. If the two differ, the \
              number is read before the sentence it belongs to, or two languages are mixed.",
        cure: "Name the blocks in `areas` in the order in which they are read, row by row from the side \
               where reading begins. Keep what one language says together in a `group`.",
        source: "ISO 14289-1, 7.2; Matterhorn Protocol 09-001; WCAG 2.2, success criterion 1.3.2",
    },
    Page {
        code: code::IMAGE_RESOLUTION,
        why: "Below 150 dots to the inch a picture comes out soft or in steps, and small print or a symbol \
              in it may be lost. The limit is the project's own; print shops ask for 300.",
        cure: "Use the picture as it came from the camera or its maker, not a copy from a web page or a \
               message, or let it stand smaller. Put numbers and symbols on the page as text and as a \
               symbol, never in a picture. If the picture only decorates, `--allow image-resolution` lets it \
               pass.",
        source: "Print practice, https://www.kkpdc.com",
    },
    Page {
        code: code::LOGO_FAINT,
        why: "Who cannot see a logo cannot tell whose poster it is. What must be seen to understand a picture \
              needs a contrast of 3:1 with its ground, in colour and as a copier shows it. Which part of a logo \
              that is nobody can tell, so a thirtieth of its box is enough. Mostly it is the logo for dark \
              grounds, white on nothing.",
        cure: "Ask its owner for the logo for light grounds, or for one dark colour. If it is to be faint, \
               `--allow logo-faint` lets it pass.",
        source: "WCAG 2.2, success criterion 1.4.11",
    },
    Page {
        code: code::DISCREET,
        why: "People who are controlled are searched, and to be caught with the number is a danger, as the \
              Oregon programme In Our Backyard says. So a discreet piece must look like any other note: no \
              symbol, no drawn mark, no name of the line, no word such as hotline or trafficking.",
        cure: "Take code, icon and image blocks, `{hotline}` and `{host}` out of the template, and telling words \
               out of its messages. Print the number by `{plain}`. If the piece may show what it is, set \
               `mode = \"take-along\"` or `mode = \"leave-in-place\"`.",
        source: "In Our Backyard, https://abolitionnow.com",
    },
    Page {
        code: code::SYMBOL_CUT,
        why: "With `--tile` a poster comes on several sheets. A symbol that is on none of them whole is cut by a \
              seam, and a fold of the paper, glue or a gap of a millimetre there can make it unreadable. It is \
              left out of `manifest.json`, since no sheet shows it. Seams are moved out of the way of symbols as \
              far as the sheets allow.",
        cure: "Name a larger paper with `--tile`, or make the symbol smaller in the template. If it must be so, \
               glue with care and scan the symbol on the finished poster before it hangs.",
        source: "",
    },
    Page {
        code: code::TILE_DIFFERS,
        why: "With `--tile` every sheet is drawn and held against the poster, pixel by pixel. This one shows \
              something else: a digit could be missing at a seam, and nobody would see it before the sheets \
              are glued. So nothing was written.",
        cure: "The fault lies in the program: report it together with the command, the template and the entry \
               of the place. Until it is cured, print the poster in one piece, without `--tile`.",
        source: "",
    },
    Page {
        code: code::BLEED,
        why: "A print shop cuts whole stacks, and its knife misses by up to a millimetre or two. A background that \
              ends at the cut then leaves a white edge, so it must run on over the cut, into the bleed. Where \
              the cut is, the page boxes tell; a wrong one cuts into the words.",
        cure: "Give the block that has the background `bleed = true`, so that it runs on by itself, or padding \
               to its template, so that it keeps away from the edge.",
        source: "ISO 32000-1:2008, 14.11.2; ISO 15930-7:2010",
    },
    Page {
        code: code::PRESS_INK,
        why: "A press prints one ink after the other, and they never lie exactly on each other. Small letters and \
              the modules of a symbol that are mixed of four inks get coloured seams and may not be read. Black \
              ones are therefore printed with black ink alone. And a colour in light instead of ink is mixed by \
              every shop in its own way.",
        cure: "The program writes such inks by itself, so the fault lies in it: report it with the template. \
               Until then build without `--profile`, or with `--greyscale`.",
        source: "ISO 15930-7:2010; ISO 12647-2:2013",
    },
    Page {
        code: code::TRANSPARENCY,
        why: "No ink is half there. What lets the ground shine through is turned into opaque pieces at the print \
              shop, by settings that nobody here knows; thin lines and letters change on the way.",
        cure: "Draw it in full ink, in a lighter colour if it was to look faint. If nothing on the piece was meant \
               to be see-through, the fault lies in the program: report it with the template.",
        source: "ISO 32000-1:2008, chapter 11",
    },
    Page {
        code: code::NOTICE_UNMET,
        why: "This notice was printed for a posting rule, and the finished page does not have what the rule asks for: it \
              is too small, a number or a fact is missing, or no sign of one's own can comply at all. Whoever hangs it \
              would believe that the law is met.",
        cure: "The message names what is missing. Choose a larger `--stock` or leave `--language` and `--template` to the \
               rule; put a number that the rule wants into `data/hotlines.toml`. Where only an agency's sign complies, ask \
               for that one: `mileposter explain` and the id of the rule has the source.",
        source: "",
    },
    Page {
        code: code::NOTICE_UNSURE,
        why: "Nobody can tell whether this notice meets its rule, since something is not known: the third language of a \
              county, a permission, whether the place is one of those that the law means, or the words of the law, which \
              the program does not have.",
        cure: "The message names what to find out, and where it goes: an `[[answer]]` in `locations.toml`, `permit` or \
               `venues` of the place, the words of the law in `data/wording.toml`. `docs/rules.md` has an example of each. \
               What cannot be found out is asked of whoever applies the law.",
        source: "",
    },
    Page {
        code: code::NO_AUDIT_SYMBOL,
        why: "With `audit_symbol = true` each piece bears a small symbol beside its serial. It takes a square of \
              10 mm, so small and folded pieces have none, nor pieces without a line for the serial, nor those \
              whose words need the room; a discreet piece shows no symbol at all. Whoever looks after these \
              types the serial instead, or finds the piece by its place.",
        cure: "Nothing need be done. A larger paper or fewer languages may give it room; without \
               `audit_symbol` in `[campaign]` no piece has one.",
        source: "",
    },
    Page {
        code: code::FORM_FIELD,
        why: "Somebody fills the sheet in on a screen: with a keyboard, or with a reader that speaks. A field that is not \
              there, stands beside its lines or has no label shuts them out. And what they write is theirs: a file \
              that runs a script or sends a form could carry it to anybody.",
        cure: "Every field of a template is written, listed and labelled by the program, and nothing else that acts is. If \
               this is told, the fault lies in the program: report it with the template.",
        source: "ISO 32000-1:2008, 12.7; ISO 14289-1, 7.18.4; ISO 19005-2:2011, 6.4.1",
    },
    Page {
        code: code::IMPRINT_READ,
        why: "The site line and the serial tell which sheet hangs where, and by them a coordinator finds \
              what must be replaced when a number changes. On this sheet they do not read back from the \
              finished file.",
        cure: "Write the `name` of the place shorter and in plain letters. If it has no unusual character, \
               the fault lies in the program: report it together with the entry of the place. The files of \
               an earlier build are as they were.",
        source: "",
    },
    Page {
        code: code::NOT_A_PDF,
        why: "What cannot be opened here may not open at the print shop, and nothing in it can be proofed. \
              Perhaps a download broke off, the file is locked by a password, or it bears the ending `.pdf` \
              and is something else.",
        cure: "Open the file in a viewer. If it opens, save it anew as a PDF, without a password. If it does \
               not, fetch or export it again.",
        source: "",
    },
    Page {
        code: code::NUMBER_ABSENT,
        why: "The number of the record was found on no page. Either it is not there, or it belongs to \
              another record, or it is drawn as a picture or outlines and cannot be compared digit by digit.",
        cure: "See that `--hotline` names the right record. If the number is a picture or outlines, export \
               the file again with real text. If that cannot be done, compare the digits with the record by \
               eye, dial them from paper, and let the warning pass by `--allow number-absent`.",
        source: "",
    },
    Page {
        code: code::FONT_NOT_EMBEDDED,
        why: "The file names a face and does not hold it. Another computer or the print shop takes what it \
              has instead; letters may turn into empty boxes, and lines may run over.",
        cure: "Export the PDF again with its fonts embedded; PDF/A always has them. If you did not make the \
               file, ask its maker for such a one.",
        source: "ISO 14289-1, 7.21.4.1; Matterhorn Protocol 31-009",
    },
    Page {
        code: code::PAGE_BOXES,
        why: "By its boxes a PDF tells how large the sheet is, how far colour runs on and where it is cut. \
              If they do not lie inside each other, a print shop may cut or scale the page wrongly and take \
              off the edge of the text.",
        cure: "Export the file again, with the trim box inside the bleed box and both inside the sheet, or \
               with the sheet alone. Tell the print shop the finished size. If you print at home and a sheet \
               at 100 % comes out whole, let the warning pass by `--allow page-boxes`.",
        source: "ISO 32000-1, 14.11.2",
    },
    Page {
        code: code::UNTAGGED,
        why: "Without tags a screen reader has neither order nor headings to follow. That matters as soon as \
              the file is sent or put on a web page; on paper it changes nothing.",
        cure: "Export the PDF again with tags; office programs call this tagged PDF, accessible PDF or \
               PDF/UA. Give the document its title and its language. If it is only printed, let the warning \
               pass by `--allow untagged`.",
        source: "ISO 14289-1, 7.1; Matterhorn Protocol 01-005",
    },
    Page {
        code: code::LEDGER_ROW,
        why: "A row that is not understood is no event: what it tells of, hangs or is torn without anybody \
              knowing. Spreadsheet programs change days and numbers when they open a file, and rows typed by hand \
              have no id by which copies are united.",
        cure: "Mend the cell that is named, or delete the row and write it down anew with `mileposter log`, which \
               makes the id. Days are written like 2026-11-29. If a spreadsheet program changed many of them, go \
               back to a copy of the file from before.",
        source: "",
    },
    Page {
        code: code::LEDGER_TORN,
        why: "The machine went off, or the program was killed, while the last row was written. What stands there \
              is a part of an event, and nothing can be made of it. All rows before it are whole.",
        cure: "Write that event down again with `mileposter log`. The part is put into `ledger.torn.csv`, where it \
               can be looked at; then that file can be deleted.",
        source: "",
    },
    Page {
        code: code::LEDGER_CONFLICT,
        why: "Two rows cannot both be true: the same work told by two people would count twice, two people saw \
              different things on one day, or a row was changed in one copy and not in the other. Or the file \
              is open in a spreadsheet program, which would write an older copy over it.",
        cure: "Ask who was there. Undo the wrong event with `mileposter log undo ID`; of two rows with one id \
               delete the wrong one in every copy. Close the spreadsheet program before you log.",
        source: "",
    },
    Page {
        code: code::LEDGER_PLACE,
        why: "What hangs at a place that is not in the list is looked after by nobody: no route sheet, no map and \
              no reprint has it.",
        cure: "If the id was changed, change it in the ledger too, in every copy. If the place was taken out of \
               the list, take the sheets down and log it with `mileposter log removed`, or bring the place back \
               with `status = \"closed\"`.",
        source: "",
    },
    Page {
        code: code::PRINTS_UNREAD,
        why: "By the record of prints the program knows what the sheet with a serial says, and so whether it is \
              still true. What is missing there counts as outdated.",
        cure: "Build the place again: that writes its prints down. If a colleague printed the sheets, unite both \
               records: `mileposter log merge prints.jsonl`, with the path of theirs.",
        source: "",
    },
    Page {
        code: code::LOG_REFUSED,
        why: "What is written into the ledger decides what is printed and where somebody drives. A serial with a \
              slip would tell of another sheet, and the names, numbers and notes of people could harm them.",
        cure: "Read the serial once more from the foot of the sheet; the hint names the one that was likely meant. \
               Write initials instead of names, and notes of the place alone.",
        source: "",
    },
    Page {
        code: code::PHOTO_UNREAD,
        why: "Nothing can be said of what hangs on a photo that cannot be opened. iPhones save HEIC unless they are told \
              otherwise, and mail or a messenger may have cut a file short.",
        cure: "Send the photo as JPEG or PNG, of at most 64 MB and 60 million pixels. On an iPhone, Settings › Camera › \
               Formats › Most Compatible makes all further photos JPEG. A photo that is full of squares like those in the \
               corners of symbols is refused too: take it nearer, so that one piece fills it.",
        source: "",
    },
    Page {
        code: code::PHOTO_EMPTY,
        why: "The photo can be opened, and nothing on it looks like a symbol. Either the piece is not on it, or it is too \
              small, dark or blurred, or the symbol is hidden altogether.",
        cure: "Step nearer until the piece fills the picture, hold the telephone straight before it, with more light and \
               without flash, and tap on the symbol to focus. If the piece has no symbol at all, let the warning pass by \
               `--allow photo-empty`.",
        source: "",
    },
    Page {
        code: code::SIGHTING_FOREIGN,
        why: "Whoever pastes a sticker with another symbol over ours leads people who seek help to a page or a number of \
              his own, to money, or to those whom they flee. A number with one wrong digit is told so too, and a message \
              that has words in it already.",
        cure: "Do not open what the symbol says, and do not scan it with another program. See whether a sticker is pasted \
               over ours or beside it: take it off or put up a new piece, keep the photo, and tell your coordinator and \
               whoever runs the place. If it belongs to the place itself, as the address of its network, take the photo \
               without it.",
        source: "Federal Trade Commission, consumer alert of December 2023, on harmful links in QR codes that were pasted over others.",
    },
    Page {
        code: code::SIGHTING_OUTDATED,
        why: "The symbol is ours and says what an earlier record said. The number or address may lead nowhere today, or to \
              somebody else.",
        cure: "Build the pieces of the place anew and exchange what hangs.",
        source: "",
    },
    Page {
        code: code::SIGHTING_UNREAD,
        why: "Two or three corners of a symbol are seen, and it cannot be read. Perhaps it shines, is wet or lies in \
              shadow; perhaps it was scratched, or something was pasted over a part of it. A telephone will not read it \
              either.",
        cure: "Look at the piece. If it is damaged or covered, put up a new one. If it is sound, take the photo again, \
               nearer, straight on, without flash, and from where no lamp is mirrored in it.",
        source: "",
    },
    Page {
        code: code::SIGHTING_MISSING,
        why: "By the plan a piece with this symbol hangs at the place, and no photo of this run shows it. It may be gone, \
              covered, or not have been photographed. Pieces with equal symbols cannot be told apart: one that is seen \
              stands for all.",
        cure: "Take a photo of every piece at the place and audit them together. Put up anew what is gone.",
        source: "",
    },
    Page {
        code: code::HANDOUT,
        why: "Some sheets hang at a place, and get its name and a serial of their own; others are handed out or kept by those who \
              work with them. Whoever hangs a list of local services, or the sheet for staff, where a controlling person \
              reads it too, tells that person what to look out for.",
        cure: "Print it by `mileposter handout NAME`, or choose a template that hangs. `mileposter list templates` tells which is which.",
        source: "",
    },
    Page {
        code: code::SERVICE_OLD,
        why: "A wrong number on a sheet costs the one call that somebody dares to make. Groups move, close and change their \
              hours; the directory of the national line is verified again every year. So an entry says when somebody checked \
              it, and after a year it is told; three months later, or where no day is known, it is left out.",
        cure: "Call each service that is named, correct its entry and write the day under `verified_on`. Where a whole list \
               was checked on one day and does not say so, name the day by `--verified-on`.",
        source: "Hotline referral directory, yearly renewal, https://forms.humantraffickinghotline.org/4 (n.d., seen 2026-11-29)",
    },
    Page {
        code: code::CONFIDENTIAL_ADDRESS,
        why: "The address of a shelter, known to the wrong person, can cost a life, and many states punish telling it. Whatever \
              a list says of such a place, no page may show where it is. The finished file is read back and searched for \
              every address of every service that is `phone-only` or `never`.",
        cure: "Nothing was printed. Take the address out of the words of the campaign that hold it: its title, the organization, a \
               message or template of your own. If it is nobody's secret, say so by `disclosure = \"public\"` with the service.",
        source: "Connecticut Office of Legislative Research, 2014-R-0011, https://www.cga.ct.gov; Open Referral, specification issue \
                 166, https://github.com/openreferral/specification/issues/166 (open since 22 Aug 2017)",
    },
    Page {
        code: code::ADDRESS_WITHHELD,
        why: "Whoever flees from violence is safe as long as nobody can read where they are. The address of this or of \
              another service may not be told, and it stands in a text that would be printed: in a description, in how \
              to start, in the address of an office in the same house. That text is left out; it is shown nowhere, not \
              in this fault either. What only looks like a street address is left out too, in texts of services that \
              are reached by telephone alone.",
        cure: "Open the file at that place and take the address out of the text. If the service whose address it is may \
               be found by everybody, because it says so itself, write `disclosure = \"public\"` for it. A service \
               whose very name holds an address needs another name.",
        source: "Several states and federal grants forbid telling addresses of shelters; Connecticut Office of \
                 Legislative Research, report 2014-R-0011",
    },
    Page {
        code: code::SERVICE_LEFT_OUT,
        why: "A package of services comes from somebody else, and one broken entry is no reason to do without the others. \
              So what cannot be read is left out: a service without a name or a telephone number, a number that nobody \
              can dial, a day that is none. An address in it stays sealed all the same.",
        cure: "Tell whoever keeps the list. Until it is mended, a service that is needed can be written into \
               referrals.toml by hand. Of more than twenty faults of a kind the rest is counted.",
        source: "Human Services Data Specification 3.0 (Open Referral, 16 May 2024)",
    },
    Page {
        code: code::SERVICE_SHORTENED,
        why: "A sheet of services has a few lines for each. A longer text is cut at a word and ends with `…`; of a service \
              that is at several places none is printed, since the nearest cannot be known, and a call tells it.",
        cure: "Read the shortened texts on the sheet. If one lost what matters, write the service into referrals.toml in \
               fewer words.",
        source: "",
    },
    Page {
        code: code::SERVICE_INACTIVE,
        why: "A package keeps services that have ended, or have not begun: whoever goes there stands before a closed door. Only \
              those whose `status` is `active`, or that have none, are listed.",
        cure: "Nothing, if they have ended. If one goes on, ask whoever keeps the list to set its `status`.",
        source: "Human Services Data Specification 3.0 (Open Referral, 16 May 2024), service.status",
    },
];

#[cfg(test)]
mod tests {
    use super::{PAGES, handbook, page};
    use crate::code;

    #[test]
    fn every_code_has_its_page_in_order() {
        let codes: Vec<_> = PAGES.iter().map(|page| page.code).collect();
        assert_eq!(codes, code::ALL);
        for known in code::ALL {
            let page = page(*known);
            assert!(page.why.len() > 40 && page.cure.len() > 20, "{}", known.name);
            let heading = format!("\n### {}\n", known.name);
            assert_eq!(handbook().matches(&heading).count(), 1, "{}", known.name);
        }
    }
}
