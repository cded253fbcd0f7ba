//! `virk config keys`

use crate::cli::{Desk, Outcome, Page, grid::Grid};
use crate::study::Refusal;
use crate::tui::{
    action::{self, Place},
    keymap::Keymap,
    settings::Settings,
};
use serde_json::json;

/// List everything a key can do, view by view, with the keys it has for you.
///
///   virk config keys
///   virk config keys transcript
///   virk config keys questions           forms, lists, menus
///   virk config keys --json
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Only this view, e.g. transcript; or anywhere
    #[arg(value_name = "VIEW")]
    view: Option<String>,
}

/// Lists it.
///
/// # Errors
/// When there is no such view.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let only = args.view.as_deref().map(view).transpose()?;
    let (keymap, _) = Keymap::with(&Settings::here().bindings)?;
    let places = Place::ALL
        .into_iter()
        .filter(|place| only.is_none_or(|only| only == *place));
    if desk.json {
        let actions =
            places.flat_map(|place| action::all().filter(move |action| action.place() == place));
        let value = |action: &action::Action| {
            json!({
                "view": action.place().name(),
                "action": action.name,
                "keys": keymap.keys_in(action.place(), action).collect::<Vec<_>>(),
                "from_the_start": action.keys,
                "doc": action.doc,
            })
        };
        page.json(&actions.map(value).collect());
        return Ok(Outcome::Done);
    }
    for place in places {
        page.heading(&format!("{} [keys.{}]", place.title(), place.name()));
        let mut grid = Grid::new(&["", "", ""]);
        for action in action::all().filter(|action| action.place() == place) {
            grid.row([
                keymap.keys_of(action),
                action.name.to_owned(),
                action.doc.to_owned(),
            ]);
        }
        grid.show(page);
    }
    Ok(Outcome::Done)
}

fn view(typed: &str) -> Result<Place, Refusal> {
    let wanted = typed.to_lowercase();
    Place::ALL
        .into_iter()
        .find(|place| place.name() == wanted)
        .ok_or_else(|| {
            let names: Vec<String> = Place::ALL.iter().map(|place| place.name()).collect();
            Refusal::new(
                format!("there is no view `{typed}`"),
                format!("There are: {}", names.join(", ")),
            )
        })
}
