//! `virk config`

use super::listing::ListingArgs;
use super::table_output::write_text;
use super::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::disk;
use crate::settings::{ColourDepth, Settings};
use crate::study::{Refusal, Study};
use crate::tables::{Audience::Everybody, Listing, TableColumn, TableForm};
use crate::tui::action::Action;
use crate::tui::idle_lock::DEFAULT_MINUTES;
use crate::tui::key_bindings;
use crate::tui::key_bindings::{Binding, read_bindings};
use crate::tui::keymap::Keymap;
use crate::tui::route::ViewKind;
use crate::tui::screens::ACTIONS;
use serde_json::{Value, json};
use std::path::PathBuf;
use strum::VariantArray;

/// Show and check your settings: keys, colours, mouse, your name.
///
///   virk config                            where they are, and their values
///   virk config keys                       every action with its keys
///   virk config example > FILE             a settings file to begin with
///   virk config check                      check the file
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigArgs {
    #[command(subcommand)]
    command: Option<ConfigCommand>,
}

#[derive(clap::Subcommand, Debug)]
enum ConfigCommand {
    Show(ConfigShowArgs),
    Keys(ConfigKeysArgs),
    Example(ConfigExampleArgs),
    Check(ConfigCheckArgs),
}

pub fn run(
    args: ConfigArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        None => show(ConfigShowArgs {}, globals, output),
        Some(ConfigCommand::Show(args)) => show(args, globals, output),
        Some(ConfigCommand::Keys(args)) => keys(args, globals, output),
        Some(ConfigCommand::Example(args)) => example(args, globals, output),
        Some(ConfigCommand::Check(args)) => check(args, globals, output),
    }
}

/// Show where the settings are, and their values: from the file, the environment, or the defaults.
///
///   virk config show --json
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ConfigShowArgs {}

fn show(
    _: ConfigShowArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let settings = Settings::load();
    let (bindings, mut faults) = read_bindings(ACTIONS, &settings);
    faults.extend(Keymap::with(ACTIONS, &bindings)?.1);
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
    let lock_after = settings.lock_after.unwrap_or(DEFAULT_MINUTES);
    let coder = globals.author()?.coder;
    if globals.json {
        let keys: serde_json::Map<String, Value> = bindings
            .iter()
            .map(|binding| (binding.action.name.to_owned(), json!(key_names(binding))))
            .collect();
        output.json(&json!({
            "file": file, "exists": there, "background": background, "colours": depth, "mouse": mouse, "lock_after": lock_after, "coder": &*coder, "keys": keys,
            "faults": faults.iter().map(|fault| json!({"error": fault.what, "hint": fault.hint})).collect::<Vec<_>>(),
        }));
        return Ok(ExitStatus::Done);
    }
    let note = if there {
        ""
    } else {
        " (does not exist yet: `virk config example` makes one)"
    };
    output.line(&format!(
        "File        {}{note}",
        file.as_deref().unwrap_or("none: there is no home folder")
    ));
    output.line(&format!("Background  {background}"));
    output.line(&format!(
        "Colours     {depth}{}",
        if settings.depth.is_none() {
            " (detected)"
        } else {
            ""
        }
    ));
    output.line(&format!(
        "Mouse       {}",
        if mouse { "true" } else { "false" }
    ));
    output.line(&format!(
        "Lock after  {}",
        match lock_after {
            0 => "never".to_owned(),
            minutes => number::count_noun(minutes as usize, "minute"),
        }
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

/// List every action, view by view, with your keys for it.
///
///   virk config keys
///   virk config keys transcript
///   virk config keys questions           forms, lists, menus
///   virk config keys --json
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ConfigKeysArgs {
    /// Only this view, e.g. transcript; or anywhere
    #[arg(value_name = "VIEW")]
    view: Option<String>,
    #[command(flatten)]
    listing: ListingArgs,
}

fn keys(
    args: ConfigKeysArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    type Column<'a> = TableColumn<'a, &'static Action>;
    let only = args.view.as_deref().map(view).transpose()?;
    let (keymap, _) = Keymap::from_settings(ACTIONS, &Settings::load())?;
    let places = ViewKind::VARIANTS
        .iter()
        .copied()
        .filter(|place| only.is_none_or(|only| only == *place));
    let rows = places.flat_map(|place| ACTIONS.all().filter(move |action| action.kind() == place));
    let columns = vec![
        Column::words("view", "View", Everybody, |_, action| action.kind().name())
            .only_in(&[TableForm::File, TableForm::Json]),
        Column::words("keys", "Keys", Everybody, |_, action| {
            json!(keymap.keys_in(action.kind(), action).collect::<Vec<_>>())
        }),
        Column::words("action", "Action", Everybody, |_, action| action.name),
        Column::words("doc", "What it does", Everybody, |_, action| action.doc),
        Column::detail(
            "from_the_start",
            "From the start",
            Everybody,
            |_, action| json!(action.keys),
        ),
    ];
    let mut listing = Listing::new(columns, rows.collect(), "");
    listing.group =
        Some(|_, action| format!("{} [keys.{}]", action.kind().title(), action.kind().name()));
    listing.show(&Study::default(), &args.listing, globals, output)?;
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

/// Print a settings file to begin with: all defaults, commented out.
///
///   virk config example
///   virk config example --write          writes it to where virk looks for it
///
/// An existing settings file is never overwritten.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ConfigExampleArgs {
    /// Write it to where virk looks for it
    #[arg(long)]
    write: bool,
}

fn example(
    args: ConfigExampleArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if !args.write {
        output.raw_text(&key_bindings::example(ACTIONS));
        return Ok(ExitStatus::Done);
    }
    let file = new_file_path(Settings::path())?;
    if let Some(folder) = file.parent() {
        disk::create_folder(folder).map_err(|error| {
            Refusal::new(
                format!("cannot make {}: {error}", folder.display()),
                "Make it by hand, or set VIRK_HOME",
            )
        })?;
    }
    write_text(
        &key_bindings::example(ACTIONS),
        Some(&file),
        globals,
        output,
    )?;
    Ok(ExitStatus::Done)
}

fn new_file_path(file: Option<PathBuf>) -> Result<PathBuf, Refusal> {
    let file = file.ok_or_else(|| {
        Refusal::new(
            "there is no home folder to write settings to",
            "Set VIRK_HOME to a folder",
        )
    })?;
    if file.exists() {
        return Err(Refusal::new(
            format!("{} is there already", file.display()),
            "Edit it, or move it away first",
        ));
    }
    Ok(file)
}

/// Check a settings file: names, values, keys, and whether two actions share a key.
///
///   virk config check
///   virk config check draft.toml --json
///
/// Exit code 1 if there are mistakes, 2 if the file cannot be read.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ConfigCheckArgs {
    /// The file (default: the one virk uses)
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

fn check(
    args: ConfigCheckArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let path = args.file.or_else(Settings::path);
    let path = path.ok_or_else(|| {
        Refusal::new(
            "there is no home folder with settings",
            "Name a file, or set VIRK_HOME",
        )
    })?;
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Refusal::new(
            format!("cannot read {}: {error}", path.display()),
            "`virk config example --write` makes one to begin with",
        )
    })?;
    let settings = Settings::parse(&text, &path.display().to_string());
    let (_, faults) = Keymap::from_settings(ACTIONS, &settings)?;
    if globals.json {
        output.json(
            &faults
                .iter()
                .map(|fault| json!({"error": fault.what, "hint": fault.hint}))
                .collect(),
        );
    } else if faults.is_empty() {
        output.paragraph(&format!("{} is in order", path.display()));
    } else {
        for fault in &faults {
            output.paragraph(&format!("{}. {}.", fault.what, fault.hint));
        }
    }
    Ok(ExitStatus::from_found(faults.is_empty()))
}
