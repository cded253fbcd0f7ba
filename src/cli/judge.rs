//! `virk judge`

use super::{
    CommandOutput, ExitStatus, GlobalArgs, number,
    query_args::{self, HitOrder},
    quote_output, quote_place,
};
use crate::search::{CodingExtent, QuerySettings, SearchScope};
use crate::study::{Command, Polarity, Refusal};
use serde_json::json;

/// Say what a quote does to a link of the theory, or all quotes that a query finds.
///
///   virk judge "Reflection -> Personal dev" 02-mentor-2 1204..1290 supports
///   virk judge "Match -> Relation" 01-mentor-1 --quote "it does not matter" contradicts
///   virk judge "Praise -> Relation" nuances --found 'code:praise late' --dry-run
///
/// A quote supports a link, contradicts it, or nuances it: says when, for whom
/// or how far. `open` takes the judgement back. This also attaches a quote to a
/// link that its codes do not put there. Of what --found finds, all is one change;
/// exit code 1 when nothing is found.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk judge LINK DOC START..END POLARITY\n       virk judge LINK DOC --quote WORDS POLARITY\n       virk judge LINK POLARITY --found QUERY"
)]
pub struct JudgeArgs {
    /// The link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    /// The document, the words as places in the text, and supports, contradicts, nuances or open
    #[arg(value_name = "DOC START..END POLARITY", required = true)]
    rest: Vec<String>,
    /// The words themselves instead of START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// Instead of a document and words: whatever this finds, as in `virk search`
    #[arg(long, value_name = "QUERY", conflicts_with = "quote")]
    found: Option<String>,
    /// Only show what --found would judge
    #[arg(long, requires = "found")]
    dry_run: bool,
    /// The version of the theory; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
}

pub fn run(
    args: JudgeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if let Some(found) = &args.found {
        return all(&args, found, globals, output);
    }
    globals.perform(output, |study| {
        let link = study
            .find_link(study.find_theory(args.theory.as_deref())?, &args.link)?
            .id;
        let (document, rest) = args.rest.split_first().ok_or_else(|| unknown(""))?;
        let mut rest = rest.to_vec();
        let quote = quote_place::find_quote(study, document, args.quote.as_deref(), &mut rest)?;
        Ok(Command::Judge {
            link,
            quote,
            polarity: polarity(&rest)?,
        })
    })
}

/// Judges everything a query finds.
fn all(
    args: &JudgeArgs,
    found: &str,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let study = session.study();
    let link = study.find_link(study.find_theory(args.theory.as_deref())?, &args.link)?;
    let polarity = polarity(&args.rest)?;
    let query = output
        .parse_query(found, study, QuerySettings::default())?
        .ordered(HitOrder::Reading.into());
    if query.scope() == SearchScope::Memos {
        return Err(Refusal::new(
            "memos say nothing to a link",
            "Search in turns, quotes, condensations or themes; nothing was changed",
        ));
    }
    let answer = query_args::run_query(&session, &query, usize::MAX)?;
    let quotes = CodingExtent::Passage.of(study, &answer.passages);
    let new = quotes
        .iter()
        .filter(|quote| study.polarity(link.id, **quote) != polarity)
        .count();
    let shown: Vec<_> = quotes
        .iter()
        .map(|quote| quote_output::quote_json_at(study, *quote))
        .collect();
    if args.dry_run && !globals.json {
        quotes
            .iter()
            .for_each(|quote| output.line(&quote_output::preview_line(study, *quote)));
    }
    let (name, says) = (
        study.link_name(link),
        polarity.map_or("open again", Polarity::name),
    );
    let said = match (quotes.len(), new) {
        (0, _) => "Nothing was found to judge".to_owned(),
        (_, 0) => format!(
            "Nothing to judge: {} judged so for {name} already",
            number::count_noun(quotes.len(), "quote")
        ),
        _ if args.dry_run => format!(
            "Would judge {} for {name}: {says}",
            number::count_noun(new, "quote")
        ),
        _ => {
            let link = link.id;
            session.perform(Command::JudgeEach {
                link,
                quotes,
                polarity,
            })?
        }
    };
    if globals.json {
        output.json(&json!({ "said": said, "dry_run": args.dry_run, "quotes": shown, "judged_already": shown.len() - new }));
    } else {
        output.paragraph(&said);
    }
    Ok(ExitStatus::from_found(new > 0))
}

/// `None` for `open`, which takes a judgement back.
fn polarity(typed: &[String]) -> Result<Option<Polarity>, Refusal> {
    match typed {
        [word] if word == "open" => Ok(None),
        [word] => Ok(Some(Polarity::parse(word).ok_or_else(|| unknown(word))?)),
        _ => Err(unknown(&typed.join(" "))),
    }
}

fn unknown(typed: &str) -> Refusal {
    Refusal::new(
        format!("`{typed}` is no polarity"),
        "Write supports, contradicts, nuances or open after the words",
    )
}
