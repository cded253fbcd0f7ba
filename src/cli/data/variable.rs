//! `virk data variable` and `virk data describe`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::study::dataset::MeasurementLevel;
use crate::study::{Command, Dataset, Refusal, Study, Variable, parsed_column};
use serde_json::{Value, json};
use std::collections::HashSet;

/// Describe variables: label, question, level, values and their order, missing
/// values, the middle category, the value that means yes. The imported answers are
/// not changed.
///
///   virk data variable age --level interval --missing 999
///   virk data variable sat --values "1=Not at all; 2=A little; 3=Very" --level ordinal
///   virk data variable "Q2_*" --order "Never;Sometimes;Always" --missing 99
///   virk data variable "Q2_*" --confirm
///   virk data variable --confirm
///   virk data variable sat --middle "3=neutral or don't know" --order 5,4,3,2,1
///   virk data variable mentor --yes 1
///   virk data variable sat_low --remove
///
/// Several variables can be described at once, by their names or a pattern with
/// `*` and `?`; one undo undoes that. An order makes a nominal variable ordinal.
/// --confirm accepts the order that virk proposes (`virk data variables` shows
/// it), for all variables with a proposal if none is named; --level nominal
/// rejects it.
///
/// Tests are recomputed at once, and the evidence says if a verdict rested on
/// other numbers. `virk data variables` and `virk data frequencies` show the
/// descriptions; `virk undo` undoes changes.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataVariableArgs {
    /// Variables; `*` matches any letters, `?` one letter
    #[arg(value_name = "VARIABLE", required_unless_present = "confirm")]
    variables: Vec<String>,
    /// Label, in a few words
    #[arg(long, value_name = "WORDS")]
    label: Option<String>,
    /// Wording of the question
    #[arg(long, value_name = "WORDS")]
    question: Option<String>,
    /// nominal, ordinal, interval or id
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Values with labels, in order
    #[arg(long, value_name = "1=LABEL;…")]
    values: Option<String>,
    /// Order of the values
    #[arg(long, value_name = "1,2,…")]
    order: Option<String>,
    /// Missing values, e.g. 8, 9; replaces the previous ones; "" for none
    #[arg(long, value_name = "8,9", allow_hyphen_values = true)]
    missing: Option<String>,
    /// What the middle category means; "" removes it
    #[arg(long, value_name = "3=MEANING")]
    middle: Option<String>,
    /// The value that means yes; "" removes it
    #[arg(long, value_name = "VALUE")]
    yes: Option<String>,
    /// The same variable measured before, for `virk paired`; "" removes it
    #[arg(long, value_name = "VARIABLE")]
    before: Option<String>,
    /// Accept the order that virk proposes
    #[arg(long, conflicts_with_all = ["level", "values", "order"])]
    confirm: bool,
    /// Remove a recode or an index
    #[arg(long, conflicts_with_all = ["label", "question", "level", "values", "order", "missing", "middle", "yes", "before", "confirm"])]
    remove: bool,
    /// Dataset, when several have these variables
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

pub fn run(
    args: DataVariableArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let chosen = args.selected_variables(study)?;
        let mut commands = Vec::new();
        for (dataset, place, named) in chosen {
            let variable = &dataset.body.variables[place];
            if args.remove {
                commands.push(Command::UnmakeVariable { dataset: dataset.id, variable: variable.name.clone() });
                continue;
            }
            let mut now = variable.clone();
            if args.confirm {
                let proposed = if named { dataset.proposed_scale(place) } else { None };
                match proposed.or_else(|| dataset.proposed_scales().swap_remove(place)) {
                    Some(scale) => now = now.with_scale(&scale),
                    None if named => return Err(nothing_to_confirm(variable)),
                    None => continue,
                }
            }
            let mut now = args.with_description(now, &study.language)?;
            if let Some(typed) = &args.before {
                now.before = earlier_variable(dataset, place, typed)?;
            }
            if now == *variable && !args.has_changes() {
                let hint = "Add --label, --level, --values, --missing, --middle …; `virk data frequencies` shows what is known";
                return Err(Refusal::new(format!("nothing is said of `{}`", variable.name), hint));
            }
            commands.push(Command::DescribeVariable { dataset: dataset.id, variable: Box::new(now) });
        }
        match commands.len() {
            0 => Err(Refusal::new(
                "virk proposes no scale for these variables",
                "Say the order yourself: virk data variable NAME --order \"Never;Sometimes;Always\"",
            )),
            1 => Ok(commands.remove(0)),
            _ => Ok(Command::All(commands)),
        }
    })
}

/// The variable asked before the one at `place`; `None` if the option is empty.
fn earlier_variable(
    dataset: &Dataset,
    place: usize,
    typed: &str,
) -> Result<Option<String>, Refusal> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let before = dataset.find_variable(typed)?;
    if before == place {
        return Err(Refusal::new(
            format!("`{typed}` cannot be its own earlier measurement"),
            "Name the earlier variable",
        ));
    }
    Ok(Some(dataset.body.variables[before].name.clone()))
}

fn nothing_to_confirm(variable: &Variable) -> Refusal {
    let name = &variable.name;
    if variable.level == MeasurementLevel::Nominal {
        let hint = format!(
            "Say the order yourself: virk data variable {} --order \"…;…\"",
            parsed_column::shell_quoted(name)
        );
        return Refusal::new(format!("virk proposes no scale for `{name}`"), hint);
    }
    Refusal::new(
        format!("the level of `{name}` is already {}", variable.level.name()),
        "See `virk data variables`",
    )
}

impl DataVariableArgs {
    /// The selected variables, each with whether it was named exactly.
    fn selected_variables<'a>(
        &self,
        study: &'a Study,
    ) -> Result<Vec<(&'a Dataset, usize, bool)>, Refusal> {
        let within = self
            .dataset
            .as_deref()
            .map(|typed| study.find_dataset(Some(typed)))
            .transpose()?;
        let datasets: Vec<&Dataset> =
            within.map_or_else(|| study.datasets().collect(), |one| vec![one]);
        let all = || {
            datasets.iter().flat_map(|dataset| {
                (0..dataset.body.variables.len()).map(|place| (*dataset, place, false))
            })
        };
        if self.variables.is_empty() {
            return Ok(all().collect());
        }
        let mut chosen: Vec<(&Dataset, usize, bool)> = Vec::new();
        for typed in &self.variables {
            // A variable's own name may contain a wildcard.
            let is_name =
                all().any(|(dataset, place, _)| dataset.body.variables[place].name == *typed);
            if is_name || !typed.contains(['*', '?']) {
                let (dataset, place) = super::find(study, self.dataset.as_deref(), typed)?;
                chosen.push((dataset, place, true));
                continue;
            }
            let fits: Vec<_> = all()
                .filter(|(dataset, place, _)| {
                    matches_pattern(typed, &dataset.body.variables[*place].name)
                })
                .collect();
            let Some((first, ..)) = fits.first() else {
                return Err(Refusal::new(
                    format!("no variable matches `{typed}`"),
                    "See `virk data variables`",
                ));
            };
            if let Some((other, ..)) = fits.iter().find(|(dataset, ..)| dataset.id != first.id) {
                return Err(Refusal::new(
                    format!(
                        "`{}` and `{}` both have variables that match `{typed}`",
                        first.body.name, other.body.name
                    ),
                    format!(
                        "Choose one with --dataset {}",
                        parsed_column::shell_quoted(&first.body.name)
                    ),
                ));
            }
            chosen.extend(fits);
        }
        let mut seen = HashSet::new();
        chosen.retain(|(dataset, place, _)| seen.insert((dataset.id, *place)));
        Ok(chosen)
    }

    fn with_description(
        &self,
        mut variable: Variable,
        language: &str,
    ) -> Result<Variable, Refusal> {
        if let Some(words) = &self.label {
            variable.label = variable.label.with(language, words);
        }
        if let Some(words) = &self.question {
            variable.question = variable.question.with(language, words);
        }
        if let Some(words) = &self.values {
            variable.set_values(words, language)?;
        }
        if let Some(words) = &self.order {
            variable.set_order(&parsed_column::split_list(words));
            if variable.level == MeasurementLevel::Nominal {
                variable.level = MeasurementLevel::Ordinal;
            }
        }
        if let Some(word) = &self.level {
            variable.level = MeasurementLevel::parse(word)?;
            variable.proposed = None;
        }
        if let Some(words) = &self.missing {
            variable.missing = parsed_column::split_list(words);
        }
        if let Some(words) = &self.middle {
            variable.set_middle(words)?;
        }
        if let Some(word) = &self.yes {
            variable.yes = Some(word.trim().to_owned()).filter(|yes| !yes.is_empty());
        }
        Ok(variable)
    }

    fn has_changes(&self) -> bool {
        let DataVariableArgs {
            label,
            question,
            level,
            values,
            order,
            missing,
            middle,
            yes,
            before,
            confirm,
            ..
        } = self;
        *confirm
            || [
                label, question, level, values, order, missing, middle, yes, before,
            ]
            .into_iter()
            .any(Option::is_some)
    }
}

/// Matches with wildcards, ignoring case.
fn matches_pattern(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (
        pattern.to_lowercase().chars().collect(),
        name.to_lowercase().chars().collect(),
    );
    // For the pattern read so far: which prefixes of the name it can match.
    let mut ends: Vec<bool> = (0..=name.len()).map(|end| end == 0).collect();
    for sign in pattern {
        let before = ends.clone();
        for end in 0..=name.len() {
            ends[end] = match sign {
                '*' => before[..=end].contains(&true),
                '?' => end > 0 && before[end - 1],
                letter => end > 0 && before[end - 1] && name[end - 1] == letter,
            };
        }
    }
    ends.last().copied().unwrap_or_default()
}

/// Describe the datasets: where they came from, how many rows count, and which
/// are left out and why.
///
///   virk data describe
///   virk data describe survey --json
///
/// Exit code 1 when there is no dataset.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataDescribeArgs {
    /// Only this dataset
    #[arg(value_name = "NAME")]
    dataset: Option<String>,
}

pub fn describe(
    args: DataDescribeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let datasets: Vec<&Dataset> = match &args.dataset {
        Some(typed) => vec![study.find_dataset(Some(typed))?],
        None => study.datasets().collect(),
    };
    if globals.json {
        output.json(&datasets.iter().map(|dataset| value(dataset)).collect());
    } else if datasets.is_empty() {
        output.paragraph("The study has no dataset yet; import one with `virk data import FILE`");
    } else {
        datasets
            .iter()
            .for_each(|dataset| print_description(dataset, output));
    }
    Ok(ExitStatus::from_found(!datasets.is_empty()))
}

/// The number of variables per level, in order of first appearance.
fn levels(dataset: &Dataset) -> Vec<(&'static str, usize)> {
    let mut levels: Vec<(&'static str, usize)> = Vec::new();
    for name in dataset
        .body
        .variables
        .iter()
        .map(|variable| variable.level.name())
    {
        match levels.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => levels.push((name, 1)),
        }
    }
    levels
}

/// The number of variables whose order is only proposed, not confirmed.
fn proposed(dataset: &Dataset) -> usize {
    dataset
        .body
        .variables
        .iter()
        .filter(|variable| variable.proposed.is_some())
        .count()
}

fn value(dataset: &Dataset) -> Value {
    let body = &dataset.body;
    json!({
        "name": body.name,
        "file": body.source.file,
        "sha256": body.source.sha256,
        "encoding": body.source.encoding,
        "virk": body.source.virk,
        "rows": body.rows,
        "rows_erased": dataset.erased_rows.len(),
        "n": dataset.kept_rows.len(),
        "exclusions": body.exclusions,
        "variables": body.variables.len(),
        "proposed": proposed(dataset),
        "levels": levels(dataset).into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect::<serde_json::Map<_, _>>(),
    })
}

fn print_description(dataset: &Dataset, output: &mut CommandOutput) {
    let body = &dataset.body;
    output.heading(&body.name);
    output.paragraph(&format!(
        "From {} ({}), read by virk {}",
        body.source.file, body.source.encoding, body.source.virk
    ));
    output.paragraph(&format!("SHA-256 {}", body.source.sha256));
    output.paragraph(&format!(
        "{}, {} of them counted (N)",
        number::count_noun(body.rows, "row"),
        dataset.kept_rows.len()
    ));
    if !dataset.erased_rows.is_empty() {
        output.paragraph(&format!(
            "{} permanently erased; the others keep their numbers",
            number::count_noun(dataset.erased_rows.len(), "row")
        ));
    }
    for rule in &body.exclusions {
        output.paragraph(&format!(
            "Left out: {} with {rule}, because {}",
            number::count_noun(dataset.excluded_count(rule), "row"),
            rule.reason
        ));
    }
    let levels: Vec<String> = levels(dataset)
        .into_iter()
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    output.paragraph(&format!(
        "{}: {}",
        number::count_noun(body.variables.len(), "variable"),
        levels.join(", ")
    ));
    match proposed(dataset) {
        0 => {}
        1 => output.paragraph("1 variable seems to be on a scale; `virk data variable --confirm` confirms its order"),
        some => output.paragraph(&format!("{some} variables seem to be on a scale; `virk data variable --confirm` confirms their order")),
    }
}

#[cfg(test)]
mod tests {
    use super::matches_pattern;

    #[test]
    fn patterns_stand_for_names() {
        for (pattern, name, right) in [
            ("Q2_*", "q2_11", true),
            ("Q2_?", "Q2_11", false),
            ("*", "", true),
            ("*_b", "a_b", true),
            ("a*c*e", "abcde", true),
            ("a*c*e", "abcd", false),
            ("I get*", "I get the help", true),
            ("x", "xy", false),
        ] {
            assert_eq!(matches_pattern(pattern, name), right, "{pattern} {name}");
        }
    }
}
