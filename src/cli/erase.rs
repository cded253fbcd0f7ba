//! `virk erase`

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{
    Command, Dataset, Document, Informant, Refusal, Study, dataset::Exclusion, erasure::Erasure,
    leftovers::ErasureLeftover, sentence::numbered,
};
use crate::text::{number, sanitize};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// Permanently erase a document, what an informant said, a survey, one respondent's answers, or a
/// saved search.
///
///   virk erase 02-mentor-2
///   virk erase "Mentor 2" --yes
///   virk erase survey
///   virk erase survey --row 12
///   virk erase survey --where "id = 1047"
///   virk erase --search doubts
///
/// For people who withdraw. The words of the document go, and the
/// condensations and memos on it in every version they ever had, and every
/// other memo or reason that repeats six words in a row of it; the places they
/// had in the file and its journal are overwritten, and the search index
/// forgets them. Themes go with their condensations, and whoever says nothing any
/// more is no longer described: role, department and attributes go in every
/// version, too. When virk is killed on the way, it finishes as soon as the
/// study is opened again. That it was there, and who coded it where, stays as
/// facts. So do titles, file names, labels of speakers, pseudonyms, and the names
/// and texts of codes, links and variables: those that tell of who leaves, or
/// repeat four words in a row, are told with the command that changes them. The
/// log keeps what they were, for ever. What an earlier virk wrote, also keeps
/// roles, attributes and themes there, and they are told likewise.
///
/// A dataset goes with all its rows, and its tests with it. With --row or
/// --where only these rows go; the others close up, every test counts anew
/// without them, and verdicts that rested on them say so. Rows keep the numbers
/// they have in the file that was imported, also when others are erased; row 1
/// is the first below the headings. Informants and rows know nothing of each
/// other: who did both, an interview and a survey, is erased twice.
///
/// This cannot be undone, and undo cannot go back past it; virk asks before,
/// or takes --yes. Backups, exports and older versions that a synchroniser
/// keeps are out of its reach: erase those yourself.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct EraseArgs {
    /// Title of a document, pseudonym of an informant, or name of a dataset
    #[arg(value_name = "DOCUMENT|INFORMANT|DATASET", required_unless_present_any = ["document", "informant", "dataset", "search"], conflicts_with_all = ["document", "informant", "dataset", "search"])]
    name: Option<String>,
    /// The document with this title, when something else has the same name
    #[arg(long, value_name = "TITLE", conflicts_with_all = ["informant", "dataset", "search"])]
    document: Option<String>,
    /// The informant with this name, when something else has the same name
    #[arg(long, value_name = "NAME", conflicts_with_all = ["dataset", "search"])]
    informant: Option<String>,
    /// The dataset with this name, when something else has the same name
    #[arg(long, value_name = "NAME", conflicts_with = "search")]
    dataset: Option<String>,
    /// Only the row with this number in the dataset's file; repeatable
    #[arg(long, value_name = "NUMBER", conflicts_with = "search")]
    row: Vec<u32>,
    /// Only rows that match, e.g. "id = 1047"
    #[arg(long, value_name = "RULE", conflicts_with_all = ["row", "search"])]
    r#where: Option<String>,
    /// A saved search
    #[arg(long, value_name = "NAME")]
    search: Option<String>,
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

enum EraseTarget<'a> {
    Document(&'a Document),
    Informant(&'a Informant),
    Dataset(&'a Dataset),
    Rows(&'a Dataset, Vec<u32>),
    Search(&'a str),
}

pub fn run(
    args: &EraseArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let study = session.study();
    let named = find(study, args)?;
    let name = named.name().to_owned();
    let (erasure, command) = named.erasure(study)?;
    // Computed before the words are gone, since it compares with them.
    let traces = study.erasure_matcher(&erasure);
    let mut still = study.leftovers_matching(&erasure, &traces);
    still.extend(matching_rows_elsewhere(
        study,
        &erasure,
        args.r#where.as_deref(),
    ));
    if !args.yes {
        confirm(&name, &preview_erasure(study, &erasure))?;
    }
    let said = session.perform(command)?;
    let records = session
        .store()
        .latest(usize::MAX)?
        .iter()
        .filter(|record| traces.matches_event(&record.event))
        .count();
    if globals.json {
        let (documents, codings) = (erasure.documents.len(), erasure.codings);
        output.json(&json!({
            "said": said, "documents": documents, "notes": erasure.notes(), "codings": codings,
            "datasets": erasure.datasets.iter().filter(|lost| lost.rows.is_empty()).count(), "rows": erasure.rows(),
            "still_said": still, "records": records, "undo": Value::Null,
        }));
    } else {
        output.paragraph(&said);
        show_remaining(&still, records, output);
        output.paragraph(
            "This cannot be undone. Backups, exports and versions kept by a cloud service still contain the words: erase those, too",
        );
    }
    Ok(ExitStatus::Done)
}

/// Lists where the words still occur.
fn show_remaining(still: &[ErasureLeftover], records: usize, output: &mut CommandOutput) {
    if !still.is_empty() {
        output.blank_line();
        output.paragraph("Still readable, because erasing cannot reach it; the command beside each changes it from now on:");
        for ErasureLeftover {
            place,
            words,
            change,
        } in still
        {
            let change = change.as_ref().map_or_else(
                || "nothing changes it".to_owned(),
                |change| format!("`{change}`"),
            );
            output.hanging("· ", &format!("{place}: “{words}”; {change}"));
        }
    }
    if records > 0 {
        let (hold, keep) = if records == 1 {
            ("holds", "keeps")
        } else {
            ("hold", "keep")
        };
        let records = number::count_noun(records, "record");
        output.paragraph(&format!(
            "{records} of the log {hold} such words and {keep} them permanently; only a new study is free of them"
        ));
    }
    output.blank_line();
}

impl EraseTarget<'_> {
    fn in_words(&self) -> String {
        let kind = match self {
            EraseTarget::Document(_) => "document",
            EraseTarget::Informant(_) => "informant",
            EraseTarget::Dataset(_) | EraseTarget::Rows(..) => "dataset",
            EraseTarget::Search(_) => "saved search",
        };
        format!("the {kind} `{}`", self.name())
    }

    fn name(&self) -> &str {
        match self {
            EraseTarget::Document(document) => &document.body.title,
            EraseTarget::Informant(informant) => &informant.body.name,
            EraseTarget::Dataset(dataset) | EraseTarget::Rows(dataset, _) => &dataset.body.name,
            EraseTarget::Search(name) => name,
        }
    }

    /// What would be erased, and the command that erases it.
    fn erasure(self, study: &Study) -> Result<(Erasure, Command), Refusal> {
        Ok(match self {
            EraseTarget::Document(document) => (
                study.erasure_of(document),
                Command::EraseDocument { id: document.id },
            ),
            EraseTarget::Informant(informant) => (
                study.erasure_of_informant(informant)?,
                Command::EraseInformant { id: informant.id },
            ),
            EraseTarget::Dataset(dataset) => (
                study.erasure_of_dataset(dataset),
                Command::EraseDataset { id: dataset.id },
            ),
            EraseTarget::Rows(dataset, rows) => (
                study.erasure_of_rows(dataset, &rows)?,
                Command::EraseRows {
                    dataset: dataset.id,
                    rows,
                },
            ),
            EraseTarget::Search(name) => (
                study.erasure_of_search(name),
                Command::EraseSearch {
                    name: name.to_owned(),
                },
            ),
        })
    }
}

fn find<'a>(study: &'a Study, args: &EraseArgs) -> Result<EraseTarget<'a>, Refusal> {
    if let Some(name) = &args.search {
        return study.find_any_search(name).map(EraseTarget::Search);
    }
    if let Some(title) = &args.document {
        return study.find_any_document(title).map(EraseTarget::Document);
    }
    if let Some(name) = &args.informant {
        return study.find_informant(name).map(EraseTarget::Informant);
    }
    let rows = !args.row.is_empty() || args.r#where.is_some();
    let dataset = match (&args.dataset, &args.name) {
        // Rows are only erased from datasets still in the study; a removed one has no tests to
        // recompute.
        (Some(name), _) if rows => Some(study.find_dataset(Some(name))?),
        (None, Some(name)) if rows => Some(study.find_dataset(Some(name))?),
        (Some(name), _) => Some(study.find_any_dataset(name)?),
        _ => None,
    };
    match (dataset, &args.r#where, &args.name) {
        (Some(dataset), Some(rule), _) => rows_where(dataset, rule),
        (Some(dataset), None, _) if rows => Ok(EraseTarget::Rows(dataset, args.row.clone())),
        (Some(dataset), ..) => Ok(EraseTarget::Dataset(dataset)),
        (None, _, name) => find_by_name(study, name.as_deref().unwrap_or_default()),
    }
}

/// Rows of other datasets with the same properties, since people may have answered more than one
/// survey.
fn matching_rows_elsewhere(
    study: &Study,
    erasure: &Erasure,
    words: Option<&str>,
) -> Vec<ErasureLeftover> {
    let Some((words, rule)) =
        words.and_then(|words| Some((words, Exclusion::parse(words, "").ok()?)))
    else {
        return Vec::new();
    };
    let others = study.datasets().filter(|dataset| {
        erasure
            .datasets
            .iter()
            .all(|lost| lost.dataset != dataset.id)
    });
    let found = others.filter_map(|dataset| {
        let rows = dataset.row_numbers_where(&rule);
        (!rows.is_empty()).then(|| ErasureLeftover {
            place: format!("the dataset {}", dataset.body.name),
            words: format!("{} with {rule}", numbered(&rows)),
            change: Some(format!(
                "virk erase --dataset {:?} --where {words:?}",
                dataset.body.name
            )),
        })
    });
    found.collect()
}

fn rows_where<'a>(dataset: &'a Dataset, words: &str) -> Result<EraseTarget<'a>, Refusal> {
    let mut rule = Exclusion::parse(words, "")?;
    rule.variable = dataset.body.variables[dataset.find_variable(&rule.variable)?]
        .name
        .clone();
    let rows = dataset.row_numbers_where(&rule);
    if rows.is_empty() {
        return Err(Refusal::new(
            format!("no row of `{}` has {rule}", dataset.body.name),
            "Nothing was erased; check the value",
        ));
    }
    Ok(EraseTarget::Rows(dataset, rows))
}

/// Finds a target by its exact name, otherwise by a unique prefix.
fn find_by_name<'a>(study: &'a Study, name: &str) -> Result<EraseTarget<'a>, Refusal> {
    let found = [
        study.find_any_document(name).map(EraseTarget::Document),
        study.find_informant(name).map(EraseTarget::Informant),
        study.find_any_dataset(name).map(EraseTarget::Dataset),
    ];
    let missed = found.iter().find_map(|found| found.as_ref().err().cloned());
    let mut named: Vec<EraseTarget<'_>> = found.into_iter().flatten().collect();
    if named.iter().any(|named| named.name() == name) {
        named.retain(|named| named.name() == name);
    }
    if named.len() > 1 {
        let all: Vec<String> = named.iter().map(EraseTarget::in_words).collect();
        return Err(Refusal::new(
            format!("`{name}` may be {}", all.join(" or ")),
            "Nothing was erased; write the whole name, or choose with --document, --informant or --dataset",
        ));
    }
    named.pop().ok_or_else(|| {
        let what = missed.map(|refusal| {
            refusal
                .what
                .replacen("document", "document, informant or dataset", 1)
        });
        Refusal::new(
            what.unwrap_or_else(|| format!("nothing is called `{name}`")),
            "See `virk document list`, `virk informant list` and `virk data describe`",
        )
    })
}

/// Describes what will be erased, for the confirmation.
fn preview_erasure(study: &Study, erasure: &Erasure) -> String {
    if let Some((_, contents)) = &erasure.search {
        return format!(
            "the words of a saved search, {} in all, would be permanently erased",
            number::count_noun(contents.len(), "text")
        );
    }
    if let Some(lost) = erasure.datasets.first() {
        let all = study
            .any_dataset(lost.dataset)
            .map_or(0, |dataset| dataset.row_numbers().count());
        let going = if lost.rows.is_empty() {
            number::count_noun(all, "row")
        } else {
            numbered(&lost.rows)
        };
        let staying = if lost.rows.is_empty() {
            0
        } else {
            all - lost.rows.len()
        };
        return format!(
            "{going} and {} that repeat their words would be permanently erased; {} would stay",
            number::count_noun(erasure.notes(), "note"),
            number::count_noun(staying, "row"),
        );
    }
    format!(
        "the words of {} and {} on them would be permanently erased; {} would stay without words",
        number::count_noun(erasure.documents.len(), "document"),
        number::count_noun(erasure.notes(), "note"),
        number::count_noun(erasure.codings, "coding"),
    )
}
/// Asks the user to type the name to confirm, if there is a terminal.
fn confirm(name: &str, foretold: &str) -> Result<(), Refusal> {
    let (stdin, mut stderr) = (std::io::stdin(), std::io::stderr());
    if stdin.is_terminal() && stderr.is_terminal() {
        let asked = sanitize::sanitize_line(&format!(
            "{foretold}. This cannot be undone. Type {name} to erase: "
        ));
        let mut typed = String::new();
        // Without a terminal nobody can confirm, so the command is refused.
        let heard = stderr
            .write_all(asked.as_bytes())
            .and_then(|()| stderr.flush())
            .and_then(|()| stdin.read_line(&mut typed));
        if heard.is_ok() && typed.trim() == name {
            return Ok(());
        }
        return Err(Refusal::new("that is not the name", "Nothing was erased"));
    }
    Err(Refusal::new(
        format!("this cannot be undone: {foretold}"),
        "Nothing was erased; use --yes to erase",
    ))
}
