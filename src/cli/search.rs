//! `virk search`

use super::{
    CommandOutput, ExitStatus, GlobalArgs,
    hit_list::{HitList, HitListArgs},
    kwic, memo_hits,
    query_args::{self, HitOrder, QueryArgs},
    table_output::TableOutputArgs,
};
use crate::search::SearchScope;
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
pub struct SearchArgs {
    #[command(flatten)]
    asked: QueryArgs,
    /// Save the search under this name in the study, in place of one that has it
    #[arg(long, value_name = "NAME")]
    save: Option<String>,
    /// At most so many answers; without it 50 on a page and all in other forms
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// The best first, or in reading order
    #[arg(long, value_name = "ORDER", value_enum, default_value_t = HitOrder::Rank)]
    sort: HitOrder,
    /// Each place in a line with the words around it; sorted by place, by the words before, or
    /// after
    #[arg(long, value_name = "BY", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "place")]
    kwic: Option<kwic::KwicOrder>,
    /// The same as --sort reading
    #[arg(long, hide = true)]
    reading: bool,
    #[command(flatten)]
    layout: HitListArgs,
    #[command(flatten)]
    form: TableOutputArgs,
}

/// Hits shown on a terminal at a time.
const PAGE_SIZE: usize = 50;

pub fn run(
    args: SearchArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let sort = if args.reading {
        HitOrder::Reading
    } else {
        args.sort
    };
    let query = args
        .asked
        .query(session.study(), output)?
        .ordered(sort.into());
    if let Some(name) = args.save {
        query.check_saved_name(&name)?;
        let save = Command::SaveSearch {
            name,
            query: query.text().to_owned(),
            scope: args.asked.scope(),
        };
        output.note(Refusal::new(session.perform(save)?, ""));
    }
    let paged = args.form.requested_format(globals)?.is_none() && args.layout.is_paged(output);
    let limit = args.limit.unwrap_or(if paged && args.kwic.is_none() {
        PAGE_SIZE
    } else {
        usize::MAX
    });
    let answer = query_args::run_query(&session, &query, limit)?;
    let study = session.study();
    if query.scope() == SearchScope::Memos {
        return Ok(memo_hits::show(study, &answer, globals, output));
    }
    if let Some(by) = args.kwic {
        return Ok(kwic::show(study, &answer, by, globals, output));
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
        &args.form,
        globals,
        output,
    )
}
