//! `virk config show`

use crate::cli::{Desk, Outcome, Page};
use crate::study::Refusal;
use crate::tui::{colour::Depth, keymap::Keymap, settings::Settings};
use serde_json::{Value, json};

/// Tell where the settings lie, and what holds: from the file, the environment, or the start.
///
///   virk config show --json
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {}

/// Tells it.
///
/// # Errors
/// When the installation's identity cannot be kept.
pub fn run(_: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let settings = Settings::here();
    let (_, clashes) = Keymap::with(&settings.bindings)?;
    let faults: Vec<&Refusal> = settings.faults.iter().chain(&clashes).collect();
    let there = settings.file.as_ref().is_some_and(|file| file.exists());
    let file = settings
        .file
        .as_ref()
        .map(|file| file.display().to_string());
    let background = settings
        .light
        .map_or("auto", |light| if light { "light" } else { "dark" });
    let environment = Depth::detect(|name| std::env::var(name).ok());
    let depth = settings.depth.unwrap_or(environment).name();
    let mouse = settings.mouse.unwrap_or(true);
    let coder = desk.author()?.coder;
    if desk.json {
        let keys: serde_json::Map<String, Value> = settings
            .bindings
            .iter()
            .map(|binding| (binding.action.name.to_owned(), json!(written(binding))))
            .collect();
        page.json(&json!({
            "file": file, "exists": there, "background": background, "colours": depth, "mouse": mouse, "coder": &*coder, "keys": keys,
            "faults": faults.iter().map(|fault| json!({"error": fault.what, "hint": fault.hint})).collect::<Vec<_>>(),
        }));
        return Ok(Outcome::Done);
    }
    let note = if there {
        ""
    } else {
        " (not there yet: `virk config example` makes one)"
    };
    page.line(&format!(
        "File        {}{note}",
        file.as_deref().unwrap_or("none: there is no home folder")
    ));
    page.line(&format!("Background  {background}"));
    page.line(&format!(
        "Colours     {depth}{}",
        if settings.depth.is_none() {
            " (what the terminal says)"
        } else {
            ""
        }
    ));
    page.line(&format!(
        "Mouse       {}",
        if mouse { "true" } else { "false" }
    ));
    page.line(&format!("Coder       {coder}"));
    for binding in &settings.bindings {
        let keys = written(binding).join(", ");
        page.line(&format!(
            "Keys        {}: {}",
            binding.action.name,
            if keys.is_empty() { "none" } else { &keys }
        ));
    }
    for fault in faults {
        page.note(fault.clone());
    }
    Ok(Outcome::Done)
}

fn written(binding: &crate::tui::settings::Binding) -> Vec<&str> {
    binding
        .keys
        .iter()
        .map(|(written, _)| written.as_str())
        .collect()
}
