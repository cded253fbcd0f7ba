//! Marking variables, to describe several at once or to confirm their order, each by one undo.

use super::{At, Data, edit};
use crate::study::scale::Proposed;
use crate::study::{Command, Dataset, Id, Refusal, Variable, dataset::Level, wording};
use crate::text::{harmless, number};
use crate::tui::{desk::Desk, layer::form::Form, layer::form::Part, view::Page};

/// More names than this are not told one by one.
const NAMES: usize = 8;

impl Data {
    /// The variables that are marked, in the order of the list, else the one one stands on.
    fn meant(&self, desk: &Desk) -> Vec<(Id<Dataset>, Variable)> {
        let here = self.list.at();
        let is_meant = |place: usize, at: &At| {
            if self.marked.is_empty() {
                place == here
            } else {
                self.marked.contains(at)
            }
        };
        let all = self
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| (place, (row.dataset, row.name.clone())));
        let found = all
            .filter(|(place, at)| is_meant(*place, at))
            .filter_map(|(_, (id, name))| {
                let dataset = desk.study().dataset(id)?;
                Some((
                    id,
                    dataset.body.variables.get(dataset.place(&name)?)?.clone(),
                ))
            });
        found.collect()
    }

    /// Marks the variable one stands on, or no longer, and goes on.
    pub(super) fn mark_several(&mut self, desk: &mut Desk) {
        let Some(row) = self.rows.get(self.list.at()).filter(|_| !self.at_table) else {
            return;
        };
        let at: At = (row.dataset, row.name.clone());
        if !self.marked.remove(&at) {
            self.marked.insert(at);
        }
        self.list.step(1);
        self.say_marked(desk);
    }

    /// Marks all variables that seem to be on a scale.
    pub(super) fn mark_proposed(&mut self, desk: &mut Desk) {
        self.marked = self
            .rows
            .iter()
            .filter(|row| row.proposed)
            .map(|row| (row.dataset, row.name.clone()))
            .collect();
        self.say_marked(desk);
    }

    fn say_marked(&self, desk: &mut Desk) {
        match self.marked.len() {
            0 => desk.say("No variable is marked"),
            count => {
                let (order, describe, none) = (
                    desk.key("confirm_order"),
                    desk.key("describe_variable"),
                    desk.key("unmark"),
                );
                desk.say(format!("{count} marked: {order} confirms their order, {describe} describes them, {none} marks none"));
            }
        }
    }

    /// Shows the orders that are proposed, and asks whether they are right.
    pub(super) fn ask_order(&mut self, desk: &mut Desk) {
        let meant = self.meant(desk);
        let proposed: Vec<(Id<Dataset>, Variable, Proposed)> = meant
            .into_iter()
            .filter_map(|(id, variable)| {
                let dataset = desk.study().dataset(id)?;
                let scale = dataset.proposal(dataset.place(&variable.name)?)?;
                Some((id, variable, scale))
            })
            .collect();
        if proposed.is_empty() {
            let (describe, all) = (desk.key("describe_variable"), desk.key("mark_proposed"));
            desk.say(format!("No order is proposed here: {describe} says one, {all} marks the variables that have a proposal"));
            return;
        }
        let title = match proposed.as_slice() {
            [(_, variable, _)] => format!("The order of {}", variable.name),
            several => format!("The order of {}", number::some(several.len(), "variable")),
        };
        let parts = vec![Part::new(
            "Is this order right, lowest first? yes; or no, when there is none",
            "yes",
            1,
        )];
        let form = Form::new(
            harmless::one_line(&title),
            &about(&proposed),
            parts,
            move |page, desk, texts| {
                let right = match texts[0].trim().to_lowercase() {
                    word if word.starts_with(['y', 'j']) => true,
                    word if word.starts_with('n') => false,
                    _ => {
                        desk.refuse(Refusal::new(
                            "that is neither yes nor no",
                            "Write yes or no",
                        ));
                        return false;
                    }
                };
                let commands = proposed.iter().map(|(dataset, variable, scale)| {
                    let now = match right {
                        true => variable.clone().on(scale),
                        false => Variable {
                            proposed: None,
                            ..variable.clone()
                        },
                    };
                    Command::DescribeVariable {
                        dataset: *dataset,
                        variable: Box::new(now),
                    }
                });
                let done = desk.perform(Command::All(commands.collect()));
                if let (true, Page::Data(view)) = (done, page) {
                    view.marked.clear();
                }
                done
            },
        );
        desk.ask(form.to("answer"));
    }
}

/// Each order once, with the variables that have it and the answers outside of it.
fn about(proposed: &[(Id<Dataset>, Variable, Proposed)]) -> String {
    let mut orders: Vec<(&Proposed, Vec<&str>, Vec<&str>)> = Vec::new();
    for (_, variable, scale) in proposed {
        let outside = scale.missing.iter().map(String::as_str);
        match orders
            .iter_mut()
            .find(|(known, ..)| known.values == scale.values)
        {
            Some((_, names, missing)) => {
                names.push(&variable.name);
                missing.extend(outside);
            }
            None => orders.push((scale, vec![&variable.name], outside.collect())),
        }
    }
    let told = orders.into_iter().map(|(scale, names, mut missing)| {
        missing.sort_unstable();
        missing.dedup();
        let no_answer = if missing.is_empty() {
            String::new()
        } else {
            format!("; no answer: {}", missing.join(", "))
        };
        let more = names.len().saturating_sub(NAMES);
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let some = names
            .iter()
            .take(NAMES)
            .copied()
            .collect::<Vec<_>>()
            .join(", ");
        format!("{scale}{no_answer} ({}: {some}{more}).", scale.scale)
    });
    told.collect::<Vec<_>>().join(" ")
}

/// What is the same of several variables: a field that is left empty changes nothing.
pub(super) fn describe(view: &mut Data, desk: &mut Desk) {
    let meant = view.meant(desk);
    let names: Vec<&str> = meant
        .iter()
        .map(|(_, variable)| variable.name.as_str())
        .collect();
    let about = format!("{}. What is left empty stays as it is.", names.join(", "));
    let parts = vec![
        Part::new("Level: nominal, ordinal, interval or id", "", 1),
        Part::new("Values in their order, as 1 = Never; 2 = Often", "", 3),
        Part::new(
            "Values that are no answer, as 8, 9; a minus for none",
            "",
            1,
        ),
    ];
    let title = format!("What {} mean", number::some(meant.len(), "variable"));
    edit::ask(desk, &title, &about, parts, move |texts, language| {
        let told = |(dataset, variable): &(Id<Dataset>, Variable)| {
            let mut now = variable.clone();
            if !texts[1].trim().is_empty() {
                now.set_values(&texts[1], language)?;
                if now.level == Level::Nominal {
                    now.level = Level::Ordinal;
                }
            }
            if !texts[0].trim().is_empty() {
                now.level = Level::parse(&texts[0])?;
                now.proposed = None;
            }
            match texts[2].trim() {
                "" => {}
                "-" | "−" => now.missing.clear(),
                words => now.missing = wording::list(words),
            }
            Ok(Command::DescribeVariable {
                dataset: *dataset,
                variable: Box::new(now),
            })
        };
        Ok(Command::All(
            meant
                .iter()
                .map(told)
                .collect::<Result<Vec<_>, Refusal>>()?,
        ))
    });
}
