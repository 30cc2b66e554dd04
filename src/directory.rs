//! Local services as blocks of a sheet: a heading for each kind, and under it each service with what may be told of it.
//!
//! The order of what is told follows what a caller needs: who it is, the number, when it answers, where it is, for whom, what it costs, how to
//! begin, what to bring. Names and remarks are the words of whoever keeps the list; headings and labels are in the languages of the sheet.

use crate::catalog::Catalog;
use crate::color::Color;
use crate::form::Form;
use crate::geom::Insets;
use crate::library::Library;
use crate::locale::Locale;
use crate::poster::{Content, Node, Order, Placed, Poster, ServicesLook};
use crate::service::{Clock, Days, Disclosure, Hours, Kind, Opening, Phone, PhoneKind, Service};
use crate::source::Span;
use crate::template::{Align, Entry, Role, Track};
use crate::text::Piece;

/// The column of labels, in multiples of the usual type.
const LABELS: f32 = 6.6;

/// The longest web address that is printed whole, in characters; of a longer one the host is.
const LONGEST_WEB: usize = 40;

/// A row of a list of services.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// What those below it are for.
    Heading(Kind),
    /// A service.
    Entry(&'a Service),
}

/// Services, page by page and column by column.
pub type Pages<'a> = Vec<Vec<Vec<Row<'a>>>>;

/// Makes blocks of services.
pub struct Maker<'a> {
    /// Where names of languages stand.
    library: &'a Library,
    /// The languages of the sheet.
    catalogs: Vec<&'a Catalog>,
    form: Form,
    /// How much is told of each service.
    entry: Entry,
    /// Usual type, in points.
    size: f32,
    /// The ink of what is read.
    ink: Color,
    /// The ink of labels.
    quiet: Color,
    /// The ink of headings.
    accent: Color,
}

impl<'a> Maker<'a> {
    /// Makes blocks for a sheet, in type between its least (0) and its largest (1).
    pub fn new(library: &'a Library, order: &Order, span: &Span, look: &ServicesLook, step: f32) -> Self {
        let catalogs: Vec<&Catalog> = order
            .languages
            .iter()
            .filter_map(|locale| library.catalog(locale))
            .collect();
        let first = catalogs
            .first()
            .map_or_else(Locale::english, |catalog| catalog.locale.clone());
        Self {
            library,
            catalogs,
            form: Form::new(span.clone(), first),
            entry: look.entry,
            size: look.size.least + step * (look.size.most - look.size.least),
            ink: look.ink,
            quiet: look.quiet,
            accent: look.accent,
        }
    }

    /// Fills the sides of a settled sheet, a page each, in every layout that has the block. Its numbers are none of the line's.
    pub fn fill(&self, poster: &mut Poster, block: &str, pages: &Pages<'_>) {
        for (side, columns) in poster.sides.iter_mut().zip(pages) {
            for root in side {
                self.fill_inside(root, block, columns);
            }
        }
        let rows = pages.iter().flatten().flatten();
        let phones = rows.flat_map(|row| match row {
            Row::Entry(service) => service.phones.as_slice(),
            Row::Heading(_) => &[],
        });
        poster.apart.extend(phones.map(|phone| phone.printed.clone()));
    }

    fn fill_inside(&self, node: &mut Node, block: &str, columns: &[Vec<Row<'_>>]) {
        let is_meant = node.name == block;
        let Content::Group { children, .. } = &mut node.content else {
            return;
        };
        if !is_meant {
            for placed in children {
                self.fill_inside(&mut placed.node, block, columns);
            }
            return;
        }
        let column = |(at, rows): (usize, &Vec<Row<'_>>)| Placed {
            columns: (at, at + 1),
            rows: (0, 1),
            node: self
                .form
                .stack("services", rows.iter().map(|row| self.row(*row)).collect(), 0.0),
        };
        *children = columns.iter().enumerate().map(column).collect();
    }

    /// A row.
    pub fn row(&self, row: Row<'_>) -> Node {
        match row {
            Row::Heading(kind) => self.heading(kind),
            Row::Entry(service) => self.service(service),
        }
    }

    /// What services are for, in each language side by side, under a line; on a card in the first language.
    fn heading(&self, kind: Kind) -> Node {
        let key = format!("kind-{}", kind.word());
        let mut words = self.in_each_language(&key, self.size * 1.15, self.accent, true);
        if self.entry == Entry::Short {
            words.truncate(1);
        }
        for node in &mut words {
            if let Content::Text(text) = &mut node.content {
                text.role = Role::Subheading;
            }
        }
        // The last one has what is left of the line.
        let mut widths = vec![Track::Auto; words.len().saturating_sub(1)];
        widths.push(Track::Share(1.0));
        let mut line = self.form.line(0.8);
        if let Content::Rule { color, .. } = &mut line.content {
            *color = self.accent;
        }
        let cells = self.form.row("kind", Track::Auto, widths, words, self.size * 1.6);
        let mut heading = self.form.stack("kind", vec![line, cells], self.size * 0.25);
        heading.padding = Insets {
            top: self.size * 0.7,
            bottom: self.size * 0.1,
            ..Insets::default()
        };
        heading
    }

    fn service(&self, service: &Service) -> Node {
        let mut parts = vec![self.name(service)];
        parts.extend(service.phones.iter().map(|phone| self.phone(phone)));
        if self.entry == Entry::Full {
            parts.extend(self.facts(service));
        }
        // Labels of two lines want more space between them than lines of one label have.
        let gap = if self.catalogs.len() > 1 && self.entry == Entry::Full {
            0.4
        } else {
            0.18
        };
        let mut node = self.form.stack("service", parts, self.size * gap);
        node.padding = Insets {
            top: self.size * 0.45,
            bottom: self.size * 0.45,
            ..Insets::default()
        };
        node
    }

    fn name(&self, service: &Service) -> Node {
        let english = Locale::english();
        let words = vec![Piece::Words(service.name.clone())];
        let size = self.size * 1.12;
        bold(self.form.text("name", words, &english, size, self.ink))
    }

    /// The number, and beside it what it is for and which languages are spoken.
    fn phone(&self, phone: &Phone) -> Node {
        let english = Locale::english();
        let number = vec![Piece::Fixed(phone.printed.clone())];
        let size = self.size * 1.3;
        let mut number = bold(self.form.text("number", number, &english, size, self.ink));
        if let Content::Text(text) = &mut number.content {
            text.numbers = vec![phone.printed.clone()];
        }
        let mut words: Vec<String> = Vec::new();
        words.extend(
            phone
                .extension
                .as_ref()
                .map(|extension| format!("ext. {extension}")),
        );
        match phone.kind {
            PhoneKind::Voice => {}
            PhoneKind::Text => words.extend(self.message("phone-text").map(str::to_owned)),
            PhoneKind::Tty => words.push("TTY".to_owned()),
            PhoneKind::WhatsApp => words.push("WhatsApp".to_owned()),
        }
        words.extend(self.names_of(&phone.languages));
        words.extend(phone.note.clone());
        let beside = self.words("about-number", &words.join(" · "), self.size * 0.92, self.quiet);
        // In a narrow column there is no room beside a number.
        if self.entry == Entry::Short {
            let parts = if words.is_empty() {
                vec![number]
            } else {
                vec![number, beside]
            };
            return self.form.stack("phone", parts, 0.0);
        }
        let beside = Node {
            valign: Align::End,
            ..beside
        };
        let widths = vec![Track::Auto, Track::Share(1.0)];
        let cells = vec![number, beside];
        self.form
            .row("phone", Track::Auto, widths, cells, self.size * 0.7)
    }

    /// Everything else that is known and may be told, each with its label.
    fn facts(&self, service: &Service) -> Vec<Node> {
        let mut facts = Vec::new();
        facts.extend(self.hours(service).map(|hours| self.fact("hours", hours)));
        facts.extend(self.address(service));
        let words = [
            ("area", self.area(service)),
            ("who", service.who.clone()),
            ("cost", service.cost.clone()),
            ("start", service.start.clone()),
            ("papers", service.papers.clone()),
            ("languages", self.names_of(&service.languages)),
            ("access", service.access.clone()),
            ("police", service.police.clone()),
        ];
        facts.extend(words.into_iter().filter_map(|(label, words)| {
            let words = words.filter(|words| !words.is_empty())?;
            Some(self.fact(label, vec![self.words("fact", &words, self.size, self.ink)]))
        }));
        facts.extend(
            service
                .web
                .as_deref()
                .map(|web| self.beside(Vec::new(), vec![self.web(web)])),
        );
        facts.extend(service.verified_on.map(|day| {
            let day = vec![Piece::Fixed(day.to_string())];
            let day = self
                .form
                .text("fact", day, &Locale::english(), self.size * 0.92, self.quiet);
            self.fact("checked", vec![day])
        }));
        facts
    }

    /// A label in each language, and what it labels.
    fn fact(&self, label: &str, values: Vec<Node>) -> Node {
        let labels = self.in_each_language(&format!("label-{label}"), self.size * 0.88, self.quiet, false);
        self.beside(labels, values)
    }

    fn beside(&self, labels: Vec<Node>, values: Vec<Node>) -> Node {
        let cells = vec![
            self.form.stack("labels", labels, 0.0),
            self.form.stack("values", values, 0.0),
        ];
        let widths = vec![Track::Points(LABELS * self.size), Track::Share(1.0)];
        self.form.row("fact", Track::Auto, widths, cells, self.size * 0.5)
    }

    fn address(&self, service: &Service) -> Option<Node> {
        match (&service.place, service.disclosure) {
            (Some(place), Disclosure::Public) => {
                let lines = place.lines.join(", ");
                (!lines.is_empty())
                    .then(|| self.fact("address", vec![self.words("fact", &lines, self.size, self.ink)]))
            }
            (None, Disclosure::Public) => None,
            _ => Some(self.fact(
                "address",
                self.in_each_language("label-private", self.size, self.ink, false),
            )),
        }
    }

    fn web(&self, web: &str) -> Node {
        let bare = web.trim_end_matches('/');
        let shown = if bare.chars().count() > LONGEST_WEB {
            bare.split('/').next().unwrap_or(bare)
        } else {
            bare
        };
        let web = vec![Piece::Fixed(shown.to_owned())];
        self.form
            .text("web", web, &Locale::english(), self.size * 0.92, self.quiet)
    }

    /// The area in its own words, or its counties where it is more than one.
    fn area(&self, service: &Service) -> Option<String> {
        let by_state = service.counties.chunk_by(|one, other| one.state == other.state);
        let names = by_state.map(|counties| {
            let names: Vec<&str> = counties.iter().map(|county| county.name.as_str()).collect();
            format!("{} ({})", names.join(", "), counties[0].state)
        });
        let listed = (service.counties.len() > 1).then(|| names.collect::<Vec<_>>().join(", "));
        service.area.clone().or(listed)
    }

    /// When it is open, and by which clock; a text for each language where it is said in words of ours.
    fn hours(&self, service: &Service) -> Option<Vec<Node>> {
        let zone = service.zone.as_deref().map(zone_name);
        match &service.hours {
            Hours::Unknown => None,
            Hours::Always => Some(self.in_each_language("hours-always", self.size, self.ink, false)),
            Hours::Words(words) => {
                let told: Vec<&str> = std::iter::once(words.as_str()).chain(zone).collect();
                Some(vec![self.words("fact", &told.join(", "), self.size, self.ink)])
            }
            Hours::Weekly(openings) => {
                let each = self.catalogs.iter().map(|catalog| {
                    let pieces = weekly(catalog, openings, zone);
                    let locale = catalog.language_of_words();
                    Node {
                        locale: catalog.locale.clone(),
                        ..self.form.text("fact", pieces, &locale, self.size, self.ink)
                    }
                });
                Some(each.collect())
            }
        }
    }

    /// The own names of languages.
    fn names_of(&self, languages: &[Locale]) -> Option<String> {
        let names: Vec<&str> = languages
            .iter()
            .filter_map(|locale| self.library.catalog(locale))
            .map(|catalog| catalog.name.as_str())
            .collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// Words of whoever keeps the list.
    fn words(&self, name: &str, words: &str, size: f32, color: Color) -> Node {
        let words = vec![Piece::Words(words.to_owned())];
        self.form.text(name, words, &Locale::english(), size, color)
    }

    fn message(&self, key: &str) -> Option<&str> {
        let message = self.catalogs.first()?.messages.get(key)?;
        message.words().next()
    }

    /// A message in each language of the sheet, a text each.
    fn in_each_language(&self, key: &str, size: f32, color: Color, heavy: bool) -> Vec<Node> {
        let each = self.catalogs.iter().filter_map(|catalog| {
            let words: String = catalog.messages.get(key)?.words().collect();
            let locale = catalog.language_of_words();
            let node = self
                .form
                .text(key, vec![Piece::Words(words)], &locale, size, color);
            let node = Node {
                locale: catalog.locale.clone(),
                ..node
            };
            Some(if heavy { bold(node) } else { node })
        });
        each.collect()
    }
}

/// The same in heavy strokes.
fn bold(mut node: Node) -> Node {
    if let Content::Text(text) = &mut node.content {
        text.rich.bold = true;
    }
    node
}

/// Hours by days, as `Mon–Fri 9 am–5 pm PT`.
fn weekly(catalog: &Catalog, openings: &[Opening], zone: Option<&str>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, opening) in openings.iter().enumerate() {
        let before = if at > 0 { ", " } else { "" };
        pieces.push(Piece::Words(format!("{before}{} ", days(catalog, opening.days))));
        let mut times = format!("{}–{}", clock(opening.opens), clock(opening.closes));
        if let Some(zone) = zone.filter(|_| at + 1 == openings.len()) {
            times = format!("{times} {zone}");
        }
        pieces.push(Piece::Fixed(times));
    }
    pieces
}

/// Days of the week in a language, stretches as `Mon–Fri`.
fn days(catalog: &Catalog, days: Days) -> String {
    let words: String = catalog
        .messages
        .get("days")
        .into_iter()
        .flat_map(|message| message.words())
        .collect();
    let names: Vec<&str> = words.split(", ").collect();
    let name = |day: usize| names.get(day).copied().unwrap_or_default();
    let stretches = days
        .stretches()
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => name(first).to_owned(),
            1 => format!("{}, {}", name(first), name(last)),
            _ => format!("{}–{}", name(first), name(last)),
        });
    stretches.collect::<Vec<_>>().join(", ")
}

/// A time of day as clocks in the United States are read: `9 am`, `5:30 pm`.
fn clock(clock: Clock) -> String {
    let (hour, minute) = (clock.hour() % 24, clock.minute());
    let half = if hour < 12 { "am" } else { "pm" };
    let hour = match hour % 12 {
        0 => 12,
        hour => hour,
    };
    if minute == 0 {
        format!("{hour} {half}")
    } else {
        format!("{hour}:{minute:02} {half}")
    }
}

/// What people call a time zone of the United States; another as it is written.
fn zone_name(zone: &str) -> &str {
    match zone {
        "America/Los_Angeles" => "PT",
        "America/Denver" | "America/Boise" => "MT",
        "America/Phoenix" => "MST",
        "America/Chicago" => "CT",
        "America/New_York" | "America/Detroit" => "ET",
        "America/Anchorage" => "AKT",
        "Pacific/Honolulu" => "HST",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::{clock, zone_name};
    use crate::service::Clock;

    #[test]
    fn times_as_people_read_them() {
        let told = |text: &str| clock(Clock::parse(text).unwrap());
        let times = ["00:00", "09:00", "12:00", "17:30", "24:00"];
        assert_eq!(times.map(told), ["12 am", "9 am", "12 pm", "5:30 pm", "12 am"]);
    }

    #[test]
    fn zones_as_people_call_them() {
        assert_eq!(zone_name("America/Boise"), "MT");
        assert_eq!(zone_name("-03:00"), "-03:00");
    }
}
