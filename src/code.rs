//! The stable names of all faults. A code never changes its meaning; a script may rely on it.
//!
//! A code has one severity. What it means to a volunteer, with its reason and its cure, stands in [`crate::explain`].

use crate::phrase::{Phrase, say};

/// How much a fault weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// May be wrong; printing goes on.
    Warning,
    /// Nothing is printed.
    Error,
}

impl Severity {
    /// The word, as printed before the brackets: `error[milepost-range]`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The word, for people.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Note => say("note"),
            Self::Warning => say("warning"),
            Self::Error => say("error"),
        }
    }
}

/// What a fault is about: the heading it stands under in the handbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// How a file is written.
    Files,
    /// Locations and what hangs there.
    Places,
    /// The hotline record.
    Hotlines,
    /// Catalogs.
    Words,
    /// Templates and stocks.
    Templates,
    /// Pages, as laid out and as read back.
    Pages,
    /// PDFs from anywhere.
    Finished,
    /// What hangs, and what was found.
    Ledger,
    /// Photos of what hangs.
    Photos,
    /// Local services that people are referred to.
    Services,
}

impl Group {
    /// All, in the order of the handbook.
    pub const ALL: [Self; 10] = [
        Self::Files,
        Self::Places,
        Self::Hotlines,
        Self::Words,
        Self::Templates,
        Self::Pages,
        Self::Finished,
        Self::Ledger,
        Self::Photos,
        Self::Services,
    ];

    /// The heading.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Files => "Files",
            Self::Places => "Places",
            Self::Hotlines => "Hotline records",
            Self::Words => "Words",
            Self::Templates => "Templates",
            Self::Pages => "Pages",
            Self::Finished => "Finished PDFs",
            Self::Ledger => "The ledger",
            Self::Photos => "Photos",
            Self::Services => "Local services",
        }
    }
}

/// The stable name of a kind of fault, with what it says about a file or page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Kebab-case name, as printed in brackets: `error[milepost-range]`.
    pub name: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What it is about.
    pub group: Group,
    /// What is wrong when this fault is reported, in one clause.
    pub what: &'static str,
}

impl Code {
    /// The code with a name.
    pub fn parse(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|code| code.name == name)
    }
}

macro_rules! codes {
    ($($group:ident { $($severity:ident $constant:ident $name:literal $what:literal;)* })*) => {
        $($(
            #[doc = $what]
            pub const $constant: Code =
                Code { name: $name, severity: Severity::$severity, group: Group::$group, what: $what };
        )*)*
        /// Every code, in the order of the handbook.
        pub const ALL: &[Code] = &[$($($constant),*),*];
    };
}

// One list makes the constant and the table row, so that neither can be forgotten.
codes! {
    Files {
        Error SYNTAX "syntax" "the file is not written in its format";
        Error UNKNOWN_FIELD "unknown-field" "a field that the program does not know";
        Error MISSING_FIELD "missing-field" "a field that must be there is not";
        Error WRONG_TYPE "wrong-type" "a value of another kind than the field takes";
        Error BAD_VALUE "bad-value" "a value that the field does not take";
        Error HOSTILE_TEXT "hostile-text" "a control or direction character, or a text far too long";
        Error TOO_LARGE "too-large" "more bytes, rows or pages than the program reads";
        Error TOO_DEEP "too-deep" "tables or blocks inside each other too often";
        Error DUPLICATE_ID "duplicate-id" "the same id twice";
        Error BAD_ID "bad-id" "an id with characters that do not fit a file name";
        Note HEAD_GUESSED "head-guessed" "a column head in another spelling, understood as a field";
        Warning COLUMN_UNREAD "column-unread" "a column of a spreadsheet that is not read";
        Note KEPT_IN_NOTES "kept-in-notes" "a column of an imported sheet that is no field, kept in the notes";
        Note ROAD_GUESSED "road-guessed" "a route, direction or mile of an imported sheet, understood in spite of its spelling";
        Note VALUE_GUESSED "value-guessed" "a value of an imported sheet that was mended, made or guessed";
        Warning CELLS_CONFLICT "cells-conflict" "cells of an imported row that contradict each other, or do not fit";
        Warning ROW_LEFT_OUT "row-left-out" "a row of an imported sheet that is no place";
        Error RULES_SCHEMA "rules-schema" "a file of posting rules that was written for another version of the program";
        Warning RULES_STALE "rules-stale" "posting rules that were not compared with the laws for more than a year";
        Error UNKNOWN_RULE "unknown-rule" "a posting rule that does not exist";
        Error BAD_ALLOWANCE "bad-allowance" "a fault is allowed without a reason, or cannot be allowed";
        Error BAD_PROFILE "bad-profile" "an ICC profile that is broken, or not that of a press";
        Warning MANIFEST_UNREAD "manifest-unread" "the manifest of an earlier build cannot be read";
        Warning FILE_CHANGED "file-changed" "a file of an earlier build is not what was printed any more";
        Error MERGE_REFUSED "merge-refused" "output folders that cannot be put together";
    }
    Places {
        Error UNKNOWN_KIND "unknown-kind" "a kind of place that the program does not know";
        Error UNKNOWN_ROUTE "unknown-route" "a route that is not written like `I-5`, `US-97` or `OR-22`";
        Error MILEPOST_RANGE "milepost-range" "a milepost that no road reaches, or past the end of its route in that state";
        Warning MILEPOST_ORDER "milepost-order" "a milepost that does not fit between those of its neighbours";
        Error COORDINATE_RANGE "coordinate-range" "a latitude or longitude off the globe, or one without the other";
        Warning COORDINATE_DUPLICATE "coordinate-duplicate" "two places at the same coordinates";
        Warning COORDINATE_FAR "coordinate-far" "coordinates farther from a neighbour than the road between them is long";
        Warning WRONG_SIDE "wrong-side" "coordinates on the other side of the road than the direction says";
        Warning SAME_SITE "same-site" "two records that seem to be the same place";
        Error NO_LOCATIONS "no-locations" "no location is left to print for";
        Warning NO_HANG_RULE "no-hang-rule" "a location to which no hang rule applies";
        Warning RULE_UNMET "rule-unmet" "a piece where a posting rule lets only signs hang that are otherwise";
        Note RULE_OPEN "rule-open" "places where the law wants a sign and no piece there is one";
        Note STALL_COUNT "stall-count" "stall counts are not known, so one copy is planned";
    }
    Hotlines {
        Error UNKNOWN_HOTLINE "unknown-hotline" "a hotline that has no record";
        Error PHONE_NUMBER "phone-number" "a number that is not E.164, or a grouping with other digits";
        Error VANITY "vanity" "letters that spell another number";
        Warning RECORD_STALE "record-stale" "a hotline record that was not checked for too long";
        Error RECORD_ENDED "record-ended" "a hotline record past its last day";
        Warning RECORD_FUTURE "record-future" "a hotline record that was checked after today, so the clock or the record is wrong";
        Error BAD_URL "bad-url" "an address that is not plain https on the record's own host";
        Error CHANNEL "channel" "the line does not offer this channel";
        Error CHANNEL_LANGUAGE "channel-language" "a channel is offered in a language that it does not serve";
        Warning VOICE_LANGUAGE "voice-language" "the line is not known to answer calls in a language";
    }
    Words {
        Error UNKNOWN_LANGUAGE "unknown-language" "a language that has no catalog";
        Error UNKNOWN_MESSAGE "unknown-message" "a message that no catalog has";
        Warning MESSAGE_UNUSED "message-unused" "a message that the English catalog does not have";
        Error SPOKEN_LANGUAGE "spoken-language" "a language that is mostly spoken, on a piece that is read";
        Error PSEUDO_LANGUAGE "pseudo-language" "English in disguise, which is for trying a layout and not for printing";
        Note LANGUAGE_NEEDED "language-needed" "languages that are needed at places where no piece has them";
        Warning READING_LEVEL "reading-level" "words for a person concerned that are harder to read than grade six";
        Error MESSAGE_MISSING "message-missing" "a language lacks a message";
        Error MESSAGE_EMPTY "message-empty" "a message without words";
        Warning MESSAGE_ENGLISH "message-english" "a message that is still the English one";
        Error MESSAGE_DIGITS "message-digits" "digits written into a message or template";
        Error PLACEHOLDER "placeholder" "a placeholder that does not exist, or stands where it cannot be filled";
        Error PLACEHOLDER_LOST "placeholder-lost" "a placeholder of the English message that a translation has lost";
        Error WRONG_SCRIPT "wrong-script" "letters of another script than the language is written in";
        Warning DRAFT "draft" "words that no native speaker has reviewed";
        Warning REVIEW_VOID "review-void" "words that were changed since their review";
    }
    Templates {
        Error UNKNOWN_TEMPLATE "unknown-template" "a template that does not exist";
        Error UNKNOWN_STOCK "unknown-stock" "a stock that does not exist";
        Error STOCK_MISFIT "stock-misfit" "a template that does not go on a stock";
        Error MIXED_STOCKS "mixed-stocks" "pieces on several kinds of sheet for one file";
        Error STOCK_UNPROOFED "stock-unproofed" "a stock whose measures are not sure";
        Error UNKNOWN_BLOCK "unknown-block" "an area of a grid that names no block";
        Error BAD_GRID "bad-grid" "a grid whose rows, columns and areas do not agree";
        Error NO_LAYOUT "no-layout" "no layout of the template is for this size and number of languages";
        Error NO_FACE "no-face" "no bundled face for a script, or a face that is none";
        Error ARTWORK "artwork" "a picture in another format, or with more than flat shapes and pixels";
    }
    Pages {
        Error MISSING_GLYPH "missing-glyph" "no bundled face has a sign for a character";
        Error TEXT_FIT "text-fit" "a text that cannot fit its area at its smallest size";
        Error TEXT_CUT "text-cut" "ink that the edge of the sheet or of its box cuts off";
        Error TYPE_FLOOR "type-floor" "type below the floor of its block";
        Error OVERLAP "overlap" "two blocks whose ink overlaps";
        Error SAFE_AREA "safe-area" "ink outside the safe area";
        Error CONTRAST "contrast" "text and ground with a contrast below 7:1, in colour, in grey or to a colour-blind eye";
        Error NUMBER_READ "number-read" "the number is not found where it must stand, in visual order, on one line";
        Error NUMBER_MISPRINT "number-misprint" "a telephone number that is the record's but for a digit or two";
        Error NUMBER_FOREIGN "number-foreign" "a telephone number that is not of the hotline record";
        Error DIGIT_HEIGHT "digit-height" "digits too small for the distance that the piece is read from";
        Error SYMBOL_READ "symbol-read" "a symbol that cannot be read";
        Error SYMBOL_PAYLOAD "symbol-payload" "a symbol that says what its record does not";
        Error SYMBOL_SIZE "symbol-size" "a symbol or its modules too small to print and read";
        Error SYMBOL_DISTANCE "symbol-distance" "a symbol too small for the distance that it is scanned from";
        Error SYMBOL_QUIET_ZONE "symbol-quiet-zone" "ink inside the four modules around a symbol that must stay clear";
        Error SYMBOL_INVERTED "symbol-inverted" "a light symbol on a dark ground";
        Error SYMBOL_UNLABELLED "symbol-unlabelled" "no number or address in print beside a symbol";
        Error SYMBOL_WORN "symbol-worn" "a symbol that a poor printer and a copier make unreadable";
        Error HEADING_ORDER "heading-order" "headings that skip a level or do not begin with the first";
        Error READING_ORDER "reading-order" "text that is read aloud in another order than it stands on the page";
        Warning IMAGE_RESOLUTION "image-resolution" "a picture with too few pixels for its size in print";
        Warning LOGO_FAINT "logo-faint" "a logo that hardly stands out from its ground";
        Error DISCREET "discreet" "a discreet piece that shows what it must not";
        Warning SYMBOL_CUT "symbol-cut" "a seam between sheets that runs through a symbol";
        Error TILE_DIFFERS "tile-differs" "a sheet that does not show its part of the poster";
        Error BLEED "bleed" "a background that stops at the cut, or a page that would be cut wrongly";
        Error PRESS_INK "press-ink" "black type or a symbol in more inks than black, or a colour that is not in the inks of the press";
        Error TRANSPARENCY "transparency" "something see-through in a file for a print shop";
        Error NOTICE_UNMET "notice-unmet" "a notice for a posting rule that does not meet it";
        Warning NOTICE_UNSURE "notice-unsure" "a notice for a posting rule of which nobody can tell whether it meets it";
        Note NO_AUDIT_SYMBOL "no-audit-symbol" "a piece without the audit symbol that the campaign asks for";
        Error FORM_FIELD "form-field" "a field that cannot be filled in on a screen as it was laid out, or something else there that acts";
        Error IMPRINT_READ "imprint-read" "the site line or serial does not read back";
    }
    Finished {
        Error NOT_A_PDF "not-a-pdf" "a file that cannot be read as a PDF";
        Warning NUMBER_ABSENT "number-absent" "the number of the record stands nowhere in the file";
        Warning FONT_NOT_EMBEDDED "font-not-embedded" "a face that the file names and does not hold";
        Warning PAGE_BOXES "page-boxes" "page boxes that do not lie inside each other";
        Warning UNTAGGED "untagged" "a file that a screen reader cannot follow";
    }
    Ledger {
        Error LEDGER_ROW "ledger-row" "a row of the ledger that cannot be read";
        Warning LEDGER_TORN "ledger-torn" "a last row of the ledger that was cut off while it was written";
        Warning LEDGER_CONFLICT "ledger-conflict" "events of the ledger that contradict each other";
        Warning LEDGER_PLACE "ledger-place" "events at a place that is not in the locations file";
        Warning PRINTS_UNREAD "prints-unread" "a line of the record of prints that cannot be read";
        Error LOG_REFUSED "log-refused" "an event that cannot be written down so";
    }
    Photos {
        Error PHOTO_UNREAD "photo-unread" "a photo that is too large, broken, or neither JPEG nor PNG";
        Warning PHOTO_EMPTY "photo-empty" "a photo on which no symbol is seen";
        Error SIGHTING_FOREIGN "sighting-foreign" "a symbol where a piece hangs that is not ours";
        Warning SIGHTING_OUTDATED "sighting-outdated" "a symbol that says what an earlier record said";
        Warning SIGHTING_UNREAD "sighting-unread" "a symbol on a photo that is covered, damaged or blurred";
        Warning SIGHTING_MISSING "sighting-missing" "a symbol that must hang at a place and is on no photo";
    }
    Services {
        Error HANDOUT "handout" "a sheet that is handed out, where one that hangs is wanted";
        Warning SERVICE_OLD "service-old" "local services that nobody checked for a year, or that bear no day";
        Error CONFIDENTIAL_ADDRESS "confidential-address" "an address that must not be known, on a finished page";
        Warning ADDRESS_WITHHELD "address-withheld" "a text that tells where somebody is who must not be found";
        Warning SERVICE_LEFT_OUT "service-left-out" "a service of a package, or a part of one, that cannot be read";
        Note SERVICE_SHORTENED "service-shortened" "more of a service than is printed";
        Note SERVICE_INACTIVE "service-inactive" "services of a package that are not active, and are not listed";
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let names: BTreeSet<_> = ALL.iter().map(|code| code.name).collect();
        assert_eq!(names.len(), ALL.len());
        for name in names {
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        }
    }
}
