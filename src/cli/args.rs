//! What can be typed.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use mileposter::code::{self, Code};
use mileposter::date::Date;
use mileposter::diag::{Policy, nearest};
use mileposter::event::{Condition, Happening};
use mileposter::forms::Column;
use mileposter::geom::Length;
use mileposter::heads;
use mileposter::import::{self, Target};
use mileposter::library::Library;
use mileposter::locale::{LanguageChoice, Locale};
use mileposter::location::{self, Direction, Kind};
use mileposter::phrase::{Phrase, say};
use mileposter::plan::Selection;
use mileposter::printer::{self, Flip, Printer};
use mileposter::profile::Profile;
use mileposter::service;
use mileposter::setup::{Finish, Ink, Setup};
use mileposter::shard::Shard;

use super::Stop;

/// Prints multilingual hotline posters and proves each page by reading it back. Works offline.
#[derive(Debug, Parser)]
#[command(name = "mileposter", version, propagate_version = true, max_term_width = 100)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) output: Output,
}

/// How the program speaks.
#[derive(Debug, ClapArgs)]
pub(super) struct Output {
    /// How faults and results are told
    #[arg(long, global = true, value_enum, default_value = "human", value_name = "FORM")]
    pub(super) message_format: MessageFormat,
    /// Colours: by default on a terminal alone
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(super) color: When,
    /// The language of help, faults and summaries; by default that of the system. JSON and SARIF stay English
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    pub(super) ui_language: Option<UiLanguage>,
    /// Say errors alone
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Say every fault, however often it repeats
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum MessageFormat {
    /// Words, on standard error
    Human,
    /// One object, on standard output: docs/report.schema.json describes it
    Json,
    /// One SARIF 2.1.0 log, on standard output, for editors and code hosts
    Sarif,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}

/// A language that the program speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum UiLanguage {
    /// English
    En,
    /// Spanish: a draft that no native speaker has reviewed
    Es,
}

/// An edge of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Edge {
    /// The longer one
    Long,
    /// The shorter one
    Short,
}

/// Who prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum PrintedBy {
    /// Anybody with a printer
    #[default]
    Home,
    /// A print shop
    Press,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a small campaign, ready to build
    Init(Init),
    /// Tell every fault of every file and page, and write nothing
    Check(Wanted),
    /// Tell what hangs at each place, how many, in which languages and why
    Plan(Plan),
    /// Print posters into a folder, each proofed, with a manifest
    Build(Build),
    /// Build, and build again whenever a file of the campaign is saved
    Watch(Watch),
    /// Put the output folders of shards, or of other builds, together in one
    Merge(Merge),
    /// Draw each piece as a PNG, and all on one contact sheet
    Preview(Preview),
    /// Print the sheet on which a reader of a language signs for its words, or record the signature
    Review(Review),
    /// Print the outline of a stock, to be held against the real sheet before anything is printed on it
    Outline(Outline),
    /// Print the sheet that shows how a printer puts things askew, or save what was measured on it
    Calibrate(Calibrate),
    /// Write the list of places for a spreadsheet, a map or a GPS device
    Export(Export),
    /// Show what there is
    List(List),
    /// Take places over from a spreadsheet or an agency's export: .csv, .xlsx or .geojson
    Import(Import),
    /// Write down what was placed, checked, damaged or removed; unite, import, undo, purge
    Log(Log),
    /// Tell what hangs, what is due, damaged or outdated, and what to do first
    Status(Status),
    /// Tell what would change on paper if everything were printed now, in words and sheets
    Diff(Diff),
    /// Read finished PDFs back, ours or anybody's: numbers, symbols, type, fonts, boxes, tags
    Proof(ProofFiles),
    /// Look at photos of what hangs: whether the symbols are ours, and none is foreign, covered or out of date
    Audit(Audit),
    /// Tell what may, must and must not hang at a place by law, and why; never legal advice
    Rules(Rules),
    /// Print sheets that are handed out: local services by county, sheets for staff, professionals and volunteers, leaflets
    Handout(Handout),
    /// Tell where permission to post is granted or missing, and write letters that ask for it
    Permits(Permits),
    /// Tell what a fault means, why it matters and how to cure it; or all that is known of a posting rule
    Explain(Explain),
    /// Read one PDF for `proof`, which runs this in a process of its own
    #[command(hide = true)]
    ReadPdf(ReadPdf),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct Init {
    /// The folder to make it in
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
}

/// Which files and places.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct Which {
    /// Folder with locations.toml and the campaign's own templates, messages, data and fonts
    #[arg(long, value_name = "DIR", help_heading = "Files")]
    pub(super) campaign: Option<PathBuf>,
    /// A locations file: .toml, .csv, .xlsx or .geojson
    #[arg(long, value_name = "FILE", help_heading = "Files")]
    pub(super) locations: Option<PathBuf>,
    /// Routes, as I-5,I-84
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "ROUTE",
        help_heading = "Which places"
    )]
    pub(super) route: Vec<String>,
    /// States, as OR,WA
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "STATE",
        help_heading = "Which places"
    )]
    pub(super) state: Vec<String>,
    /// Counties
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "COUNTY",
        help_heading = "Which places"
    )]
    pub(super) county: Vec<String>,
    /// Kinds of place, as bar,hotel
    #[arg(long, value_delimiter = ',', value_name = "KIND", value_parser = parse_kind, help_heading = "Which places")]
    pub(super) kind: Vec<Kind>,
    /// Directions of travel, as NB,SB
    #[arg(long, value_delimiter = ',', value_name = "DIR", value_parser = parse_direction, help_heading = "Which places")]
    pub(super) direction: Vec<Direction>,
    /// First and last milepost, as 100..250
    #[arg(long, value_name = "FROM..TO", value_parser = parse_range, help_heading = "Which places")]
    pub(super) milepost: Option<(f64, f64)>,
    /// Ids; * stands for anything
    #[arg(long, value_delimiter = ',', value_name = "ID", help_heading = "Which places")]
    pub(super) id: Vec<String>,
}

/// Which files, places and pieces.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct Wanted {
    #[command(flatten)]
    pub(super) which: Which,
    /// Templates, as stall,card
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "NAME",
        help_heading = "Which pieces"
    )]
    pub(super) template: Vec<String>,
    /// Languages on each piece, in this order, as en,es; `needed` adds those of data/languages.toml, `all` every one
    #[arg(long, value_delimiter = ',', value_name = "TAG", value_parser = parse_language, help_heading = "Which pieces")]
    pub(super) language: Vec<LanguageChoice>,
    /// The paper or label sheet, as letter
    #[arg(long, value_name = "NAME", help_heading = "Which pieces")]
    pub(super) stock: Option<String>,
    /// Print the notice for a posting rule, as us-il-775-50: what the rule asks for, on a sheet that is large enough
    #[arg(long, value_name = "RULE", help_heading = "Which pieces")]
    pub(super) for_rule: Option<String>,
    /// Take a stock whose measures are not sure: its outline was held against the real sheet
    #[arg(long, help_heading = "Which pieces")]
    pub(super) i_have_proofed: bool,
    /// Outlines instead of dark backgrounds
    #[arg(long, help_heading = "How it is printed")]
    pub(super) ink_saver: bool,
    /// Shades of grey instead of colours
    #[arg(long, conflicts_with = "ink_saver", help_heading = "How it is printed")]
    pub(super) greyscale: bool,
    /// The printer of data/printers.toml whose shift and stretch are taken back
    #[arg(long, value_name = "NAME", help_heading = "How it is printed")]
    pub(super) printer: Option<String>,
    /// About which edge the printer turns a sheet for its back, as its two-sided setting says; by default the long one
    #[arg(long, value_enum, value_name = "EDGE", help_heading = "How it is printed")]
    pub(super) flip: Option<Edge>,
    /// Who prints: you, or a print shop, which gets each piece alone with bleed and marks
    #[arg(
        long,
        value_enum,
        default_value = "home",
        value_name = "WHO",
        help_heading = "How it is printed"
    )]
    pub(super) finish: PrintedBy,
    /// The ICC profile of the print shop's press: all colours become its inks, and the files PDF/X-4
    #[arg(long, value_name = "FILE", help_heading = "How it is printed")]
    pub(super) profile: Option<PathBuf>,
    /// Refuse words that no native speaker has read
    #[arg(long, help_heading = "Which pieces")]
    pub(super) reviewed_only: bool,
    #[command(flatten)]
    pub(super) judging: Judging,
    /// How many threads; by default one a core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
}

/// Which faults count.
#[derive(Clone, Debug, Default, ClapArgs)]
pub(super) struct Judging {
    /// Take warnings for errors: all of them, or codes as draft,record-stale
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "warnings|CODE",
        value_parser = parse_denied,
        help_heading = "Which faults count"
    )]
    pub(super) deny: Vec<Denied>,
    /// Let faults pass in this run, by code; for good with `[[allow]]` and a reason in the campaign file
    #[arg(long, value_delimiter = ',', value_name = "CODE", value_parser = parse_code, help_heading = "Which faults count")]
    pub(super) allow: Vec<Code>,
    /// The day to judge records by, as 2026-12-01, instead of the clock's
    #[arg(long, value_name = "DAY", value_parser = parse_day, help_heading = "Which faults count")]
    pub(super) today: Option<Date>,
}

/// What `--deny` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denied {
    Warnings,
    Code(Code),
}

impl Judging {
    /// The weights of faults.
    pub(super) fn policy(&self) -> Policy {
        let codes = self.deny.iter().filter_map(|denied| match denied {
            Denied::Code(code) => Some(*code),
            Denied::Warnings => None,
        });
        Policy {
            deny_warnings: self.deny.contains(&Denied::Warnings),
            deny: codes.collect(),
            allow: self.allow.iter().map(|code| (*code, None)).collect(),
        }
    }
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) wanted: Wanted,
    /// Folder for the PDFs and manifest.json
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub(super) out: PathBuf,
    /// Join everything into this one PDF instead of a folder, each piece as often as it hangs; labels fill sheet after sheet
    #[arg(long, value_name = "FILE.pdf", conflicts_with = "out")]
    pub(super) combine: Option<PathBuf>,
    /// The first label of the first sheet that is still there, counted from 1, row by row
    #[arg(long, value_name = "N", default_value = "1", requires = "combine")]
    pub(super) start_at: usize,
    /// Print each poster on several sheets of a smaller paper, as letter, to be glued together
    #[arg(long, value_name = "PAPER", conflicts_with_all = ["combine", "printer"])]
    pub(super) tile: Option<String>,
    /// Print what must be replaced or was never hung alone, by the ledger, and say why
    #[arg(long)]
    pub(super) needed: bool,
    /// Proof and write everything anew, be it as it is there already
    #[arg(long)]
    pub(super) fresh: bool,
    /// Print the places of one machine of several alone, as 3/16: which one, of how many; `mileposter merge` unites them
    #[arg(long, value_name = "I/N", value_parser = parse_shard)]
    pub(super) shard: Option<Shard>,
    /// Proof everything and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
}

/// A build that is made again and again.
#[derive(Debug, ClapArgs)]
pub(super) struct Watch {
    #[command(flatten)]
    pub(super) build: Build,
}

/// Which campaign.
#[derive(Debug, Default, ClapArgs)]
pub(super) struct Home {
    /// Folder with locations.toml, ledger.csv and the campaign's own templates, messages, data and fonts
    #[arg(long, value_name = "DIR", help_heading = "Files")]
    pub(super) campaign: Option<PathBuf>,
    /// A locations file: .toml, .csv, .xlsx or .geojson; the ledger stands beside it
    #[arg(long, value_name = "FILE", help_heading = "Files")]
    pub(super) locations: Option<PathBuf>,
}

impl Home {
    /// Every place of it.
    pub(super) fn which(&self) -> Which {
        Which {
            campaign: self.campaign.clone(),
            locations: self.locations.clone(),
            ..Which::default()
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct Merge {
    /// Output folders of shards, or of other builds
    #[arg(value_name = "DIR", required = true)]
    pub(super) dirs: Vec<PathBuf>,
    /// Folder for the PDFs and manifest.json
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Put together what there is, although shards are missing
    #[arg(long)]
    pub(super) partial: bool,
    #[command(flatten)]
    pub(super) home: Home,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Log {
    #[command(subcommand)]
    pub(super) what: LogWhat,
}

#[derive(Debug, Subcommand)]
pub(super) enum LogWhat {
    /// Sheets were hung; they take the place of damaged and outdated ones of the same piece
    Placed(Told),
    /// Somebody looked
    Checked(Told),
    /// Sheets are damaged, covered or gone
    Damaged(Told),
    /// Sheets were taken down
    Removed(Told),
    /// Whoever runs the place said no
    Refused(Told),
    /// The place is closed
    Closed(Told),
    /// Take events over from a form: a .csv or .xlsx of Kobo, ODK or Google Forms
    Import(LogImport),
    /// Unite the ledger with copies of it that others wrote into
    Merge(LogMerge),
    /// Undo the last event, or those with these ids
    Undo(LogUndo),
    /// Take what is older out of the ledger, but for what tells what hangs, without initials and notes
    Purge(LogPurge),
    /// Write the ledger into another file, without initials and notes
    Export(LogExport),
}

/// What happened.
#[derive(Debug, Default, ClapArgs)]
pub(super) struct Told {
    /// Serials, as they stand at the foot of the sheets
    #[arg(value_name = "SERIAL", required_unless_present = "at")]
    pub(super) serials: Vec<String>,
    /// The place: with it alone, all pieces there are meant
    #[arg(long, value_name = "LOCATION")]
    pub(super) at: Option<String>,
    /// Of the pieces at the place, those of these templates
    #[arg(long, value_delimiter = ',', value_name = "NAME", requires = "at")]
    pub(super) template: Vec<String>,
    /// How many; without it all, or one that is damaged
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) count: Option<u32>,
    /// How they were found: ok, torn, covered, graffiti, outdated or missing
    #[arg(long, value_name = "WORD", value_parser = parse_condition)]
    pub(super) condition: Option<Condition>,
    /// Where at the place, as `women 3`
    #[arg(long, value_name = "TEXT")]
    pub(super) spot: Option<String>,
    /// Who did it: initials, no name
    #[arg(long, value_name = "INITIALS")]
    pub(super) by: Option<String>,
    /// What else there is to know of the place; nothing about people
    #[arg(long, value_name = "TEXT")]
    pub(super) note: Option<String>,
    /// The day on which it was, as 2026-12-01, instead of now
    #[arg(long, value_name = "DAY", value_parser = parse_day)]
    pub(super) on: Option<Date>,
    #[command(flatten)]
    pub(super) home: Home,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LogImport {
    /// What the form tool exported: .csv or .xlsx
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// What a column means, as 'Which sheet?=serial'; also `ignore`
    #[arg(long, value_name = "HEAD=FIELD", value_parser = parse_column)]
    pub(super) map: Vec<(String, Column)>,
    /// The event where a row does not say it
    #[arg(long, value_name = "EVENT", value_parser = parse_happening)]
    pub(super) event: Option<Happening>,
    /// How days such as 3/4/2026 are written, where nothing in the file tells it
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(super) dates: Option<DayOrder>,
    /// Show what would be taken over, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) home: Home,
}

/// How days are written with slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum DayOrder {
    /// Month first
    Mdy,
    /// Day first
    Dmy,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LogMerge {
    /// Copies of the ledger; a prints.jsonl is taken too
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Tell what would come in, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) home: Home,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LogUndo {
    /// Ids of events, as the last column of the ledger has them; without one the last event
    #[arg(value_name = "ID")]
    pub(super) ids: Vec<String>,
    #[command(flatten)]
    pub(super) home: Home,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LogPurge {
    /// What was before that day, as 2026-01-01
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    pub(super) before: Date,
    /// Tell what would go, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) home: Home,
}

#[derive(Debug, ClapArgs)]
pub(super) struct LogExport {
    /// The .csv to write
    #[arg(long, value_name = "FILE.csv")]
    pub(super) out: PathBuf,
    /// Write initials and notes too
    #[arg(long)]
    pub(super) with_people: bool,
    #[command(flatten)]
    pub(super) home: Home,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Status {
    #[command(flatten)]
    pub(super) wanted: Wanted,
    /// How many places of what to do first are shown; `-v` shows all
    #[arg(long, value_name = "N", default_value = "10")]
    pub(super) first: usize,
    /// Write every place into this file: .csv
    #[arg(long, value_name = "FILE.csv")]
    pub(super) out: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Diff {
    #[command(flatten)]
    pub(super) wanted: Wanted,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Plan {
    #[command(flatten)]
    pub(super) wanted: Wanted,
    /// Write packs, posters, previews, map and a page for the browser into this folder
    #[arg(long, value_name = "DIR", help_heading = "Packs")]
    pub(super) out: Option<PathBuf>,
    /// What the stops of a pack have in common
    #[arg(
        long,
        value_enum,
        default_value = "stretch",
        value_name = "WHAT",
        help_heading = "Packs"
    )]
    pub(super) by: PartedBy,
    /// Pack what must be replaced or was never hung alone, by the ledger: what each volunteer takes along again
    #[arg(long, requires = "out", help_heading = "Packs")]
    pub(super) needed: bool,
    /// The most stops of a pack; twelve of a stretch, where nothing else is asked for
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10_000), help_heading = "Packs")]
    pub(super) most_stops: Option<u16>,
    /// Choose so many stops, those that make the longest way without a piece as short as it can be
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000), help_heading = "Which places")]
    pub(super) budget: Option<u32>,
    /// A mile counts as covered if a driver passes a piece within so many miles ahead
    #[arg(long, value_name = "MILES", default_value = "60", value_parser = clap::value_parser!(u16).range(1..=1_000), help_heading = "Which places")]
    pub(super) reach: u16,
    /// The most hours of a pack, driving and stops
    #[arg(long, value_name = "HOURS", value_parser = parse_hours, help_heading = "Packs")]
    pub(super) most_hours: Option<f64>,
}

/// What the stops of a pack have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PartedBy {
    /// Whoever looks after them: the initials in `assigned`
    Volunteer,
    /// Their county
    County,
    /// A stretch of a route, both sides of the road
    Stretch,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Preview {
    #[command(flatten)]
    pub(super) wanted: Wanted,
    /// Folder for the pictures
    #[arg(long, value_name = "DIR", default_value = "preview")]
    pub(super) out: PathBuf,
    /// Dots per inch
    #[arg(long, value_name = "N", default_value = "96", value_parser = clap::value_parser!(u16).range(24..=600))]
    pub(super) dpi: u16,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Review {
    /// Which language, as uk or pa-Guru
    #[arg(value_name = "LANGUAGE", value_parser = parse_tag)]
    pub(super) language: Locale,
    /// Folder of the campaign, whose messages/ has or gets the catalog
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) campaign: PathBuf,
    /// Record that this reader, by initials or name, signed for the words as they are
    #[arg(long, value_name = "INITIALS", requires = "sheet")]
    pub(super) accept: Option<String>,
    /// The serial at the foot of the signed sheet: words that were changed since are refused
    #[arg(long, value_name = "SERIAL", requires = "accept")]
    pub(super) sheet: Option<String>,
    /// The day of the signature, as 2026-12-01, instead of today
    #[arg(long, value_name = "DAY", value_parser = parse_day, requires = "accept")]
    pub(super) on: Option<Date>,
    /// The PDF to write; review-LANGUAGE.pdf by default
    #[arg(long, value_name = "FILE", conflicts_with = "accept")]
    pub(super) out: Option<PathBuf>,
    /// The paper
    #[arg(
        long,
        value_name = "NAME",
        default_value = "letter",
        conflicts_with = "accept"
    )]
    pub(super) stock: String,
    /// Id of the hotline record whose numbers stand in the words
    #[arg(long, value_name = "ID", default_value = "us-nhth")]
    pub(super) hotline: String,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Outline {
    /// Names or part numbers, as avery-5371 or 8371
    #[arg(value_name = "STOCK", required_unless_present = "all")]
    pub(super) stocks: Vec<String>,
    /// The outline of every stock
    #[arg(long, conflicts_with = "stocks")]
    pub(super) all: bool,
    /// The PDF to write, outline-STOCK.pdf by default; of several stocks the folder for them
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// The printer of data/printers.toml whose shift and stretch are taken back
    #[arg(long, value_name = "NAME")]
    pub(super) printer: Option<String>,
    /// About which edge the printer turns a sheet for its back, as its two-sided setting says; by default the long one
    #[arg(long, value_enum, value_name = "EDGE")]
    pub(super) flip: Option<Edge>,
    /// Folder whose own data replaces the embedded one
    #[arg(long, value_name = "DIR")]
    pub(super) campaign: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
#[command(group = clap::ArgGroup::new("measured").multiple(true).args(["right", "down", "across", "along", "back_right", "back_down", "flip"]))]
pub(super) struct Calibrate {
    /// Save what was measured by this name, as front-desk; without a name, the sheet is printed
    #[arg(value_name = "NAME", requires = "measured", conflicts_with = "out")]
    pub(super) name: Option<String>,
    /// The paper to print and measure on
    #[arg(long, value_name = "NAME", default_value = "letter")]
    pub(super) stock: String,
    /// The PDF to write; calibration.pdf by default
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// How far the cross A is too far right on the paper, as 0.8mm; with a minus too far left, as --right=-0.8mm
    #[arg(long, value_name = "LENGTH", value_parser = parse_length, requires = "name", allow_hyphen_values = true, help_heading = "What was measured")]
    pub(super) right: Option<Length>,
    /// How far the cross A is too far down on the paper; with a minus too far up
    #[arg(long, value_name = "LENGTH", value_parser = parse_length, requires = "name", allow_hyphen_values = true, help_heading = "What was measured")]
    pub(super) down: Option<Length>,
    /// How long the line across came out, as 180.7mm
    #[arg(long, value_name = "LENGTH", value_parser = parse_length, requires = "name", help_heading = "What was measured")]
    pub(super) across: Option<Length>,
    /// How long the line along came out
    #[arg(long, value_name = "LENGTH", value_parser = parse_length, requires = "name", help_heading = "What was measured")]
    pub(super) along: Option<Length>,
    /// How far the front's cross is left of the middle of the grid on the back; with a minus right of it
    #[arg(long, value_name = "LENGTH", value_parser = parse_length, requires = "name", allow_hyphen_values = true, help_heading = "What was measured")]
    pub(super) back_right: Option<Length>,
    /// How far the front's cross is above the middle of the grid on the back; with a minus below it
    #[arg(long, value_name = "LENGTH", value_parser = parse_length, requires = "name", allow_hyphen_values = true, help_heading = "What was measured")]
    pub(super) back_down: Option<Length>,
    /// About which edge the printer turns a sheet for its back: saved with the name, and used where no other is asked for
    #[arg(long, value_enum, value_name = "EDGE")]
    pub(super) flip: Option<Edge>,
    /// Folder of the campaign, whose data/printers.toml has or gets the printer
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) campaign: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Export {
    #[command(flatten)]
    pub(super) which: Which,
    /// The file to write; its ending says what: .csv, .xlsx, .geojson, .gpx or .kml
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    /// Write too who looks after a place and who holds its permit
    #[arg(long)]
    pub(super) with_people: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct List {
    /// What to show
    #[arg(value_enum)]
    pub(super) what: What,
    /// Of the stocks, those that a template goes on
    #[arg(long, value_name = "TEMPLATE")]
    pub(super) fits: Option<String>,
    #[command(flatten)]
    pub(super) wanted: Wanted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    Locations,
    Templates,
    /// How hard their words are to read, in English and Spanish
    Reading,
    Languages,
    Stocks,
    Hotlines,
    Fonts,
    Codes,
    Rules,
    Venues,
    UiLanguages,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Import {
    /// The spreadsheet or export
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// What a column means, as 'Mile Marker=milepost'; also `notes`, `key` or `ignore`
    #[arg(long, value_name = "HEAD=FIELD", value_parser = parse_map)]
    pub(super) map: Vec<(String, Target)>,
    /// What a field is where a row does not say it, as `state=CA` or `kind=rest_area`
    #[arg(long, value_name = "FIELD=VALUE", value_parser = parse_set)]
    pub(super) set: Vec<(&'static str, String)>,
    /// The list that the places go into, .toml or .csv; what is in it already stays
    #[arg(long, value_name = "FILE", default_value = "locations.toml")]
    pub(super) out: PathBuf,
    /// Show the columns and the first rows as they are understood, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) judging: Judging,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ProofFiles {
    /// PDF files, ours or not
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// Id of the hotline record that numbers are compared with
    #[arg(long, default_value = "us-nhth", value_name = "ID")]
    pub(super) hotline: String,
    /// How long the reading of one file may take, in seconds
    #[arg(long, default_value = "60", value_name = "N", value_parser = clap::value_parser!(u16).range(1..=3600))]
    pub(super) seconds: u16,
    /// Folder whose own data replaces the embedded one
    #[arg(long, value_name = "DIR")]
    pub(super) campaign: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judging: Judging,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Audit {
    /// Photos of pieces that hang, as JPEG or PNG
    #[arg(required = true, value_name = "PHOTO")]
    pub(super) photos: Vec<PathBuf>,
    /// Id of the location where they were taken: what must hang there and is on no photo is told too
    #[arg(long, value_name = "ID")]
    pub(super) at: Option<String>,
    /// Write into the ledger what was seen: checked, or covered where a foreign symbol sticks; with --at, or by the serials on the photos
    #[arg(long)]
    pub(super) log: bool,
    /// Who took the photos: initials, no name
    #[arg(long, value_name = "INITIALS", requires = "log")]
    pub(super) by: Option<String>,
    #[command(flatten)]
    pub(super) wanted: Wanted,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Rules {
    #[command(flatten)]
    pub(super) wanted: Wanted,
    /// What laws call the place, as airport,salon, where no kind of location says it; with --state
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "VENUE",
        help_heading = "Which places"
    )]
    pub(super) venue: Vec<String>,
    /// Print the chapter of the handbook that is made of the rules
    #[arg(long, hide = true)]
    pub(super) handbook: bool,
}

/// What a list of local services is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Per {
    /// A county of the places that are wanted
    County,
    /// A place, and the road around it
    Place,
    /// The whole list
    List,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Handout {
    /// Which sheets, as staff or referral; `all` for every one, none to see what there is
    #[arg(value_name = "NAME")]
    pub(super) names: Vec<String>,
    /// Lists of local services: .toml, .csv, .xlsx, or an HSDS package as .json, .zip or folder; by default referrals.* of the campaign
    #[arg(long, value_name = "FILE", help_heading = "Local services")]
    pub(super) services: Vec<PathBuf>,
    /// One sheet for each county, for each place, or for the whole list
    #[arg(
        long,
        value_enum,
        default_value = "county",
        value_name = "WHAT",
        help_heading = "Local services"
    )]
    pub(super) per: Per,
    /// For a place: so many miles of road, both ways
    #[arg(long, value_name = "MILES", default_value = "30", value_parser = clap::value_parser!(u16).range(1..=500), help_heading = "Local services")]
    pub(super) within: u16,
    /// What services are for, as legal,health
    #[arg(long = "for", value_delimiter = ',', value_name = "KIND", value_parser = parse_service, help_heading = "Local services")]
    pub(super) kinds: Vec<service::Kind>,
    /// The most pages of a list: 2 are a sheet
    #[arg(long, value_name = "N", default_value = "2", value_parser = clap::value_parser!(u16).range(1..=100), help_heading = "Local services")]
    pub(super) pages: u16,
    /// The day on which you checked all services that bear no day of their own
    #[arg(long, value_name = "DAY", value_parser = parse_day, help_heading = "Local services")]
    pub(super) verified_on: Option<Date>,
    /// Folder for the PDFs and manifest.json
    #[arg(long, value_name = "DIR", default_value = "handouts")]
    pub(super) out: PathBuf,
    #[command(flatten)]
    pub(super) wanted: Wanted,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Permits {
    #[command(flatten)]
    pub(super) wanted: Wanted,
    /// Write a letter to each body that grants a permission, with the places where it is missing, into this PDF
    #[arg(long, value_name = "FILE.pdf")]
    pub(super) out: Option<PathBuf>,
    /// The paper of the letters
    #[arg(long, value_name = "NAME", default_value = "letter")]
    pub(super) paper: String,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Explain {
    /// Codes, as number-foreign, or posting rules, as us-or-377.880; without one, all codes are listed
    #[arg(value_name = "CODE|RULE")]
    pub(super) words: Vec<String>,
    /// Folder whose own data/rules.toml replaces the embedded one
    #[arg(long, value_name = "DIR")]
    pub(super) campaign: Option<PathBuf>,
    /// Print the chapter of the handbook that is made of all pages
    #[arg(long, hide = true)]
    pub(super) handbook: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ReadPdf {
    pub(super) file: PathBuf,
    #[arg(long)]
    pub(super) hotline: String,
    #[arg(long)]
    pub(super) campaign: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judging: Judging,
}

impl Wanted {
    /// How pieces are printed. A printer that the library does not have was told of before.
    fn setup(&self, library: &Library, profile: Option<Arc<Profile>>) -> Setup {
        let ink = match (self.ink_saver, self.greyscale) {
            (true, _) => Ink::Saver,
            (false, true) => Ink::Grey,
            (false, false) => Ink::Full,
        };
        let printer = self.printer.as_ref().and_then(|name| library.printers.get(name));
        let finish = match self.finish {
            PrintedBy::Home => Finish::Home,
            PrintedBy::Press => Finish::Press(profile),
        };
        Setup {
            ink,
            flip: flip(self.flip, printer),
            printer: printer.cloned(),
            finish,
            ..Setup::default()
        }
    }

    /// The selection for the plan, with the profile that was read.
    pub(super) fn selection(&self, library: &Library, profile: Option<Arc<Profile>>) -> Selection {
        Selection {
            templates: self.template.clone(),
            languages: self.language.clone(),
            stock: self.stock.clone(),
            setup: self.setup(library, profile),
            has_proofed: self.i_have_proofed,
            rule: self.for_rule.clone(),
            ..self.which.selection()
        }
    }
}

impl Which {
    /// The selection of places alone.
    pub(super) fn selection(&self) -> Selection {
        Selection {
            routes: self.route.clone(),
            states: self.state.clone(),
            counties: self.county.clone(),
            kinds: self.kind.clone(),
            directions: self.direction.clone(),
            mileposts: self.milepost,
            ids: self.id.clone(),
            ..Selection::default()
        }
    }
}

/// About which edge a sheet is turned: as typed, or as its printer does.
pub(super) fn flip(typed: Option<Edge>, printer: Option<&Arc<Printer>>) -> Flip {
    match typed {
        Some(edge) => edge.into(),
        None => printer.and_then(|printer| printer.flip).unwrap_or_default(),
    }
}

/// A printer by its name.
pub(super) fn printer<'a>(library: &'a Library, name: &str) -> Result<&'a Arc<Printer>, Stop> {
    let known = library.printers.get(name);
    known.ok_or_else(|| Stop::Usage(printer::unknown(name, &library.printers)))
}

impl From<Edge> for Flip {
    fn from(edge: Edge) -> Self {
        match edge {
            Edge::Long => Self::LongEdge,
            Edge::Short => Self::ShortEdge,
        }
    }
}

/// What is wrong with the value of a flag.
#[derive(Clone, Debug)]
pub(super) struct Wrong(pub(super) Phrase);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.english())
    }
}

impl std::error::Error for Wrong {}

fn parse_kind(text: &str) -> Result<Kind, Wrong> {
    let words = || {
        Kind::ALL
            .iter()
            .map(|(word, _)| *word)
            .collect::<Vec<_>>()
            .join(", ")
    };
    Kind::parse(text).ok_or_else(|| Wrong(say("the kinds are {kinds}").with("kinds", words())))
}

fn parse_direction(text: &str) -> Result<Direction, Wrong> {
    Direction::parse(text).ok_or_else(|| Wrong(say("a direction is NB, SB, EB, WB or both")))
}

fn parse_tag(text: &str) -> Result<Locale, Wrong> {
    Locale::parse(text).ok_or_else(|| Wrong(say("a language tag is written like `es` or `zh-Hans`")))
}

fn parse_language(text: &str) -> Result<LanguageChoice, Wrong> {
    let wanted = say("a language tag is written like `es` or `zh-Hans`; `needed` and `all` are words too");
    LanguageChoice::parse(text).ok_or(Wrong(wanted))
}

fn parse_length(text: &str) -> Result<Length, Wrong> {
    Length::parse(text).ok_or_else(|| Wrong(say("a length is written like `0.8mm` or `7.1 in`")))
}

fn parse_hours(text: &str) -> Result<f64, Wrong> {
    let hours = text.trim().parse::<f64>().ok();
    hours
        .filter(|hours| (0.25..=240.0).contains(hours))
        .ok_or_else(|| Wrong(say("hours are a number from 0.25 to 240, as `6` or `7.5`")))
}

fn parse_shard(text: &str) -> Result<Shard, Wrong> {
    Shard::parse(text).map_err(|error| Wrong(error.phrase()))
}

fn parse_service(text: &str) -> Result<service::Kind, Wrong> {
    let kinds = || {
        service::Kind::ALL
            .iter()
            .map(|(word, _)| *word)
            .collect::<Vec<_>>()
            .join(", ")
    };
    service::Kind::parse(text).ok_or_else(|| Wrong(say("the kinds are {kinds}").with("kinds", kinds())))
}

fn parse_day(text: &str) -> Result<Date, Wrong> {
    Date::parse(text).ok_or_else(|| Wrong(say("a day is written like `2026-12-01`")))
}

/// A code as it is typed, or as a whole fault is copied: `error[draft]`.
pub(super) fn parse_code(text: &str) -> Result<Code, Wrong> {
    let inside = text
        .split_once('[')
        .map_or(text, |(_, rest)| rest.trim_end_matches([']', ':']));
    let name = inside.trim().to_ascii_lowercase();
    Code::parse(&name).ok_or_else(|| match nearest(&name, code::ALL.iter().map(|code| code.name)) {
        Some(near) => Wrong(say("there is no such fault; did you mean `{near}`?").with("near", near)),
        None => Wrong(say(
            "there is no such fault; `mileposter list codes` shows them all",
        )),
    })
}

fn parse_denied(text: &str) -> Result<Denied, Wrong> {
    match text {
        "warnings" => Ok(Denied::Warnings),
        code => parse_code(code).map(Denied::Code),
    }
}

/// A head and what it is to be, as `Mile Marker=milepost`.
fn parse_condition(text: &str) -> Result<Condition, Wrong> {
    parse_word(text, Condition::ALL, Condition::parse)
}

fn parse_happening(text: &str) -> Result<Happening, Wrong> {
    parse_word(text, Happening::ALL, Happening::parse)
}

fn parse_word<T>(
    text: &str,
    all: &[(&'static str, T)],
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, Wrong> {
    let known = all.iter().map(|(word, _)| *word);
    parse(text).ok_or_else(|| {
        Wrong(match nearest(text, known.clone()) {
            Some(near) => say("did you mean `{near}`?").with("near", near),
            None => say("wanted is one of {words}").with("words", known.collect::<Vec<_>>().join(", ")),
        })
    })
}

fn parse_column(text: &str) -> Result<(String, Column), Wrong> {
    let wanted = || Wrong(say("wanted is HEAD=FIELD, as 'Which sheet?=serial'"));
    let (head, field) = text.rsplit_once('=').ok_or_else(wanted)?;
    Ok((
        head.trim().to_owned(),
        parse_word(field.trim(), Column::ALL, Column::parse)?,
    ))
}

fn parse_map(text: &str) -> Result<(String, Target), Wrong> {
    let Some((head, field)) = text.rsplit_once('=').filter(|(head, _)| !head.trim().is_empty()) else {
        return Err(Wrong(say("a column is mapped as `Mile Marker=milepost`")));
    };
    match Target::parse(field) {
        Ok(target) => Ok((head.trim().to_owned(), target)),
        Err(Some(near)) => Err(Wrong(
            say("there is no field `{field}`; did you mean `{near}`?")
                .with("field", field.trim())
                .with("near", near),
        )),
        Err(None) => Err(Wrong(
            say("there is no field `{field}`; the fields are {fields}, `ignore` and `key`")
                .with("field", field.trim())
                .with("fields", location::FIELDS.join(", ")),
        )),
    }
}

/// A field and its value, as `state=CA`.
fn parse_set(text: &str) -> Result<(&'static str, String), Wrong> {
    let fields = || import::SETTABLE.join(", ");
    let Some((field, value)) = text.split_once('=').filter(|(_, value)| !value.trim().is_empty()) else {
        return Err(Wrong(say("a field is set as `state=CA`")));
    };
    let field = heads::word(field);
    let known = import::SETTABLE.iter().find(|known| **known == field);
    let known = known.ok_or_else(|| {
        Wrong(
            say("`--set` fills {fields}, and not `{field}`")
                .with("fields", fields())
                .with("field", &field),
        )
    })?;
    if !import::is_settable(known, value) {
        return Err(Wrong(
            say("`{value}` is no value for `{field}`")
                .with("value", value.trim())
                .with("field", known),
        ));
    }
    Ok((known, value.trim().to_owned()))
}

fn parse_range(text: &str) -> Result<(f64, f64), Wrong> {
    let mile = |text: &str| text.trim().parse::<f64>().ok().filter(|mile| mile.is_finite());
    let range = text
        .split_once("..")
        .and_then(|(from, to)| Some((mile(from)?, mile(to)?)));
    range
        .filter(|(from, to)| from <= to)
        .ok_or_else(|| Wrong(say("a stretch is written like `100..250`")))
}
