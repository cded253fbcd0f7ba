//! `virk config show`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::settings::{ColourDepth, Settings};
use crate::study::Refusal;
use crate::tui::{
    key_bindings::{Binding, read_bindings},
    keymap::Keymap,
};
use serde_json::{Value, json};

/// Tell where the settings lie, and what holds: from the file, the environment, or the start.
///
///   virk config show --json
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigShowArgs {}

pub fn run(
    _: ConfigShowArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let settings = Settings::load();
    let (bindings, mut faults) = read_bindings(&settings);
    faults.extend(Keymap::with(&bindings)?.1);
    let there = settings.file.as_ref().is_some_and(|file| file.exists());
    let file = settings
        .file
        .as_ref()
        .map(|file| file.display().to_string());
    let background = settings
        .light
        .map_or("auto", |light| if light { "light" } else { "dark" });
    let environment = ColourDepth::detect(|name| std::env::var(name).ok());
    let depth: &str = settings.depth.unwrap_or(environment).into();
    let mouse = settings.mouse.unwrap_or(true);
    let coder = globals.author()?.coder;
    if globals.json {
        let keys: serde_json::Map<String, Value> = bindings
            .iter()
            .map(|binding| (binding.action.name.to_owned(), json!(key_names(binding))))
            .collect();
        output.json(&json!({
            "file": file, "exists": there, "background": background, "colours": depth, "mouse": mouse, "coder": &*coder, "keys": keys,
            "faults": faults.iter().map(|fault| json!({"error": fault.what, "hint": fault.hint})).collect::<Vec<_>>(),
        }));
        return Ok(ExitStatus::Done);
    }
    let note = if there {
        ""
    } else {
        " (not there yet: `virk config example` makes one)"
    };
    output.line(&format!(
        "File        {}{note}",
        file.as_deref().unwrap_or("none: there is no home folder")
    ));
    output.line(&format!("Background  {background}"));
    output.line(&format!(
        "Colours     {depth}{}",
        if settings.depth.is_none() {
            " (what the terminal says)"
        } else {
            ""
        }
    ));
    output.line(&format!(
        "Mouse       {}",
        if mouse { "true" } else { "false" }
    ));
    output.line(&format!("Coder       {coder}"));
    for binding in &bindings {
        let keys = key_names(binding).join(", ");
        output.line(&format!(
            "Keys        {}: {}",
            binding.action.name,
            if keys.is_empty() { "none" } else { &keys }
        ));
    }
    for fault in faults {
        output.note(fault);
    }
    Ok(ExitStatus::Done)
}

fn key_names(binding: &Binding) -> Vec<&str> {
    binding
        .keys
        .iter()
        .map(|(written, _)| written.as_str())
        .collect()
}
