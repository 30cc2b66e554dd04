//! What makes a plan's folder a place to look around in: the page for the browser, and the maps.

use std::collections::BTreeMap;

use mileposter::bundle::Bundle;
use mileposter::corridor::{Corridor, Line};
use mileposter::date::Date;
use mileposter::lack::{self, Lack};
use mileposter::location::Location;
use mileposter::pack::{self, Pack};
use mileposter::phrase::{Phrase, counted, say};
use mileposter::press::Printed;
use mileposter::strip::{self, Linked, Strip};
use mileposter::upkeep::Stage;
use mileposter::web::{self, Atlas, Piece, Row};

use super::super::load::Loaded;
use super::super::report::Reporter;
use super::packs::{MAPS, file_of, poster_of, preview_of};

/// Everything that a plan's folder is made of.
pub(super) struct Folder<'a> {
    pub(super) reporter: &'a Reporter,
    pub(super) loaded: &'a Loaded,
    pub(super) corridor: &'a Corridor<'a>,
    pub(super) packs: &'a [Pack<'a>],
    pub(super) printed: &'a [Printed<'a>],
    pub(super) today: Date,
    /// How each place stands by the ledger, and what is the matter; empty without one.
    pub(super) upkeep: BTreeMap<&'a str, (Stage, Phrase)>,
}

/// How large a pack is.
pub(super) fn in_short(pack: &Pack<'_>, bundle: &Bundle<'_>) -> Phrase {
    let stops = counted(pack.legs.len(), say("{count} stop"), say("{count} stops"));
    let sheets = counted(bundle.run.sheets, say("{count} sheet"), say("{count} sheets"));
    say("{stops}, {sheets}, about {hours} hours")
        .with_words("stops", stops)
        .with_words("sheets", sheets)
        .with("hours", pack::clock(pack.minutes))
}

impl<'a> Folder<'a> {
    /// The pieces of each place, by its id.
    pub(super) fn pieces(&self) -> BTreeMap<&'a str, Vec<&'a Printed<'a>>> {
        let mut pieces: BTreeMap<&str, Vec<&Printed<'_>>> = BTreeMap::new();
        for file in self.printed {
            pieces.entry(&file.job.location.id).or_default().push(file);
        }
        pieces
    }

    /// A map for each line.
    pub(super) fn strips(&self) -> Vec<Strip> {
        let hangs = self.printed.iter().map(|file| file.job.location.id.as_str());
        let work = self.upkeep.iter().filter(|(_, (stage, _))| stage.is_work());
        let work: BTreeMap<&str, Phrase> = work.map(|(id, (stage, _))| (*id, stage.phrase())).collect();
        strip::of_lines(self.corridor, self.packs, &hangs.collect(), &work)
    }

    /// The maps: path below the folder, and SVG.
    pub(super) fn maps(&self, strips: &[Strip]) -> Vec<(String, String)> {
        let mut maps = BTreeMap::new();
        for strip in strips {
            let drawing = strip::poster(strip, self.reporter.book());
            let name = pack::slug(&strip.route);
            // Routes whose names differ in signs that no path has.
            let alike = maps
                .keys()
                .filter(|known: &&String| known.starts_with(&name))
                .count();
            let name = if alike == 0 {
                name
            } else {
                format!("{name}-{}", alike + 1)
            };
            maps.insert(name, strip::svg(&drawing, Linked::Alone));
        }
        let paths = maps.into_iter();
        paths
            .map(|(name, svg)| (format!("{MAPS}/{name}.svg"), svg))
            .collect()
    }

    /// The page for the browser.
    pub(super) fn page(&self, strips: &[Strip], bundles: &[Bundle<'_>]) -> String {
        let atlas = Atlas {
            title: self.loaded.campaign.title.clone(),
            strips,
            packs: self.pack_links(bundles),
            rows: self.rows(),
        };
        web::html(&atlas, self.reporter.book(), self.reporter.locale().tag())
    }

    fn pack_links(&self, bundles: &[Bundle<'_>]) -> Vec<web::Pack> {
        let packs = self.packs.iter().zip(bundles).enumerate();
        let link = |(at, (pack, bundle)): (usize, (&Pack<'_>, &Bundle<'_>))| {
            let name = say("Pack {number}: {name}")
                .with("number", at + 1)
                .with_words("name", pack.name.clone());
            web::Pack {
                name: self.reporter.words(&name),
                pdf: file_of(pack),
                summary: in_short(pack, bundle),
            }
        };
        packs.map(link).collect()
    }

    /// Every place in the order of the roads; those on none last.
    fn rows(&self) -> Vec<Row> {
        let mut pack_of: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, pack) in self.packs.iter().enumerate() {
            pack_of.extend(pack.legs.iter().map(|leg| (leg.place.id.as_str(), at)));
        }
        let pieces = self.pieces();
        let on_lines = self.corridor.lines.iter().flat_map(|line| {
            let stops = line.stops.iter().filter(|stop| !stop.guest);
            stops.map(move |stop| (Some(line), stop.place))
        });
        let off = self.corridor.off.iter().map(|(place, _)| (None, *place));
        let row = |(line, place): (Option<&Line<'_>>, &Location)| {
            let here = pieces.get(place.id.as_str()).map_or(&[][..], Vec::as_slice);
            self.row(line, place, pack_of.get(place.id.as_str()).copied(), here)
        };
        on_lines.chain(off).map(row).collect()
    }

    fn row(
        &self,
        line: Option<&Line<'_>>,
        place: &Location,
        pack: Option<usize>,
        here: &[&Printed<'_>],
    ) -> Row {
        let assumed = here.iter().any(|file| file.job.assumed);
        let lacks = lack::of(place, assumed, self.today);
        let upkeep = self.upkeep.get(place.id.as_str());
        let matter = upkeep
            .filter(|(stage, _)| stage.is_work())
            .map(|(_, matter)| matter.clone());
        let notes: Vec<Phrase> = matter.into_iter().chain(lacks.iter().map(Lack::phrase)).collect();
        let direction = place
            .direction
            .map(|direction| self.reporter.words(&direction.phrase()));
        let route = line.map(|line| line.route).or(place.route.as_deref());
        Row {
            id: place.id.clone(),
            name: place.name.clone(),
            kind: self.reporter.words(&place.kind.phrase()),
            route: route.unwrap_or_default().to_owned(),
            direction: direction.unwrap_or_default(),
            milepost: place
                .milepost
                .map(|milepost| milepost.to_string())
                .unwrap_or_default(),
            state: place.state.clone().unwrap_or_default(),
            county: place.county.clone().unwrap_or_default(),
            pack,
            hangs: !here.is_empty(),
            pieces: here.iter().map(|file| self.piece(file)).collect(),
            status: upkeep
                .map(|(stage, _)| self.reporter.words(&stage.phrase()))
                .unwrap_or_default(),
            notes,
        }
    }

    fn piece(&self, file: &Printed<'_>) -> Piece {
        let order = &file.job.order;
        let library = &self.loaded.library;
        let template = library.templates.get(&order.template);
        let languages: Vec<&str> = order
            .languages
            .iter()
            .filter_map(|locale| library.catalog(locale))
            .map(|catalog| catalog.english.as_str())
            .collect();
        let copies = counted(
            usize::try_from(file.job.sheets).unwrap_or(usize::MAX),
            say("{count} copy on {stock}"),
            say("{count} copies on {stock}"),
        );
        let label = say("{piece}, {languages}, {copies}")
            .with(
                "piece",
                template.map_or(order.template.as_str(), |template| template.title.as_str()),
            )
            .with("languages", languages.join(" + "))
            .with_words("copies", copies.with("stock", &order.stock));
        Piece {
            label: self.reporter.words(&label),
            pdf: poster_of(file),
            preview: Some(preview_of(file)),
        }
    }
}
