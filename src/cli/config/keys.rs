//! `virk config keys`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::settings::Settings;
use crate::study::Refusal;
use crate::tui::{
    action::{self, ViewKind},
    keymap::Keymap,
};
use serde_json::json;
use strum::VariantArray;

/// List everything a key can do, view by view, with the keys it has for you.
///
///   virk config keys
///   virk config keys transcript
///   virk config keys questions           forms, lists, menus
///   virk config keys --json
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigKeysArgs {
    /// Only this view, e.g. transcript; or anywhere
    #[arg(value_name = "VIEW")]
    view: Option<String>,
}

pub fn run(
    args: ConfigKeysArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let only = args.view.as_deref().map(view).transpose()?;
    let (keymap, _) = Keymap::from_settings(&Settings::load())?;
    let places = ViewKind::VARIANTS
        .iter()
        .copied()
        .filter(|place| only.is_none_or(|only| only == *place));
    if globals.json {
        let actions =
            places.flat_map(|place| action::all().filter(move |action| action.kind() == place));
        let value = |action: &action::Action| {
            json!({
                "view": action.kind().name(),
                "action": action.name,
                "keys": keymap.keys_in(action.kind(), action).collect::<Vec<_>>(),
                "from_the_start": action.keys,
                "doc": action.doc,
            })
        };
        output.json(&actions.map(value).collect());
        return Ok(ExitStatus::Done);
    }
    for place in places {
        output.heading(&format!("{} [keys.{}]", place.title(), place.name()));
        let mut grid = TextGrid::new(&["", "", ""]);
        for action in action::all().filter(|action| action.kind() == place) {
            grid.row([
                keymap.keys_for(action),
                action.name.to_owned(),
                action.doc.to_owned(),
            ]);
        }
        grid.show(output);
    }
    Ok(ExitStatus::Done)
}

fn view(typed: &str) -> Result<ViewKind, Refusal> {
    let wanted = typed.to_lowercase();
    ViewKind::VARIANTS
        .iter()
        .copied()
        .find(|place| place.name() == wanted)
        .ok_or_else(|| {
            let names: Vec<String> = ViewKind::VARIANTS
                .iter()
                .map(|place| place.name())
                .collect();
            Refusal::new(
                format!("there is no view `{typed}`"),
                format!("There are: {}", names.join(", ")),
            )
        })
}
