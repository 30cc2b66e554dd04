//! Closed lists: an enum with a word in files for each value.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// Every word with its meaning.
            pub const ALL: &[(&str, Self)] = &[$(($word, Self::$variant)),*];

            /// The word as written in files.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Reads the word, in any case, spaces or hyphens for underscores.
            pub fn parse(text: &str) -> Option<Self> {
                let known = |text: &str| {
                    let found = Self::ALL.iter().find(|(word, _)| word.eq_ignore_ascii_case(text));
                    found.map(|(_, value)| *value)
                };
                known(text).or_else(|| known(&text.trim().replace([' ', '-'], "_")))
            }
        }
    };
}

pub(crate) use words;
