//! `virk data variable`

use crate::cli::{Desk, Outcome, Page};
use crate::study::{Command, Refusal, dataset::Level, wording};

/// Say what a variable means: label, question, level, values and their order,
/// missing values, the middle category. What stands in the file is not changed.
///
///   virk data variable age --level interval --missing 999
///   virk data variable sat --values "1=Not at all; 2=A little; 3=Very" --level ordinal
///   virk data variable sat --middle "3=neutral or don't know" --order 5,4,3,2,1
///   virk data variable mentor --yes 1
///   virk data variable sat_low --remove
///
/// Tests count anew at once, and the evidence says where a verdict rested on
/// other numbers. `virk data variables` and `virk data frequencies` show what
/// is known; `virk undo` takes it back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The variable
    #[arg(value_name = "VARIABLE")]
    variable: String,
    /// What it is about, in a few words
    #[arg(long, value_name = "WORDS")]
    label: Option<String>,
    /// The wording of the question
    #[arg(long, value_name = "WORDS")]
    question: Option<String>,
    /// nominal, ordinal, interval or id
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Its values with labels, in order
    #[arg(long, value_name = "1=LABEL;…")]
    values: Option<String>,
    /// The order of its values
    #[arg(long, value_name = "1,2,…")]
    order: Option<String>,
    /// Values that are no answer, in place of those before; "" for none
    #[arg(long, value_name = "8,9")]
    missing: Option<String>,
    /// What the middle category means; "" takes it back
    #[arg(long, value_name = "3=MEANING")]
    middle: Option<String>,
    /// The value of those who have what is asked for; "" takes it back
    #[arg(long, value_name = "VALUE")]
    yes: Option<String>,
    /// Take a recode or an index away
    #[arg(long, conflicts_with_all = ["label", "question", "level", "values", "order", "missing", "middle", "yes"])]
    remove: bool,
    /// The dataset it is in, when several have such a variable
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

/// Says it.
///
/// # Errors
/// When the variable is not known, or something cannot be meant of it.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| {
        let (dataset, place) = super::find(study, args.dataset.as_deref(), &args.variable)?;
        let mut variable = dataset.body.variables[place].clone();
        if args.remove {
            return Ok(Command::UnmakeVariable { dataset: dataset.id, variable: variable.name });
        }
        let language = &study.language;
        if let Some(words) = &args.label {
            variable.label = variable.label.with(language, words);
        }
        if let Some(words) = &args.question {
            variable.question = variable.question.with(language, words);
        }
        if let Some(word) = &args.level {
            variable.level = Level::parse(word)?;
        }
        if let Some(words) = &args.values {
            variable.set_values(words, language)?;
        }
        if let Some(words) = &args.order {
            variable.set_order(&wording::list(words));
        }
        if let Some(words) = &args.missing {
            variable.missing = wording::list(words);
        }
        if let Some(words) = &args.middle {
            variable.set_middle(words)?;
        }
        if let Some(word) = &args.yes {
            variable.yes = Some(word.trim().to_owned()).filter(|yes| !yes.is_empty());
        }
        if variable == dataset.body.variables[place] && !args.says_something() {
            let hint = "Add --label, --level, --values, --missing, --middle …; `virk data frequencies` shows what is known";
            return Err(Refusal::new(format!("nothing is said of `{}`", variable.name), hint));
        }
        Ok(Command::DescribeVariable { dataset: dataset.id, variable: Box::new(variable) })
    })
}

impl Args {
    fn says_something(&self) -> bool {
        let Args { label, question, level, values, order, missing, middle, yes, .. } = self;
        [label, question, level, values, order, missing, middle, yes].into_iter().any(Option::is_some)
    }
}
