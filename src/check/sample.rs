//! A short list of places, and what the rules say of it: for the tests of the rules.

use crate::diag::Diagnostics;
use crate::phrase::Phrase;
use crate::route;
use crate::source::Source;
use crate::table;

/// Five rest areas of I-5 in Oregon, from the south; the third has two sides.
pub(super) const SOUND: &str = "\
suncrest,,Suncrest,rest_area,I-5,SB,OR,22.15,42.230667,-122.742556
manzanita,,Manzanita,rest_area,I-5,NB,OR,62.71,42.482,-123.395
cabin-nb,cabin,Cabin Creek,rest_area,I-5,NB,OR,142.76,43.45,-123.309
cabin-sb,cabin,Cabin Creek,rest_area,I-5,SB,OR,142.76,43.45,-123.311
gettings,,Gettings Creek,rest_area,I-5,NB,OR,178,43.86,-123.03
oak,,Oak Grove,rest_area,I-5,NB,OR,206.06,44.235759,-123.060537
santiam,,Santiam River,rest_area,I-5,NB,OR,241,44.745,-123.055
";

/// The faults of a list of places, each as its code, what it points at, and its hint.
pub(super) fn told(rows: &str) -> Vec<String> {
    let heads = "id,site,name,kind,route,direction,state,milepost,lat,lon\n";
    let mut diags = Diagnostics::default();
    let routes = include_str!("../../data/routes.toml");
    let routes = route::read(&mut diags, &Source::new("routes.toml", routes));
    let locations = table::read(&mut diags, &Source::new("places.csv", format!("{heads}{rows}")));
    assert!(diags.iter().next().is_none(), "{diags:#?}");
    super::places(&mut diags, &routes, &locations);
    diags
        .iter()
        .map(|fault| {
            let at = fault.span.as_ref().map_or("", |span| span.text());
            format!(
                "{} `{at}` {}",
                fault.code.name,
                fault.hint.as_ref().map(Phrase::english).unwrap_or_default()
            )
        })
        .collect()
}

/// What is told of the sound list with one text replaced.
pub(super) fn told_with(sound: &str, slip: &str) -> Vec<String> {
    assert_eq!(SOUND.matches(sound).count(), 1, "`{sound}`");
    told(&SOUND.replace(sound, slip))
}
