//! `virk data frequencies`

use crate::cli::{Desk, Outcome, Page, grid::Grid, number};
use crate::study::{Dataset, Refusal, Study};
use serde_json::{Value, json};

/// Count the answers to one or more variables.
///
///   virk data frequencies refl_gen refl_opg
///   virk data frequencies kon --dataset register --json
///
/// Shares are of the valid answers: those that no rule leaves out and that are
/// not missing. The beginning of a variable's name is enough.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The variables
    #[arg(value_name = "VARIABLE", required = true)]
    variables: Vec<String>,
    /// The dataset they are in, when several have such a variable
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

/// Counts them.
///
/// # Errors
/// When a variable is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let within = args.dataset.map(|typed| study.find_dataset(Some(&typed))).transpose()?;
    let counts = args
        .variables
        .iter()
        .map(|typed| match within {
            Some(dataset) => Ok(Counts::new(dataset, dataset.find_variable(typed)?)),
            None => study.find_variable(typed).map(|(dataset, place)| Counts::new(dataset, place)),
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    if desk.json {
        page.json(&counts.iter().map(|counts| counts.value(study)).collect());
    } else {
        counts.iter().for_each(|counts| counts.show(study, page));
    }
    Ok(Outcome::Done)
}

/// A variable's answers, counted.
struct Counts<'a> {
    dataset: &'a Dataset,
    place: usize,
    /// Each category with its count, in order.
    categories: Vec<(String, usize)>,
    valid: usize,
}

impl<'a> Counts<'a> {
    fn new(dataset: &'a Dataset, place: usize) -> Counts<'a> {
        let mut categories: Vec<(String, usize)> = dataset.categories(place).into_iter().map(|code| (code, 0)).collect();
        for answer in dataset.answers(place).flatten() {
            if let Some((_, count)) = categories.iter_mut().find(|(code, _)| code == answer) {
                *count += 1;
            }
        }
        let valid = categories.iter().map(|(_, count)| count).sum();
        Counts { dataset, place, categories, valid }
    }

    fn missing(&self) -> usize {
        self.dataset.kept.len() - self.valid
    }

    fn value(&self, study: &Study) -> Value {
        let variable = &self.dataset.body.variables[self.place];
        let values = self.categories.iter().map(|(code, count)| {
            json!({
                "code": code,
                "label": variable.label_of(code, &study.language),
                "count": count,
                "share": if self.valid == 0 { None } else { Some(*count as f64 / self.valid as f64) },
            })
        });
        json!({
            "dataset": self.dataset.body.name,
            "variable": variable.name,
            "label": variable.label.say(&study.language),
            "n": self.valid,
            "missing": self.missing(),
            "values": values.collect::<Vec<_>>(),
        })
    }

    fn show(&self, study: &Study, page: &mut Page) {
        let variable = &self.dataset.body.variables[self.place];
        page.heading(&format!("{}: {} ({})", variable.name, variable.label.say(&study.language), self.dataset.body.name));
        let question = variable.question.say(&study.language);
        if !question.is_empty() {
            page.say(question);
        }
        let mut grid = Grid::new(&["Value", "Meaning", ">Count", ">Share", ">Cumulated"]);
        let mut so_far = 0;
        for (code, count) in &self.categories {
            so_far += count;
            let label = variable.label_of(code, &study.language);
            grid.row([
                code.clone(),
                if label == code { String::new() } else { label.to_owned() },
                count.to_string(),
                number::percent(*count, self.valid),
                number::percent(so_far, self.valid),
            ]);
        }
        grid.row([String::new(), "Valid".into(), self.valid.to_string(), number::percent(self.valid, self.valid), String::new()]);
        if self.missing() > 0 {
            grid.row([String::new(), "Missing".into(), self.missing().to_string(), String::new(), String::new()]);
        }
        grid.show(page);
        if let Some(middle) = &variable.middle {
            page.say(&format!("The middle value {} means: {}", middle.code, middle.means));
        }
    }
}
