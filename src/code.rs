//! The stable names of all faults. A code never changes its meaning; a script may rely on it.

/// The stable name of a kind of fault, with what it says about a file or page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Kebab-case name, as printed in brackets: `error[milepost-range]`.
    pub name: &'static str,
    /// What is wrong when this fault is reported, in one clause.
    pub what: &'static str,
}

macro_rules! codes {
    ($($constant:ident $name:literal $what:literal;)*) => {
        $(#[doc = $what] pub const $constant: Code = Code { name: $name, what: $what };)*
        /// Every code, in the order of the handbook's table.
        pub const ALL: &[Code] = &[$($constant),*];
    };
}

// One list makes the constant and the table row, so that neither can be forgotten.
codes! {
    // Files
    SYNTAX "syntax" "the file is not written in its format";
    UNKNOWN_FIELD "unknown-field" "a field that the program does not know";
    MISSING_FIELD "missing-field" "a field that must be there is not";
    WRONG_TYPE "wrong-type" "a value of another kind than the field takes";
    BAD_VALUE "bad-value" "a value that the field does not take";
    HOSTILE_TEXT "hostile-text" "a control or direction character, or a text far too long";
    TOO_LARGE "too-large" "a file beyond the size that the program reads";
    DUPLICATE_ID "duplicate-id" "the same id twice";
    BAD_ID "bad-id" "an id with characters that do not fit a file name";

    // Locations
    UNKNOWN_KIND "unknown-kind" "a kind of place that the program does not know";
    UNKNOWN_ROUTE "unknown-route" "a route that is not written like `I-5`, `US-97` or `OR-22`";
    MILEPOST_RANGE "milepost-range" "a milepost that no road reaches";
    COORDINATE_RANGE "coordinate-range" "a latitude or longitude off the globe, or one without the other";
    NO_LOCATIONS "no-locations" "no location is left to print for";
    NO_HANG_RULE "no-hang-rule" "a location to which no hang rule applies";
    STALL_COUNT "stall-count" "stall counts are not known, so one copy is planned";

    // Hotlines
    UNKNOWN_HOTLINE "unknown-hotline" "a hotline that has no record";
    PHONE_NUMBER "phone-number" "a number that is not E.164, or a grouping with other digits";
    VANITY "vanity" "letters that spell another number";
    RECORD_STALE "record-stale" "a hotline record that was not checked for too long";
    RECORD_ENDED "record-ended" "a hotline record past its last day";
    BAD_URL "bad-url" "an address that is not plain https on the record's own host";

    // Catalogs and templates
    UNKNOWN_LANGUAGE "unknown-language" "a language that has no catalog";
    UNKNOWN_TEMPLATE "unknown-template" "a template that does not exist";
    UNKNOWN_STOCK "unknown-stock" "a stock that does not exist, or that the template does not fit";
    UNKNOWN_BLOCK "unknown-block" "an area of a grid that names no block";
    BAD_GRID "bad-grid" "a grid whose rows, columns and areas do not agree";
    UNKNOWN_MESSAGE "unknown-message" "a message that no catalog has";
    MESSAGE_MISSING "message-missing" "a language lacks a message that a template prints";
    MESSAGE_DIGITS "message-digits" "digits written into a message or template";
    PLACEHOLDER "placeholder" "a placeholder that does not exist, or is lost in translation";
    DRAFT "draft" "words that no native speaker has reviewed";
    NO_LAYOUT "no-layout" "no layout of the template is for this stock and number of languages";
    CHANNEL "channel" "the line does not offer this channel";

    // Pages
    MISSING_GLYPH "missing-glyph" "no bundled face has a sign for a character";
    NO_FACE "no-face" "no bundled face for a script";
    TEXT_FIT "text-fit" "a text that cannot fit its area at its smallest size";
    TYPE_FLOOR "type-floor" "type below the floor of its block";
    OVERLAP "overlap" "two blocks whose ink overlaps";
    SAFE_AREA "safe-area" "ink outside the safe area";
    CONTRAST "contrast" "text and ground with a contrast below 7:1";
    NUMBER_READ "number-read" "the number is not found where it must stand, in visual order, on one line";
    NUMBER_FOREIGN "number-foreign" "a telephone number on the page that is not of the hotline record";
    SYMBOL_READ "symbol-read" "a symbol that does not decode to its payload";
    SYMBOL_SIZE "symbol-size" "a symbol or its modules too small, or its quiet zone broken";
    DISCREET "discreet" "a discreet piece that shows what it must not";
    IMPRINT_READ "imprint-read" "the site line or serial does not read back";
    NOT_A_PDF "not-a-pdf" "a file that cannot be read as a PDF";
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
