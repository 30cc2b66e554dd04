//! `import`: coordinators' spreadsheets and exports of agencies become a locations file.

use std::path::Path;
use std::sync::Arc;

use mileposter::campaign::{self, Campaign};
use mileposter::diag::{Diagnostics, shown};
use mileposter::export::{Export, Format, People};
use mileposter::features;
use mileposter::fields;
use mileposter::harmless::harmless;
use mileposter::import::merge::{self, Change, Fate, Merged, Placed};
use mileposter::import::{self, Draft, Imported, Wish};
use mileposter::listing;
use mileposter::location;
use mileposter::phrase::{counted, say, verbatim};
use mileposter::source::Source;
use mileposter::table;
use mileposter::workbook;

use super::Stop;
use super::args::Import;
use super::list::print_table;
use super::load;
use super::output;
use super::report::Reporter;

/// Rows that a dry run shows, and places and changes that are named; `-v` names all.
const ROWS_SHOWN: usize = 3;
const NAMED: usize = 10;
const CHANGES_SHOWN: usize = 20;

/// Different guesses that are told one by one: there are hardly more kinds of them.
const GUESSES_TOLD: usize = 60;

/// Runs the command. On any error the locations file stays as it is.
pub(super) fn run(reporter: &Reporter, wanted: &Import) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    diags.judge_by(load::judged(&wanted.judging)?);
    let as_sheet = match load::ending(&wanted.out).as_str() {
        "toml" => false,
        "csv" => true,
        _ => {
            return Err(Stop::Usage(
                say("`--out` takes a list of places that ends in .toml or .csv, not `{out}`")
                    .with("out", wanted.out.display()),
            ));
        }
    };
    let real = |path: &Path| path.canonicalize().ok();
    if real(&wanted.out).is_some_and(|out| real(&wanted.file) == Some(out)) {
        return Err(Stop::Usage(
            say("`{out}` is the list that is imported; name another file with `--out`")
                .with("out", wanted.out.display()),
        ));
    }
    let imported = sheet(&mut diags, &wanted.file)?.and_then(|sheet| {
        let file = wanted.file.file_name().unwrap_or_default().to_string_lossy();
        let wish = Wish {
            file: &harmless(&file).replace(';', ","),
            maps: &wanted.map,
            sets: &wanted.set,
        };
        let imported = import::read(&mut diags, &sheet.places, &wish)?;
        Some((sheet.head, imported))
    });
    let mut merged = None;
    if let Some((head, imported)) = imported.as_ref().filter(|_| !diags.has_errors()) {
        merged = if as_sheet {
            merge_sheet(&mut diags, reporter, wanted, imported)?
        } else {
            merge(&mut diags, wanted, head.as_ref(), imported)?
        };
    }
    let done = merged.filter(|_| !diags.has_errors());
    let mut wrote = None;
    if let Some((merged, is_changed)) = &done
        && *is_changed
        && !wanted.dry_run
    {
        output::write_over(&wanted.out, merged.text.as_bytes())?;
        wrote = Some(wanted.out.display().to_string());
    }
    reporter.faults_up_to(&diags, GUESSES_TOLD);
    let imported = imported.map(|(_, imported)| imported).unwrap_or_default();
    if reporter.is_human() {
        if let Some((merged, is_changed)) = &done {
            tell(reporter, wanted, &imported, merged, *is_changed);
        }
    } else {
        let merged = done.as_ref().map(|(merged, _)| merged);
        reporter.object(&diags, json(&imported, merged, wrote.as_deref()));
    }
    if done.is_some() { Ok(()) } else { Err(Stop::Faults) }
}

/// A sheet, and the head of a locations file that came along.
pub(super) struct Sheet {
    head: Option<Arc<Source>>,
    pub(super) places: Arc<Source>,
}

/// The sheet of a file of any format that is read.
pub(super) fn sheet(diags: &mut Diagnostics, file: &Path) -> Result<Option<Sheet>, Stop> {
    let name = file.display().to_string();
    let alone = |places| Sheet { head: None, places };
    let ending = load::ending(file);
    if matches!(
        ending.as_str(),
        "xls" | "xlsb" | "ods" | "numbers" | "toml" | "pdf" | "kml" | "gpx"
    ) {
        return Err(Stop::Usage(
            say("`{name}` is no .csv, .xlsx or .geojson; in the program that it comes from, save it as one of these")
                .with("name", &name),
        ));
    }
    let bytes = load::read_bytes(file, fields::LARGEST as u64)?;
    if ending == "xlsx" || ending == "xlsm" || workbook::is_packed(&bytes) {
        let workbook = load::workbook(diags, &name, bytes);
        return Ok(workbook.map(|workbook| Sheet {
            head: workbook.head,
            places: workbook.places,
        }));
    }
    if matches!(ending.as_str(), "geojson" | "json") {
        let source = fields::decode(diags, name, bytes);
        return Ok(source
            .and_then(|source| features::read(diags, &source))
            .map(alone));
    }
    Ok(import::decode(diags, &name, bytes).map(alone))
}

/// The locations file as it is to be, and whether it is another than it was. `None` after errors in the earlier one.
fn merge(
    diags: &mut Diagnostics,
    wanted: &Import,
    head: Option<&Arc<Source>>,
    imported: &Imported,
) -> Result<Option<(Merged, bool)>, Stop> {
    let out = wanted.out.display().to_string();
    if !wanted.out.exists() {
        let title = wanted.file.file_stem().unwrap_or_default().to_string_lossy();
        let merged = merge::fresh(
            head.map(|head| head.text.as_str()),
            &title.replace(['_', '-'], " "),
            &imported.drafts,
        );
        // The head is a stranger's, and the whole may be too large to be read again.
        let mut faults = Diagnostics::default();
        match head {
            Some(head) => drop(campaign::read(&mut faults, head)),
            None => drop(campaign::read(
                &mut faults,
                &Source::new(&out, merged.text.as_str()),
            )),
        }
        diags.extend(faults);
        return Ok(Some((merged, true)));
    }
    let bytes = load::read_bytes(&wanted.out, fields::LARGEST as u64)?;
    let Some(source) = fields::decode(diags, out, bytes) else {
        return Ok(None);
    };
    let earlier = campaign::read(diags, &source);
    if diags.has_errors() {
        return Ok(None);
    }
    let merged = merge::into(&source, &earlier.locations, &imported.drafts).ok_or_else(|| {
        Stop::Usage(
            say("`{out}` is not written so that places can be exchanged in it, so nothing was written; write each place below a head `[[location]]`, or name another file with `--out`")
                .with("out", wanted.out.display()),
        )
    })?;
    let is_changed = merged.text != source.text;
    Ok(Some((merged, is_changed)))
}

/// The same for a list kept as CSV, which is written anew whole. A sheet has no head of a campaign.
fn merge_sheet(
    diags: &mut Diagnostics,
    reporter: &Reporter,
    wanted: &Import,
    imported: &Imported,
) -> Result<Option<(Merged, bool)>, Stop> {
    let out = wanted.out.display().to_string();
    let mut earlier = Source::new(&out, "");
    let mut places = Vec::new();
    if wanted.out.exists() {
        let bytes = load::read_bytes(&wanted.out, fields::LARGEST as u64)?;
        let Some(source) = fields::decode(diags, out, bytes) else {
            return Ok(None);
        };
        let read = table::read(diags, &source);
        places = location::unique(diags, read);
        earlier = source;
        if diags.has_errors() {
            return Ok(None);
        }
    }
    let joined = merge::join(&places, &imported.drafts);
    let export = Export {
        campaign: &Campaign::around(Vec::new(), &earlier),
        places: joined.places.iter().collect(),
        people: People::Named,
        tell: &|phrase| reporter.words(phrase),
    };
    let Some(text) = export
        .write(diags, Format::Csv)
        .and_then(|bytes| String::from_utf8(bytes).ok())
    else {
        return Ok(None);
    };
    let is_changed = text != earlier.text;
    let merged = Merged {
        text,
        placed: joined.placed,
        unfound: joined.unfound,
    };
    Ok(Some((merged, is_changed)))
}

fn tell(reporter: &Reporter, wanted: &Import, imported: &Imported, merged: &Merged, is_changed: bool) {
    if wanted.dry_run {
        show_columns(reporter, imported);
        for (draft, placed) in imported.drafts.iter().zip(&merged.placed).take(ROWS_SHOWN) {
            show_row(reporter, draft, placed);
        }
    }
    let most = |most: usize| if reporter.is_verbose() { usize::MAX } else { most };
    let changed = merged.placed.iter().filter_map(|placed| match &placed.fate {
        Fate::Changed(changes) => Some((placed, changes)),
        Fate::New | Fate::Same => None,
    });
    let changed: Vec<_> = changed.collect();
    for (placed, changes) in changed.iter().take(most(CHANGES_SHOWN)) {
        let told: Vec<String> = changes.iter().map(change_in_words).collect();
        tell_wrapped(reporter, &format!("{}: {}", placed.id, told.join("; ")));
    }
    if changed.len() > most(CHANGES_SHOWN) {
        let more = changed.len() - CHANGES_SHOWN;
        reporter.tell(&say("… and {more} more places with changes; `-v` shows them all").with("more", more));
    }
    let new: Vec<&str> = merged
        .placed
        .iter()
        .filter(|placed| placed.fate == Fate::New)
        .map(|placed| placed.id.as_str())
        .collect();
    let unfound: Vec<&str> = merged.unfound.iter().map(String::as_str).collect();
    let is_first = new.len() == imported.drafts.len() && unfound.is_empty();
    let file = wanted.file.file_name().unwrap_or_default().to_string_lossy();
    if !new.is_empty() && !is_first {
        let message = counted(
            new.len(),
            say("{count} place is new: {ids}"),
            say("{count} places are new: {ids}"),
        );
        let message = message.with("ids", named(&new, most(NAMED)));
        tell_wrapped(reporter, &reporter.words(&message));
    }
    if !unfound.is_empty() {
        let message = counted(
            unfound.len(),
            say("{count} place of {out} is not in {file}, and stays as it is: {ids}"),
            say("{count} places of {out} are not in {file}, and stay as they are: {ids}"),
        );
        let message = message
            .with("out", wanted.out.display())
            .with("file", file)
            .with("ids", named(&unfound, most(NAMED)));
        tell_wrapped(reporter, &reporter.words(&message));
    }
    let summary = say("{rows} rows: {kept} kept ({new} new, {changed} changed, {same} as they were), {explained} left out with the reason.")
        .with("rows", imported.rows)
        .with("kept", imported.drafts.len())
        .with("new", new.len())
        .with("changed", changed.len())
        .with("same", imported.drafts.len() - new.len() - changed.len())
        .with("explained", imported.left_out.len());
    reporter.tell(&summary);
    let end = if wanted.dry_run {
        say("A dry run: nothing was written.")
    } else if is_changed {
        say("Wrote {out}. Next: look at the guesses above, then `mileposter check --locations {out}`.")
    } else {
        say("{out} says all that already, and stays as it is.")
    };
    reporter.tell(&end.with("out", wanted.out.display()));
}

/// A long line, broken to the width of the terminal.
fn tell_wrapped(reporter: &Reporter, line: &str) {
    for line in reporter.wrapped(&harmless(line), 2).lines() {
        reporter.tell_text(line);
    }
}

/// Each column and what it is understood as.
fn show_columns(reporter: &Reporter, imported: &Imported) {
    let heads = vec![say("COLUMN"), say("UNDERSTOOD AS")];
    let rows = imported
        .columns
        .iter()
        .map(|(head, meaning)| vec![verbatim(shown(head)), meaning.clone()])
        .collect();
    print_table(reporter, &(heads, rows));
}

/// A row as it was understood, field by field.
fn show_row(reporter: &Reporter, draft: &Draft, placed: &Placed) {
    let head = say("Row {row}:").with("row", draft.row);
    reporter.print(&format!("\n{}", reporter.words(&head)));
    let fields = listing::fields(&draft.place);
    let width = fields.iter().map(|(field, _)| field.len()).max().unwrap_or(0);
    for (field, value) in fields {
        let value = if field == "id" {
            placed.id.clone()
        } else {
            bare(&value).to_owned()
        };
        let line = format!("  {field:width$}  {value}");
        reporter.print(&reporter.wrapped(&harmless(&line), width + 4));
    }
}

/// A value without the quotes that TOML wants.
fn bare(value: &str) -> &str {
    let inner = |quote: char| value.strip_prefix(quote)?.strip_suffix(quote);
    inner('"').or_else(|| inner('\'')).unwrap_or(value)
}

/// As `milepost 206 → 206.06`.
fn change_in_words(change: &Change) -> String {
    match &change.from {
        Some(from) => format!("{} {} → {}", change.field, bare(from), bare(&change.to)),
        None => format!("{} → {}", change.field, bare(&change.to)),
    }
}

fn named(ids: &[&str], most: usize) -> String {
    let told = ids.iter().take(most).copied().collect::<Vec<_>>().join(", ");
    if ids.len() > most {
        format!("{told} …")
    } else {
        told
    }
}

fn json(imported: &Imported, merged: Option<&Merged>, wrote: Option<&str>) -> serde_json::Value {
    let placed = merged.map_or(&[][..], |merged| &merged.placed);
    let places: Vec<_> = placed.iter().map(json_place).collect();
    let left_out = imported.left_out.iter();
    let left_out: Vec<_> = left_out
        .map(|left| serde_json::json!({ "row": left.row, "why": left.why.english() }))
        .collect();
    let columns = imported.columns.iter();
    let columns: Vec<_> = columns
        .map(|(head, meaning)| serde_json::json!({ "head": shown(head), "understood_as": meaning.english() }))
        .collect();
    let count = |wanted: fn(&Fate) -> bool| placed.iter().filter(|placed| wanted(&placed.fate)).count();
    serde_json::json!({
        "command": "import",
        "counts": {
            "rows": imported.rows,
            "kept": imported.drafts.len(),
            "explained": imported.left_out.len(),
            "new": count(|fate| *fate == Fate::New),
            "changed": count(|fate| matches!(fate, Fate::Changed(_))),
            "same": count(|fate| *fate == Fate::Same),
        },
        "columns": columns,
        "places": places,
        "left_out": left_out,
        "unfound": merged.map_or(&[][..], |merged| &merged.unfound),
        "wrote": wrote,
    })
}

fn json_place(placed: &Placed) -> serde_json::Value {
    let (fate, changes) = match &placed.fate {
        Fate::New => ("new", &[][..]),
        Fate::Same => ("same", &[][..]),
        Fate::Changed(changes) => ("changed", changes.as_slice()),
    };
    let changes = changes.iter();
    let changes: Vec<_> = changes
        .map(|change| serde_json::json!({ "field": change.field, "from": change.from, "to": change.to }))
        .collect();
    serde_json::json!({ "row": placed.row, "id": placed.id, "fate": fate, "changes": changes })
}
