//! `virk completions` and `virk man`: what shells and `man` know of the commands, made from the
//! tables that parse them.

use super::{CommandLine, CommandOutput, ExitStatus, GlobalArgs, number};
use crate::study::Refusal;
use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;
use serde_json::json;
use std::path::{Path, PathBuf};

/// Print a script that completes commands and options in your shell.
///
///   virk completions bash > ~/.local/share/bash-completion/completions/virk
///   virk completions fish > ~/.config/fish/completions/virk.fish
///   virk completions zsh > ~/.zfunc/_virk
///
/// The folder must exist, and zsh must be told of it: put
/// `fpath+=~/.zfunc; autoload -U compinit; compinit` into ~/.zshrc.
/// In PowerShell, add `virk completions powershell | Out-String |
/// Invoke-Expression` to your profile.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub fn completions(
    args: &CompletionsArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut CommandLine::command(), "virk", &mut script);
    let script = String::from_utf8_lossy(&script);
    if globals.json {
        output.json(&json!({ "shell": args.shell.to_string(), "script": script }));
    } else {
        output.raw_text(&script);
    }
    Ok(ExitStatus::Done)
}

/// Print virk's man page, or write the pages of all commands to a folder.
///
///   virk man | man -l -
///   virk man ~/.local/share/man/man1
///
/// With a folder there is one page for each command, so that `man virk` and
/// `man virk-crosstab` find them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ManArgs {
    /// The folder to write to; it is created if necessary
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub fn man(
    args: &ManArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let Some(folder) = &args.folder else {
        let page = virk_page()?;
        if globals.json {
            output.json(&json!({ "page": page }));
        } else {
            output.raw_text(&page);
        }
        return Ok(ExitStatus::Done);
    };
    let pages = write_pages(folder).map_err(|error| {
        Refusal::new(
            format!("cannot write man pages to {}: {error}", folder.display()),
            "Name a folder you may write to: `virk man DIR`",
        )
    })?;
    let said = format!(
        "Wrote {} to {}",
        number::count_noun(pages, "man page"),
        folder.display()
    );
    if globals.json {
        let folder = folder.display().to_string();
        output.json(&json!({ "said": said, "folder": folder, "pages": pages }));
    } else {
        output.paragraph(&said);
    }
    Ok(ExitStatus::Done)
}

/// The page of `virk` itself.
fn virk_page() -> Result<String, Refusal> {
    let mut page = Vec::new();
    Man::new(CommandLine::command().disable_help_subcommand(true))
        .render(&mut page)
        .map_err(|error| {
            Refusal::new(
                format!("cannot make the man page: {error}"),
                "`virk --help` has the same text",
            )
        })?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// Writes the pages of all commands, and returns how many there are.
///
/// Unlike studies, they are for everybody on the machine, so the system's usual permissions stay.
fn write_pages(folder: &Path) -> std::io::Result<usize> {
    std::fs::create_dir_all(folder)?;
    let line = CommandLine::command();
    clap_mangen::generate_to(line.clone(), folder)?;
    Ok(count_commands(&line))
}

fn count_commands(command: &clap::Command) -> usize {
    1 + command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
        .map(count_commands)
        .sum::<usize>()
}
