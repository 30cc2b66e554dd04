//! `permits`: where permission to post is granted, asked or missing, and letters that ask for it.

use std::path::Path;

use mileposter::check;
use mileposter::diag::Diagnostics;
use mileposter::law;
use mileposter::locale::Locale;
use mileposter::permission::{self, Ask, Permission, State};
use mileposter::petition::{self, Desk};
use mileposter::phrase::{counted, say, verbatim};
use mileposter::plan;

use super::Stop;
use super::args::Permits;
use super::list::{Table, print_table};
use super::load::{self, Loaded};
use super::output;
use super::report::Reporter;

/// Runs the command.
pub(super) fn run(reporter: &Reporter, asked: &Permits) -> Result<(), Stop> {
    let mut diags = Diagnostics::default();
    let loaded = load::load(reporter, &mut diags, &asked.wanted)?;
    let today = asked.wanted.judging.today.unwrap_or_else(load::today);
    law::check(&mut diags, &loaded.library.rules, &loaded.campaign);
    let selection = loaded.selection(&asked.wanted);
    let places = plan::wanted(&mut diags, &loaded.campaign, &selection);
    let permissions = permission::of(&loaded.library.rules, &places, today);
    let asks = permission::asks(&permissions);
    let mut written = None;
    if let Some(out) = asked.out.as_ref().filter(|_| loaded.sound && !diags.has_errors()) {
        if out.exists() {
            return Err(output::is_there(out));
        }
        written = write(&mut diags, &loaded, asked, &asks, out)?;
    }
    reporter.faults(&diags);
    if reporter.is_human() {
        print_table(reporter, &table(&permissions));
        summary(reporter, asked, &permissions, &asks, written);
    } else {
        reporter.object(&diags, json(&permissions, &asks, asked, written));
    }
    if diags.has_errors() {
        Err(Stop::Faults)
    } else {
        Ok(())
    }
}

/// Writes the letters, and tells how many; none where nobody is to be asked.
fn write(
    diags: &mut Diagnostics,
    loaded: &Loaded,
    asked: &Permits,
    asks: &[Ask<'_>],
    out: &Path,
) -> Result<Option<usize>, Stop> {
    let (library, campaign) = (&loaded.library, &loaded.campaign);
    let Some(hotline) = library.hotlines.get(&campaign.hotline.value) else {
        // Told where jobs are planned.
        plan::jobs(diags, library, campaign, &loaded.selection(&asked.wanted));
        return Ok(None);
    };
    let Some(stock) = library.stocks.get(&asked.paper) else {
        diags.push(plan::unknown_stock(library, &asked.paper));
        return Ok(None);
    };
    if let Some(contact) = &campaign.contact {
        check::contact(diags, hotline, contact);
    }
    let signs = signs(diags, loaded, asked, asks);
    if asks.is_empty() || diags.has_errors() {
        return Ok(None);
    }
    let desk = Desk {
        campaign: &campaign.title,
        span: &campaign.hotline.span,
        organization: &campaign.organization,
        contact: campaign.contact.as_ref().map(|contact| contact.value.as_str()),
        hotline,
        signs: &signs,
        today: asked.wanted.judging.today.unwrap_or_else(load::today),
    };
    let Some(plate) = petition::letters(diags, library, &desk, asks, stock) else {
        return Ok(None);
    };
    output::write_new(out, &plate.document.bytes)?;
    Ok(Some(asks.len()))
}

/// The signs that hang at the places that are asked about, each once.
fn signs(diags: &mut Diagnostics, loaded: &Loaded, asked: &Permits, asks: &[Ask<'_>]) -> Vec<String> {
    let (library, campaign) = (&loaded.library, &loaded.campaign);
    let mut found = Diagnostics::default();
    let jobs = plan::jobs(&mut found, library, campaign, &loaded.selection(&asked.wanted));
    load::take_errors(diags, &found);
    let is_asked = |id: &str| {
        asks.iter()
            .flat_map(|ask| &ask.places)
            .any(|place| place.id == id)
    };
    let mut signs: Vec<String> = Vec::new();
    for job in jobs.iter().filter(|job| is_asked(&job.location.id)) {
        let order = &job.order;
        let (Some(template), Some(stock)) = (
            library.templates.get(&order.template),
            library.stocks.get(&order.stock),
        ) else {
            continue;
        };
        let Ok(fit) = mileposter::fit::on(template, stock) else {
            continue;
        };
        let names = order.languages.iter().map(|locale| name(loaded, locale));
        let sign = format!(
            "{}, {}, in {}",
            template.title,
            fit.piece.in_inches(),
            names.collect::<Vec<_>>().join(", ")
        );
        if !signs.contains(&sign) {
            signs.push(sign);
        }
    }
    signs
}

fn name(loaded: &Loaded, locale: &Locale) -> String {
    let catalog = loaded.library.catalog(locale);
    catalog.map_or_else(|| locale.tag().to_owned(), |catalog| catalog.english.clone())
}

fn table(permissions: &[Permission<'_>]) -> Table {
    let heads = vec![
        say("id"),
        say("permission"),
        say("by"),
        say("needed"),
        say("from"),
    ];
    let rows = permissions.iter().map(|permission| {
        let needed = if permission.is_required() {
            say("by law")
        } else {
            say("ask")
        };
        vec![
            verbatim(&permission.place.id),
            permission.state.phrase(),
            verbatim(permission.rule.map_or("–", |rule| rule.id.as_str())),
            needed,
            permission.from_phrase(),
        ]
    });
    (heads, rows.collect())
}

fn summary(
    reporter: &Reporter,
    asked: &Permits,
    permissions: &[Permission<'_>],
    asks: &[Ask<'_>],
    written: Option<usize>,
) {
    let granted = permissions.iter().filter(|permission| {
        matches!(
            permission.state,
            State::Granted(_) | State::GrantedUntil(_) | State::Ending(..)
        )
    });
    let needed = permissions
        .iter()
        .filter(|permission| permission.is_required())
        .count();
    let told = say("Granted at {granted} of {all} places; at {needed} a law lets nothing hang without it.")
        .with("granted", granted.count())
        .with("all", permissions.len())
        .with("needed", needed);
    reporter.tell(&told);
    match (&asked.out, written) {
        (Some(out), Some(letters)) => {
            let letters = counted(letters, say("{count} letter"), say("{count} letters"));
            reporter.tell(
                &say("Wrote {out}: {letters}. Read each, sign it, and enclose a proof of the signs.")
                    .with("out", out.display())
                    .with_words("letters", letters),
            );
        }
        (Some(_), None) if asks.is_empty() => {
            reporter.tell(&say(
                "No letter was written: no known rule names whom to ask here.",
            ));
        }
        (None, _) if !asks.is_empty() => {
            reporter.tell(&say(
                "`--out letters.pdf` writes a letter to each body that grants it.",
            ));
        }
        _ => {}
    }
}

fn json(
    permissions: &[Permission<'_>],
    asks: &[Ask<'_>],
    asked: &Permits,
    written: Option<usize>,
) -> serde_json::Value {
    let rows = permissions.iter().map(|permission| {
        serde_json::json!({
            "location": permission.place.id,
            "state": permission.state.word(),
            "words": permission.state.phrase().english(),
            "rule": permission.rule.map(|rule| &rule.id),
            "required": permission.is_required(),
            "from": permission.from(),
        })
    });
    let letters = asks.iter().map(|ask| {
        let places: Vec<&str> = ask.places.iter().map(|place| place.id.as_str()).collect();
        serde_json::json!({ "rule": ask.rule.id, "to": ask.from, "places": places })
    });
    serde_json::json!({
        "command": "permits",
        "permissions": rows.collect::<Vec<_>>(),
        "letters": letters.collect::<Vec<_>>(),
        "out": written.and(asked.out.as_ref()).map(|out| out.display().to_string()),
    })
}
