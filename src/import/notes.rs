//! Notes that are made of several columns: `municipality: Grand Bay; truck_spots: 90`.

use super::name;

/// The longest notes, in characters.
pub(super) const LONGEST: usize = 2_000;

/// Parts of a note, in the order of the columns.
#[derive(Clone, Debug, Default)]
pub(super) struct Notes(Vec<String>);

impl Notes {
    /// What a column says. What would end a part does not stay one.
    pub(super) fn add(&mut self, head: &str, value: &str) {
        let value = name::on_one_line(value).replace("; ", ", ");
        let value = value.trim_end_matches(';');
        if !value.is_empty() {
            self.0
                .push(format!("{}: {value}", head.replace("; ", " ").replace(": ", " ")));
        }
    }

    /// What stands in a column for notes, as it is.
    pub(super) fn say(&mut self, value: &str) {
        let value = name::harmless_lines(value);
        if !value.is_empty() {
            self.0.push(value);
        }
    }

    /// All parts of others.
    pub(super) fn append(&mut self, others: &Self) {
        self.0.extend_from_slice(&others.0);
    }

    /// All parts, and whether some had to be cut off.
    pub(super) fn told(&self) -> (Option<String>, bool) {
        let all = self.0.join("; ");
        let cut = name::cut(&all, LONGEST);
        let is_cut = cut.len() < all.len();
        ((!cut.is_empty()).then_some(cut), is_cut)
    }
}

/// Earlier notes with what newer ones say: a part with the same head is exchanged, others are added, and what a person wrote stays.
pub(super) fn joined(earlier: &str, newer: &str) -> String {
    let head = |part: &str| part.split_once(": ").map(|(head, _)| head.to_owned());
    let mut parts: Vec<String> = earlier.split("; ").map(str::to_owned).collect();
    for part in newer.split("; ") {
        if parts.iter().any(|known| known == part) {
            continue;
        }
        let alike = head(part).and_then(|newer| {
            parts
                .iter_mut()
                .find(|known| head(known).as_ref() == Some(&newer))
        });
        match alike {
            Some(known) => part.clone_into(known),
            None => parts.push(part.to_owned()),
        }
    }
    name::cut(&parts.join("; "), LONGEST)
}

#[cfg(test)]
mod tests {
    use super::{Notes, joined};

    #[test]
    fn parts_stay_apart() {
        let mut notes = Notes::default();
        notes.say("near the river");
        notes.add("city", "Grand; Bay;\n");
        notes.add("spots", " ");
        assert_eq!(
            notes.told(),
            (Some("near the river; city: Grand, Bay".to_owned()), false)
        );
        notes.say(&"x".repeat(3_000));
        assert!(notes.told().1);
    }

    #[test]
    fn a_persons_words_stay() {
        let earlier = "ask at the desk; truck_spots: 90";
        assert_eq!(joined(earlier, "truck_spots: 90"), earlier);
        assert_eq!(
            joined(earlier, "city: Bay; truck_spots: 91"),
            "ask at the desk; truck_spots: 91; city: Bay"
        );
        let once = joined(earlier, "city: Bay");
        assert_eq!(joined(&once, "city: Bay"), once);
    }
}
