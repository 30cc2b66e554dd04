//! What posting takes besides the pieces: prices of sheets, tape, laminate, time.
//!
//! All figures are the coordinator's own. Where one is missing, a usual one of this project stands in, but for prices: those
//! differ from town to town, and nothing is reckoned without them.

use std::collections::BTreeMap;

use crate::diag::Diagnostics;
use crate::fields::{self, Fields, Value};
use crate::geom::Length;
use crate::phrase::say;
use crate::source::Spanned;

/// The dearest sheet, in the campaign's money.
const DEAREST: f64 = 10_000.0;

/// The longest name of a money, in characters.
const LONGEST_MONEY: usize = 8;

/// The most templates that are laminated.
const MOST_TEMPLATES: usize = 200;

/// What posting costs and how long it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Outfit {
    /// What one printed sheet costs, by id of the stock.
    pub prices: BTreeMap<String, Spanned<f64>>,
    /// In which money, as `USD`.
    pub money: String,
    /// Ids of the templates whose pieces are laminated.
    pub laminate: Vec<Spanned<String>>,
    /// Tape for each piece that is taped to a wall.
    pub tape: Length,
    /// Minutes at a stop: asking, counting stalls, posting.
    pub minutes_a_stop: u32,
    /// How fast one gets along between stops.
    pub miles_an_hour: u32,
    /// Seconds for each straight cut through a few sheets.
    pub seconds_a_cut: u32,
}

impl Default for Outfit {
    fn default() -> Self {
        Self {
            prices: BTreeMap::new(),
            money: "USD".to_owned(),
            laminate: Vec::new(),
            // A strip of two inches at each corner.
            tape: Length::inches(8.0),
            minutes_a_stop: 25,
            miles_an_hour: 55,
            seconds_a_cut: 20,
        }
    }
}

/// Reads the table `[outfit]`.
pub fn read(diags: &mut Diagnostics, mut fields: Fields<'_>) -> Outfit {
    let usual = Outfit::default();
    let prices = fields.table(diags, "prices");
    let money = fields.line(diags, "money", LONGEST_MONEY);
    let laminate = fields.texts(diags, "laminate").unwrap_or_default();
    let tape = fields.length(diags, "tape");
    let mut count = |key: &'static str, usual: u32, most: u32| match fields.count(diags, key) {
        None => usual,
        Some(count) if (1..=most).contains(&count.value) => count.value,
        Some(count) => fields::bad(
            diags,
            key,
            say("a whole number from 1 to {most}").with("most", most),
            &count.span,
        )
        .unwrap_or(usual),
    };
    let outfit = Outfit {
        minutes_a_stop: count("minutes_a_stop", usual.minutes_a_stop, 24 * 60),
        miles_an_hour: count("miles_an_hour", usual.miles_an_hour, 100),
        seconds_a_cut: count("seconds_a_cut", usual.seconds_a_cut, 3600),
        prices: prices.map_or_else(BTreeMap::new, |prices| read_prices(diags, prices)),
        money: money.map_or(usual.money, |money| money.value),
        laminate: fields::at_most(diags, laminate, MOST_TEMPLATES, say("templates"), |word| {
            &word.span
        }),
        tape: tape.map_or(usual.tape, |tape| tape.value),
    };
    fields.finish(diags);
    outfit
}

fn read_prices(diags: &mut Diagnostics, mut table: Fields<'_>) -> BTreeMap<String, Spanned<f64>> {
    let mut prices = BTreeMap::new();
    for (stock, price) in table.rest() {
        let number = match price.value {
            Value::Number(number) => Some(number),
            _ => None,
        };
        match number.filter(|number| (0.0..=DEAREST).contains(number)) {
            Some(number) => {
                prices.insert(stock.value, Spanned::new(number, price.span));
            }
            None => {
                let wanted = say("the price of one printed sheet, such as 0.12");
                fields::bad::<()>(diags, &stock.value, wanted, &price.span);
            }
        }
    }
    prices
}

#[cfg(test)]
mod tests {
    use super::Outfit;
    use crate::campaign;
    use crate::diag::Diagnostics;
    use crate::source::Source;

    #[test]
    fn an_outfit_is_the_coordinators_own() {
        let text = "[outfit]\nprices = { letter = 0.12, tabloid = 1 }\nlaminate = [\"stall\"]\ntape = \"30cm\"\nminutes_a_stop = 15\n";
        let mut diags = Diagnostics::default();
        let outfit = campaign::read(&mut diags, &Source::new("locations.toml", text)).outfit;
        assert!(diags.iter().next().is_none(), "{diags:#?}");
        assert!((outfit.prices["letter"].value - 0.12).abs() < 1e-9 && outfit.prices.len() == 2);
        assert!((outfit.tape.to_mm() - 300.0).abs() < 0.1);
        assert_eq!((outfit.minutes_a_stop, outfit.miles_an_hour), (15, 55));
    }

    #[test]
    fn faults_are_told_and_usual_figures_stand_in() {
        let text = "[outfit]\nprices = { letter = \"cheap\", tabloid = -1 }\nmiles_an_hour = 0\ntape = 3\n";
        let mut diags = Diagnostics::default();
        let outfit = campaign::read(&mut diags, &Source::new("locations.toml", text)).outfit;
        let told: Vec<_> = diags.iter().map(|fault| fault.code.name).collect();
        assert_eq!(told.len(), 4, "{diags:#?}");
        assert_eq!(outfit, Outfit::default());
    }
}
