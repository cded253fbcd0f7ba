//! `virk search` and `virk searches`

use super::hit_list::{HitList, HitListArgs, joined_on_one_line};
use super::listing::ListingArgs;
use super::query_args::QueryArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs, number, query_args};
use crate::search::{ConcordanceOrder, Memo, ResultOrder, SearchResults, SearchScope, concordance};
use crate::study::{Command, Refusal, Study};
use crate::tables::hits::{LineRow, line_columns, memo_columns};
use crate::tables::{Listing, searches::search_columns};
use crate::text::{Span, sanitize, wrap};

/// Search what people said, and what has been coded in it.
///
///   virk search trust relation
///   virk search '"built trust" OR relat*' --json
///   virk search 'code:reflection informant:"Mentor 1" NOT money' --context 1
///   virk search 'speaker:AB why' --count
///   virk search laugh* --in memos
///   virk search trust --kwic=after
///   virk search --saved doubts --count --group informant
///   virk search '@doubts NOT role:leader'
///
/// Words find words of the same stem, and in Danish, from five letters on, longer
/// words that hold them, last in rank; "words in quotation marks" and =word exactly
/// these. fold:on takes å for aa, ø for oe, æ for ae, é for e.
/// relat* finds beginnings, *samtale parts of compounds, trsut~ typing errors,
/// trust NEAR/5 mentor words close to each other, /jeg (ved|tror)/ a pattern.
/// Fields: code: kind: mechanism: (and the other kinds) coder: polarity: link:
/// theme: memo: informant: speaker: role: department: document: lang: uncoded. AND
/// may be left out; OR, NOT and ( ) as usual. @NAME is a saved search, as if it
/// stood in brackets. With a field of codings the answers are quotes, else turns;
/// --in also searches condensations, themes and memos.
///
/// Everybody is searched, and what the interviewer says is marked so. speaker: is
/// the label in the transcript, also the interviewer's; role:interviewer is those
/// who ask, NOT role:interviewer everybody else.
///
/// On a terminal the answers are paragraphs; to another program they go as
/// lines, DOCUMENT:TURN:WORDS. Places are Unicode code points. Exit code 1 when
/// nothing is found, 2 when the query cannot be read.
#[derive(clap::Args, Debug)]
#[command(
    verbatim_doc_comment,
    mut_arg("sort", |sort| sort.value_name("ORDER").help(
        "The best first (rank), in reading order (reading), or by a column, backwards after a minus"
    ))
)]
pub struct SearchArgs {
    #[command(flatten)]
    asked: QueryArgs,
    /// Save the search in the study under this name, replacing one with the same name
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    /// Maximum number of results (default: 50 on a page, otherwise all)
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Each place in a line with the words around it; sorted by place, by the words before, or
    /// after
    #[arg(long, value_name = "BY", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "place")]
    kwic: Option<KwicOrder>,
    /// The same as --sort reading
    #[arg(long, hide = true)]
    reading: bool,
    #[command(flatten)]
    layout: HitListArgs,
    #[command(flatten)]
    listing: ListingArgs,
}

/// Hits shown on a terminal at a time.
const PAGE_SIZE: usize = 50;

pub fn search(
    args: SearchArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let mut listing = args.listing;
    let reading = args.reading || listing.sort.as_deref() == Some("reading");
    listing.sort = listing
        .sort
        .filter(|sort| sort != "rank" && sort != "reading");
    let query = args
        .asked
        .query(session.study(), output)?
        .ordered(if reading {
            ResultOrder::Reading
        } else {
            ResultOrder::Ranked
        });
    if let Some(name) = args.save {
        query.check_saved_name(&name)?;
        let save = Command::SaveSearch {
            name,
            query: query.text().to_owned(),
            scope: args.asked.scope(),
        };
        output.note(Refusal::new(session.perform(save)?, ""));
    }
    let paged = !listing.is_requested(globals) && args.layout.is_paged(output);
    let limit = args.limit.unwrap_or(if paged && args.kwic.is_none() {
        PAGE_SIZE
    } else {
        usize::MAX
    });
    let answer = query_args::run_query(&session, &query, limit)?;
    let study = session.study();
    if query.scope() == SearchScope::Memos {
        return show_memos(study, answer, &listing, globals, output);
    }
    if let Some(by) = args.kwic {
        return show_lines(study, &answer, by, &listing, globals, output);
    }
    let shown = answer
        .passages
        .iter()
        .filter_map(|passage| query_args::to_quote_hit(study, passage))
        .collect();
    args.layout.show(
        study,
        HitList {
            hits: shown,
            total: answer.total,
            noun: query_args::noun(&query),
        },
        &listing,
        globals,
        output,
    )
}

/// List, rename and remove saved searches.
///
///   virk searches
///   virk searches rename doubts "doubts about praise"
///   virk searches remove doubts
///
/// `virk search QUERY --save NAME` saves a search, `virk search --saved NAME` runs
/// it again. Exit code 1 if there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub struct SearchesArgs {
    #[command(subcommand)]
    command: Option<SearchesCommand>,
    #[command(flatten)]
    listing: ListingArgs,
}

#[derive(clap::Subcommand, Debug)]
enum SearchesCommand {
    /// Rename a saved search.
    ///
    ///   virk searches rename doubts "doubts about praise"
    #[command(verbatim_doc_comment)]
    Rename {
        /// The saved search
        #[arg(value_name = "NAME")]
        name: String,
        /// New name
        #[arg(value_name = "NEW")]
        new: String,
    },
    /// Remove a saved search; `virk undo` restores it.
    ///
    ///   virk searches remove doubts
    #[command(verbatim_doc_comment)]
    Remove {
        /// The saved search
        #[arg(value_name = "NAME")]
        name: String,
    },
}

pub fn searches(
    args: SearchesArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        None => list(&args.listing, globals, output),
        Some(SearchesCommand::Rename { name, new }) => {
            let mut session = globals.open_study(output)?;
            let (command, said) = rename(session.study(), &name, new.trim())?;
            session.perform(command)?;
            globals.print_message(output, &said);
            Ok(ExitStatus::Done)
        }
        Some(SearchesCommand::Remove { name }) => {
            globals.perform(output, |study| Ok(remove(study.find_search(&name)?)))
        }
    }
}

fn list(
    listing: &ListingArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    Listing::new(
        search_columns(),
        study
            .searches()
            .map(|(name, saved)| (name, study.words(saved.query)))
            .collect(),
        "No search is saved; `virk search QUERY --save NAME` saves one",
    )
    .show(study, listing, globals, output)
}

fn remove(name: &str) -> Command {
    Command::SaveSearch {
        name: name.to_owned(),
        query: String::new(),
        scope: String::new(),
    }
}

/// The command that renames a search, with its message.
fn rename(study: &Study, name: &str, new: &str) -> Result<(Command, String), Refusal> {
    let name = study.find_search(name)?;
    if study.searches().any(|(known, _)| known == new) {
        return Err(Refusal::new(
            format!("there is already a saved search “{new}”"),
            "Remove it first, or choose another name",
        ));
    }
    let (query, scope) = study.saved_search(name).ok_or_else(|| {
        Refusal::new(
            format!("the words of the saved search “{name}” have been erased"),
            "Only `virk searches remove` can be done with it",
        )
    })?;
    let save = Command::SaveSearch {
        name: new.to_owned(),
        query: query.to_owned(),
        scope: scope.to_owned(),
    };
    Ok((
        Command::All(vec![remove(name), save]),
        format!("Renamed the search “{name}” to “{new}”"),
    ))
}

/// Words of context on either side.
const CONTEXT_WORDS: usize = 12;

/// The order of lines.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum KwicOrder {
    /// By document and place
    Place,
    /// By the words before
    Before,
    /// By the words after
    After,
}

pub fn show_lines(
    study: &Study,
    answer: &SearchResults,
    by: KwicOrder,
    listing: &ListingArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let sorted = match by {
        KwicOrder::Place => ConcordanceOrder::Place,
        KwicOrder::Before => ConcordanceOrder::Before,
        KwicOrder::After => ConcordanceOrder::After,
    };
    let lines = concordance(study, &answer.passages, CONTEXT_WORDS, sorted);
    let lines: Vec<LineRow<'_>> = lines
        .into_iter()
        .filter_map(|line| Some((study.document(line.document)?, line)))
        .collect();
    let none = if output.on_terminal() { "0 lines" } else { "" };
    Listing::new(line_columns(), lines, none).show_in_words(
        study,
        listing,
        globals,
        output,
        print_lines,
    )
}

fn print_lines(lines: &[LineRow<'_>], output: &mut CommandOutput) {
    let room = output.columns().saturating_sub(2);
    for (document, line) in lines {
        let text = |span: Span| {
            let words = span.text(&document.text).split_whitespace();
            sanitize::sanitize_line(&words.collect::<Vec<_>>().join(" "))
        };
        let (before, at, after) = (text(line.before), text(line.at), text(line.after));
        if output.on_terminal() {
            let side = room.saturating_sub(wrap::width(&at)) / 2;
            output.line(&format!(
                "{} {at} {}",
                fit_end(&before, side),
                fit_start(&after, side)
            ));
        } else {
            output.line(&format!(
                "{}:{}:{before} | {at} | {after}",
                document.body.title,
                line.turn + 1
            ));
        }
    }
    if output.on_terminal() {
        output.paragraph(&number::count_noun(lines.len(), "line"));
    }
}

/// The beginning of a text, truncated to `cells`.
fn fit_start(text: &str, cells: usize) -> String {
    let mut used = 0;
    text.chars()
        .take_while(|c| {
            used += wrap::grapheme_width(c.encode_utf8(&mut [0; 4]));
            used <= cells
        })
        .collect()
}

/// The end of a text in exactly `cells` cells, padded on the left.
fn fit_end(text: &str, cells: usize) -> String {
    let mut used = 0;
    let mut end: Vec<char> = text
        .chars()
        .rev()
        .take_while(|c| {
            used += wrap::grapheme_width(c.encode_utf8(&mut [0; 4]));
            used <= cells
        })
        .collect();
    end.reverse();
    let end: String = end.into_iter().collect();
    format!(
        "{}{end}",
        " ".repeat(cells.saturating_sub(wrap::width(&end)))
    )
}

fn show_memos(
    study: &Study,
    answer: SearchResults,
    listing: &ListingArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let total = answer.total;
    let none = if output.on_terminal() { "0 memos" } else { "" };
    Listing::new(memo_columns(), answer.memos, none).show_in_words(
        study,
        listing,
        globals,
        output,
        |memos, output| {
            if output.on_terminal() {
                memos.iter().for_each(|memo| paragraph(study, memo, output));
                return output.paragraph(&number::count_noun(total, "memo"));
            }
            for memo in memos {
                let words: Vec<&str> = memo.note.text.split_whitespace().collect();
                let on = study.target_in_words(memo.on);
                output.line(&format!("{on}:{}", words.join(" ")));
            }
        },
    )?;
    Ok(listing.exit_status(total > 0))
}

fn paragraph(study: &Study, memo: &Memo, output: &mut CommandOutput) {
    let (words, places) = joined_on_one_line(
        &memo.note.text,
        memo.note.matches.iter().map(|place| place.range()),
    );
    output.highlighted("· ", &words, &places);
    output.indented(2, &format!("— on {}", study.target_in_words(memo.on)));
    output.blank_line();
}
