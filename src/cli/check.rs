//! `virk check`

use super::table_output::TextGrid;
use super::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::disk;
use crate::export::privacy::Privacy;
use crate::log::Head;
use crate::study::{Coding, Document, Refusal, Study};
use crate::text::{Span, sanitize};
use serde_json::json;

/// Check that nothing in the study file has been lost or changed.
///
///   virk check
///
/// Recomputes the hash chain over the records of everybody who wrote, the hash
/// of every stored text, and the hash of the words of every coding. Lists the
/// documents. Records that are missing at the end can only be missed by who knows
/// of them: keep the heads it prints, and ask for them later.
///
///   virk check --since 0190a6f2-…:755:9c1b…
///
/// What this installation wrote it remembers by itself (in `VIRK_HOME`): a file
/// that ends before that is told, and not written to until you say that it was
/// restored on purpose.
///
///   virk check --restored "The stick was lost, this is Monday's backup"
///
/// Exit code 1, with a list, when anything does not hold. To readers
/// who do not work on the study it tells how many faults there are, and no more.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CheckArgs {
    /// A head printed earlier: everything it covered must still be there
    #[arg(long, value_name = "HEAD")]
    since: Vec<Head>,
    /// An older state was restored on purpose: go on with it, and remember why
    #[arg(long, value_name = "REASON")]
    restored: Option<String>,
}

pub fn run(
    args: CheckArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = match &args.restored {
        None => globals.open_study(output)?,
        Some(reason) => {
            let mut session = globals.open_study(&mut CommandOutput::new())?;
            session.accept_restored(reason)?;
            session
        }
    };
    let study = session.study();
    let faults = session.store().verify()?;
    let mut faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
    if faults.is_empty() && !session.store().is_read_only() {
        faults.extend(session.read_only().map(|refusal| refusal.what));
    }
    for head in &args.since {
        if !session.store().has(head)? {
            faults.push(format!(
                "record {} of writer {}, which existed before, is missing or was changed",
                head.n, head.writer
            ));
        }
    }
    faults.extend(faults_in_texts(study));
    if globals.privacy != Privacy::Internal {
        return Ok(print_without_details(study, faults.len(), globals, output));
    }
    let location = session.location();
    let (others, drafts) = location.file().map_or_else(Default::default, |file| {
        (
            disk::permissions_of_others(file),
            disk::abandoned_temp_files(disk::parent_folder(file)),
        )
    });
    if globals.json {
        output.json(&json!({
            "study": study.title,
            "file": location.to_string(),
            "records": study.revision(),
            "codes": study.codes().count(),
            "codings": study.codings().count(),
            "documents": study.documents().map(|document| json!({
                "title": document.body.title,
                "file": document.body.source.file,
                "characters": document.points().total(),
                "codings": study.codings_in(document.id).count(),
                "erased": document.erased,
            })).collect::<Vec<_>>(),
            "orphans": study.orphans().len(),
            "datasets": study.datasets().map(|dataset| &dataset.body.name).collect::<Vec<_>>(),
            "faults": faults,
            "heads": session.store().heads().iter().map(ToString::to_string).collect::<Vec<_>>(),
            "rights_of_others": format!("{others:03o}"),
            "drafts": drafts,
        }));
    } else {
        summary(study, output);
        for head in session.store().heads() {
            output.hanging("Head ", &head.to_string());
        }
        output.blank_line();
        if faults.is_empty() {
            output.paragraph(
                "Everything is in order: hash chains, texts, and the words of all codings",
            );
        }
        faults.iter().for_each(|fault| output.hanging("! ", fault));
        if !drafts.is_empty() {
            let names: Vec<String> = drafts
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            let told = "virk was interrupted and left a half-written file here, which may contain what people said; it is removed when virk next writes to this folder";
            output.hanging("? ", &format!("{told}: {}", names.join(", ")));
        }
        if others > 0 {
            output.hanging(
                "? ",
                &format!("other people on this computer can open {location} (rights {others:03o}); `chmod 600` on it ends that"),
            );
        }
    }
    Ok(ExitStatus::from_found(faults.is_empty()))
}

/// Reports whether all checks pass, without titles, files or places.
fn print_without_details(
    study: &Study,
    faults: usize,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> ExitStatus {
    if globals.json {
        output
            .json(&json!({ "study": study.title, "records": study.revision(), "faults": faults }));
    } else if faults == 0 {
        output
            .paragraph("Everything is in order: hash chains, texts, and the words of all codings");
    } else {
        output.paragraph(&format!(
            "{} found; `virk check --privacy internal` tells where",
            number::count_noun(faults, "fault")
        ));
    }
    ExitStatus::from_found(faults == 0)
}

fn summary(study: &Study, output: &mut CommandOutput) {
    let orphans = study.orphans().len();
    let mut parts = vec![
        number::count_noun(study.revision(), "record"),
        number::count_noun(study.documents().count(), "document"),
        number::count_noun(study.codes().count(), "code"),
        number::count_noun(study.codings().count(), "coding"),
        number::count_noun(study.datasets().count(), "dataset"),
    ];
    parts.extend((orphans > 0).then(|| number::count_noun(orphans, "orphan")));
    output.paragraph(&format!("“{}”: {}", study.title, parts.join(", ")));
    if study.documents().next().is_none() {
        return;
    }
    output.blank_line();
    let mut grid = TextGrid::new(&["Document", ">Characters", ">Codings", "File"]);
    for document in study.documents() {
        grid.row([
            document.body.title.clone(),
            if document.erased {
                "erased".into()
            } else {
                document.points().total().to_string()
            },
            study.codings_in(document.id).count().to_string(),
            document.body.source.file.clone(),
        ]);
    }
    grid.show(output);
}

/// Checks the hashes of documents and the words of codings.
fn faults_in_texts(study: &Study) -> Vec<String> {
    let mut faults = Vec::new();
    for document in study.documents() {
        let title = &document.body.title;
        if document.erased {
            if !study.was_erased(document.body.content) {
                faults.push(format!(
                    "the text of “{title}” is missing, and nobody erased it"
                ));
            }
            continue;
        }
        if sanitize::sha256(document.text.as_bytes()) != document.body.hash {
            faults.push(format!(
                "the text of “{title}” is not the one that was imported"
            ));
        }
        faults.extend(
            study
                .codings_in(document.id)
                .filter_map(|coding| fault_in_words(study, document, coding)),
        );
    }
    for orphan in study.orphans() {
        faults.extend(
            orphan
                .codings
                .iter()
                .filter_map(|coding| fault_in_words(study, orphan.version, coding)),
        );
    }
    faults
}

/// Checks the words of one coding, which may belong to an earlier version of the document.
fn fault_in_words(study: &Study, document: &Document, coding: &Coding) -> Option<String> {
    let title = &document.body.title;
    let code = study.code_name(coding.code);
    let Span { start, end } = coding.span;
    if Span::snap(&document.text, coding.span.range()) != Ok(coding.span) {
        return Some(format!(
            "the coding {start}..{end} (bytes) of “{title}” as {code} lies outside the text or cuts a letter"
        ));
    }
    (sanitize::quote_hash(coding.span.text(&document.text)) != *coding.hash).then(|| {
        format!(
            "the words {start}..{end} (bytes) of “{title}” are not those that were coded as {code}"
        )
    })
}
