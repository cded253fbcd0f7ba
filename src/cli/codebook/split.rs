//! `virk codebook split`

use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::study::{
    Code, CodeBody, Coding, Command, Id, Refusal, Study,
    command::{CodeTarget, NewCode, SplitPart},
};
use serde_json::json;

/// Split a code: assign some of its codings to other codes.
///
///   virk codebook split Recognition
///   virk codebook split Recognition "Praise=1,4-7" --new "Being missed=2" --reason "two different things"
///
/// The first command lists the codings of the code with their numbers; the
/// second assigns those with the given numbers to other codes and leaves the
/// rest. --new creates a code of the same kind. One `virk undo` undoes it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookSplitArgs {
    /// The code to split
    #[arg(value_name = "CODE")]
    code: String,
    /// A code and the numbers of the codings to assign to it
    #[arg(value_name = "CODE=NUMBERS")]
    parts: Vec<String>,
    /// A new code and the numbers of the codings to assign to it
    #[arg(long, value_name = "NAME=NUMBERS")]
    new: Vec<String>,
    /// What distinction the codes make
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

const EXCERPT_CHARS: usize = 60;

pub fn run(
    args: CodebookSplitArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if !args.parts.is_empty() || !args.new.is_empty() {
        return globals.perform(output, |study| split_command(study, args));
    }
    let session = globals.open_study(output)?;
    let study = session.study();
    let codings = codings(study, study.find_code(&args.code)?.id);
    let rows = codings
        .iter()
        .enumerate()
        .filter_map(|(place, coding)| Some((place + 1, study.document(coding.document)?, coding)));
    if globals.json {
        let all = rows.map(|(number, document, coding)| {
            let (start, end) = document.points().of_span(&document.text, coding.span);
            let text = coding.span.text(&document.text);
            json!({ "number": number, "id": coding.id, "document": document.body.title, "start": start, "end": end, "text": text })
        });
        output.json(&all.collect());
    } else if codings.is_empty() {
        output.paragraph("No codings");
    } else {
        let mut grid = TextGrid::new(&[">", "Document", "Coder", "Words"]);
        for (number, document, coding) in rows {
            let words = quote_output::excerpt(coding.span.text(&document.text), EXCERPT_CHARS);
            grid.row([
                number.to_string(),
                document.body.title.clone(),
                coding.coder.to_string(),
                words,
            ]);
        }
        grid.show(output);
    }
    Ok(ExitStatus::from_found(!codings.is_empty()))
}

/// The codings of a code, by document and position.
fn codings(study: &Study, code: Id<Code>) -> Vec<&Coding> {
    study
        .documents()
        .flat_map(|document| study.codings_in(document.id))
        .filter(|coding| coding.code == code)
        .collect()
}

fn split_command(study: &Study, args: CodebookSplitArgs) -> Result<Command, Refusal> {
    let code = study.find_code(&args.code)?;
    let codings = codings(study, code.id);
    let named = |typed: &str| {
        let (name, numbers) = typed.rsplit_once('=').ok_or_else(|| {
            Refusal::new(
                format!("`{typed}` does not name codings"),
                "Write CODE=NUMBERS, such as \"Praise=1,4-7\"",
            )
        })?;
        let mut chosen = Vec::new();
        for number in self::numbers(numbers)? {
            let coding = number
                .checked_sub(1)
                .and_then(|place| codings.get(place))
                .ok_or_else(|| {
                    let what = format!(
                        "{} has no coding number {number}",
                        code.name(&study.language)
                    );
                    Refusal::new(
                        what,
                        format!(
                            "It has {}; `virk codebook split` with the code alone lists them",
                            codings.len()
                        ),
                    )
                })?;
            chosen.push(coding.id);
        }
        Ok::<_, Refusal>((name.trim().to_owned(), chosen))
    };
    let mut parts = Vec::new();
    for typed in &args.parts {
        let (name, codings) = named(typed)?;
        parts.push(SplitPart {
            to: CodeTarget::Existing(study.find_code(&name)?.id),
            codings,
        });
    }
    for typed in &args.new {
        let (name, codings) = named(typed)?;
        parts.push(SplitPart {
            to: CodeTarget::New(Box::new(sibling_code(study, code, name))),
            codings,
        });
    }
    let mut seen = std::collections::HashSet::new();
    if parts
        .iter()
        .flat_map(|part| &part.codings)
        .any(|coding| !seen.insert(*coding))
    {
        return Err(Refusal::new(
            "a coding is assigned to two codes",
            "Name every number once",
        ));
    }
    Ok(Command::SplitCode {
        code: code.id,
        parts,
        reason: args.reason,
    })
}

/// A new code with the kind and parent of `code`.
fn sibling_code(study: &Study, code: &Code, name: String) -> NewCode {
    let mut body = CodeBody {
        kind: code.body.kind,
        ..CodeBody::default()
    };
    super::change::set_if_given(&mut body.name, Some(name), &study.language);
    NewCode {
        body,
        parent: code
            .body
            .parent
            .and_then(|parent| study.code(parent))
            .map(|parent| parent.body.key.clone()),
    }
}

/// Parses lists such as `1,4-7`.
fn numbers(typed: &str) -> Result<Vec<usize>, Refusal> {
    let wrong = || {
        Refusal::new(
            format!("`{typed}` is not a list of numbers"),
            "Write them as 1,4-7",
        )
    };
    let mut all = Vec::new();
    for part in typed
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (usize, usize) = (
            from.trim().parse().map_err(|_| wrong())?,
            to.trim().parse().map_err(|_| wrong())?,
        );
        if from > to || to - from > 1_000_000 {
            return Err(wrong());
        }
        all.extend(from..=to);
    }
    if all.is_empty() {
        Err(wrong())
    } else {
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(numbers("1, 4-6").unwrap(), [1, 4, 5, 6]);
        assert!(
            numbers("").is_err()
                && numbers("6-4").is_err()
                && numbers("x").is_err()
                && numbers("1-99999999").is_err()
        );
    }
}
