//! `virk search`

use super::{
    Desk, Outcome, Page,
    asked::{self, Asked, Sort},
    form::Form,
    found::{Findings, Layout},
    kwic, remarks,
};
use crate::search::Scope;
use crate::study::{Command, Refusal};

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
#[command(verbatim_doc_comment)]
pub struct Args {
    #[command(flatten)]
    asked: Asked,
    /// Save the search under this name in the study, in place of one that has it
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    /// At most so many answers; without it 50 on a page and all in other forms
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The best first, or in reading order
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = Sort::Rank)]
    sort: Sort,
    /// Each place in a line with the words around it; sorted by place, by the words before, or
    /// after
    #[arg(long, value_name = "BY", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "place")]
    kwic: Option<kwic::By>,
    /// The same as --sort reading
    #[arg(long, hide = true)]
    reading: bool,
    #[command(flatten)]
    layout: Layout,
    #[command(flatten)]
    form: Form,
}

/// How many answers a page shows.
const PAGEFUL: usize = 50;

/// Searches.
///
/// # Errors
/// When the query cannot be read.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let mut session = desk.open(page)?;
    let sort = if args.reading {
        Sort::Reading
    } else {
        args.sort
    };
    let query = args
        .asked
        .query(session.study(), page)?
        .ordered(sort.into());
    if let Some(name) = args.save {
        query.may_be_called(&name)?;
        let save = Command::SaveSearch {
            name,
            query: query.text().to_owned(),
            scope: args.asked.scope(),
        };
        page.note(Refusal::new(session.perform(save)?, ""));
    }
    let paged = args.form.asked(desk)?.is_none() && args.layout.is_paged(page);
    let limit = args.limit.unwrap_or(if paged && args.kwic.is_none() {
        PAGEFUL
    } else {
        usize::MAX
    });
    let answer = asked::answer(&session, &query, limit)?;
    let study = session.study();
    if query.scope() == Scope::Memos {
        return Ok(remarks::show(study, &answer, desk, page));
    }
    if let Some(by) = args.kwic {
        return Ok(kwic::show(study, &answer, by, desk, page));
    }
    let shown = answer
        .passages
        .iter()
        .filter_map(|passage| asked::found(study, passage))
        .collect();
    args.layout.show(
        study,
        Findings {
            shown,
            all: answer.total,
            noun: asked::noun(&query),
        },
        &args.form,
        desk,
        page,
    )
}
