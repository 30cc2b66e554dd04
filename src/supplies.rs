//! What some pieces take: sheets by stock, laminate, tape, time for cutting, and what it costs.

use std::collections::BTreeMap;

use crate::campaign::Campaign;
use crate::fit::{self, Fit};
use crate::geom::Length;
use crate::library::Library;
use crate::phrase::{Phrase, counted, say};
use crate::plan::Job;
use crate::poster::Order;
use crate::setup::Finish;

/// How many sheets a guillotine or a pair of scissors takes at once.
const CUT_AT_ONCE: u64 = 5;

/// What some pieces take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Supplies {
    /// Sheets, by id of the stock and how they are printed.
    pub sheets: Vec<Sheets>,
    /// Pieces of each template.
    pub pieces: BTreeMap<String, u64>,
    /// Pieces that are laminated.
    pub laminated: u64,
    /// Pieces that are taped to a wall.
    pub taped: u64,
    /// Straight cuts, each through a few sheets.
    pub cuts: u64,
}

/// Sheets of one stock.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheets {
    /// Id of the stock.
    pub stock: String,
    /// What people call it.
    pub name: String,
    /// Whether a print shop prints them.
    pub at_press: bool,
    /// Whether both sides are printed.
    pub both_sides: bool,
    /// How many.
    pub count: u64,
    /// What they cost, where the price of one is known.
    pub cost: Option<f64>,
}

impl Supplies {
    /// What it costs as far as prices are known; `None` if none is.
    pub fn cost(&self) -> Option<f64> {
        let known = self.sheets.iter().filter_map(|sheets| sheets.cost);
        known.reduce(|sum, cost| sum + cost)
    }

    /// Stocks whose price nobody told, each once.
    pub fn without_price(&self) -> Vec<&str> {
        let unknown = self.sheets.iter().filter(|sheets| sheets.cost.is_none());
        let mut stocks: Vec<&str> = unknown.map(|sheets| sheets.stock.as_str()).collect();
        stocks.sort_unstable();
        stocks.dedup();
        stocks
    }

    /// How much tape is used up.
    pub fn tape(&self, campaign: &Campaign) -> Length {
        #[expect(clippy::cast_precision_loss, reason = "far fewer than millions of pieces")]
        let pieces = self.taped as f32;
        Length::pt(campaign.outfit.tape.to_pt() * pieces)
    }

    /// What it amounts to besides sheets, in words: laminate, tape, cutting, cost.
    pub fn needs(&self, campaign: &Campaign) -> Vec<Phrase> {
        let mut needs = Vec::new();
        if self.laminated > 0 {
            let laminated = usize::try_from(self.laminated).unwrap_or(usize::MAX);
            needs.push(counted(
                laminated,
                say("laminate for {count} piece"),
                say("laminate for {count} pieces"),
            ));
        }
        if self.taped > 0 {
            let tape = say("{metres} m ({feet} ft) of tape for {count} pieces")
                .with("metres", (self.tape(campaign).to_mm() / 1000.0).ceil())
                .with("feet", (self.tape(campaign).to_pt() / 864.0).ceil())
                .with("count", self.taped);
            needs.push(tape);
        }
        if self.cuts > 0 {
            let cuts = say("{cuts} straight cuts, about {minutes} minutes")
                .with("cuts", self.cuts)
                .with("minutes", self.cutting_minutes(campaign));
            needs.push(cuts);
        }
        let unknown = self.without_price().join(", ");
        let cost = self
            .cost()
            .map(|cost| format!("{cost:.2} {}", campaign.outfit.money));
        needs.extend(match (cost, unknown.is_empty()) {
            (None, _) => None,
            (Some(cost), true) => Some(say("cost of printing: {cost}").with("cost", cost)),
            (Some(cost), false) => Some(
                say("cost of printing: {cost}, without {unknown}, of which no price is known")
                    .with("cost", cost)
                    .with("unknown", unknown),
            ),
        });
        needs
    }

    /// How long cutting takes, in minutes, begun ones whole.
    pub fn cutting_minutes(&self, campaign: &Campaign) -> u64 {
        (self.cuts * u64::from(campaign.outfit.seconds_a_cut)).div_ceil(60)
    }
}

/// What some jobs take.
pub fn of(library: &Library, campaign: &Campaign, jobs: &[&Job<'_>]) -> Supplies {
    let mut supplies = Supplies::default();
    // Jobs of one order share what they need to know of it.
    let mut orders: BTreeMap<&Order, (u64, u64)> = BTreeMap::new();
    for job in jobs {
        let (pieces, sheets) = orders.entry(&job.order).or_default();
        *pieces += u64::from(job.pieces);
        *sheets += u64::from(job.sheets);
    }
    let mut counts: BTreeMap<(&str, bool, bool), u64> = BTreeMap::new();
    for (order, (pieces, sheets)) in orders {
        *supplies.pieces.entry(order.template.clone()).or_default() += pieces;
        let (Some(template), Some(stock)) = (
            library.templates.get(&order.template),
            library.stocks.get(&order.stock),
        ) else {
            continue;
        };
        let Ok(fit) = fit::on(template, stock) else {
            continue;
        };
        let at_press = order.setup.finish.is_press();
        let count = if at_press { pieces } else { sheets };
        let both_sides = template.sides.len() > 1;
        *counts.entry((&stock.id, at_press, both_sides)).or_default() += count;
        if campaign
            .outfit
            .laminate
            .iter()
            .any(|laminated| laminated.value == order.template)
        {
            supplies.laminated += pieces;
        }
        let hangs = fit.places.len() == 1 && !fit.to_cut && fit.folds.is_none();
        if hangs && stock.is_plain() {
            supplies.taped += pieces;
        }
        if order.setup.finish == Finish::Home {
            supplies.cuts += cuts(&fit) * sheets.div_ceil(CUT_AT_ONCE);
        }
    }
    let sheets = counts.into_iter().map(|((id, at_press, both_sides), count)| {
        let mut prices = campaign.outfit.prices.iter();
        let price = prices.find(|(name, _)| library.stocks.get(name).is_some_and(|stock| stock.id == id));
        #[expect(clippy::cast_precision_loss, reason = "far fewer than millions of sheets")]
        let cost = price.map(|(_, price)| price.value * count as f64);
        Sheets {
            stock: id.to_owned(),
            name: library
                .stocks
                .get(id)
                .map_or_else(String::new, |stock| stock.name.clone()),
            at_press,
            both_sides,
            count,
            cost,
        }
    });
    supplies.sheets = sheets.collect();
    supplies
}

/// Straight cuts from edge to edge that part the pieces of a sheet; none where they are parted already.
fn cuts(fit: &Fit) -> u64 {
    let edges = |ends: &dyn Fn(&crate::geom::Rect) -> [f32; 2]| {
        let mut edges: Vec<f32> = fit.places.iter().flat_map(ends).collect();
        edges.sort_by(f32::total_cmp);
        edges.dedup_by(|a, b| (*a - *b).abs() < 0.1);
        edges.len() as u64
    };
    if fit.to_cut {
        edges(&|place| [place.x, place.right()]) + edges(&|place| [place.y, place.bottom()])
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use crate::campaign;
    use crate::diag::Diagnostics;
    use crate::library::{Library, Overrides};
    use crate::plan::{self, Selection};
    use crate::source::Source;

    #[test]
    fn sheets_tape_cuts_and_cost() {
        let text = "[[hang]]\ntemplate = \"stall\"\nstock = \"letter\"\nper = \"stall\"\n\
            [[hang]]\ntemplate = \"card\"\nstock = \"letter\"\nper = { count = 25 }\n\
            [[hang]]\ntemplate = \"sticker\"\nstock = \"ol2679\"\nper = { count = 13 }\n\
            [outfit]\nprices = { letter = 0.1 }\nlaminate = [\"stall\"]\ntape = \"10 in\"\nseconds_a_cut = 30\n\
            [[location]]\nid = \"a\"\nname = \"A\"\nkind = \"bar\"\nstalls = { women = 4, men = 3 }\n";
        let mut diags = Diagnostics::default();
        let library = Library::read(&mut diags, &Overrides::default());
        let campaign = campaign::read(&mut diags, &Source::new("locations.toml", text));
        let jobs = plan::jobs(&mut diags, &library, &campaign, &Selection::default());
        assert!(!diags.has_errors(), "{diags:#?}");
        let supplies = of(&library, &campaign, &jobs.iter().collect::<Vec<_>>());
        let sheets: Vec<_> = supplies
            .sheets
            .iter()
            .map(|sheets| (sheets.stock.as_str(), sheets.both_sides, sheets.count))
            .collect();
        // Ten cards on a sheet: three sheets. Twelve stickers on one, each in one language: two sheets for each of the two.
        assert_eq!(
            sheets,
            [("letter", false, 7), ("letter", true, 3), ("ol2679", false, 4)]
        );
        assert_eq!((supplies.laminated, supplies.taped), (7, 7));
        assert!((supplies.tape(&campaign).to_mm() - 70.0 * 25.4).abs() < 0.1);
        // Two columns and five rows without gutters: three and six cuts, all three sheets at once.
        assert_eq!(supplies.cuts, 9);
        assert_eq!(supplies.cutting_minutes(&campaign), 5);
        assert!((supplies.cost().unwrap() - 1.0).abs() < 1e-9);
        assert_eq!(supplies.without_price(), ["ol2679"]);
    }
}
