//! Marking codes, to merge or retire several at once by one undo.

use super::{Codebook, changes::WHY};
use crate::study::{Code, Command, Id, Study};
use crate::text::harmless;
use crate::tui::{
    desk::Desk,
    layer::form::{Form, Part},
    view::Page,
};

impl Codebook {
    /// What is marked, in the order of the tree, else the code one stands on;
    /// says what to do when there is none.
    pub(super) fn meant(&self, desk: &mut Desk) -> Vec<Id<Code>> {
        if self.marked.is_empty() {
            return self.code(desk).into_iter().collect();
        }
        self.entries
            .iter()
            .map(|entry| entry.id)
            .filter(|id| self.marked.contains(id))
            .collect()
    }

    /// Marks the code one stands on, or no longer, and goes on.
    pub(super) fn mark(&mut self, desk: &mut Desk) {
        let Some(id) = self.code(desk) else { return };
        if !self.marked.remove(&id) {
            self.marked.insert(id);
        }
        self.list.step(1);
        match self.marked.len() {
            0 => desk.say("No code is marked"),
            count => {
                let (merge, retire) = (desk.key("merge_code"), desk.key("retire_code"));
                desk.say(format!(
                    "{count} marked: {merge} merges, {retire} retires them, {} marks none",
                    desk.key("mark_no_code")
                ));
            }
        }
    }

    /// Marks nothing.
    pub(super) fn mark_none(&mut self, desk: &mut Desk) {
        self.marked.clear();
        desk.say("No code is marked");
    }

    /// Asks why the codes that are meant are to leave.
    pub(super) fn ask_retire(&mut self, desk: &mut Desk) {
        let codes = self.meant(desk);
        let Some(first) = codes.first().copied() else {
            return;
        };
        let carried = |id: &Id<Code>| {
            self.entries
                .iter()
                .find(|entry| entry.id == *id)
                .map_or(0, |entry| entry.own.codings)
        };
        let (its, it) = if codes.len() == 1 {
            ("Its", "it")
        } else {
            ("Their", "them")
        };
        let about = match codes.iter().map(carried).sum::<usize>() {
            0 => format!("Nothing is coded with {it}."),
            some => format!(
                "{its} {some} codings go out of sight; {} brings all of it back. {} merges {it} into another code instead.",
                desk.key("undo"),
                desk.key("merge_code")
            ),
        };
        let title = match codes.len() {
            1 => format!(
                "Retire {}",
                harmless::one_line(desk.study().code_name(first))
            ),
            several => format!("Retire {several} codes: {}", names(desk.study(), &codes)),
        };
        desk.ask(
            Form::new(
                title,
                &about,
                vec![Part::new(WHY, "", 1)],
                move |page, desk, texts| {
                    let done = desk.perform(Command::RetireCodes {
                        codes: codes.clone(),
                        reason: texts[0].trim().to_owned(),
                    });
                    if let (true, Page::Codebook(view)) = (done, page) {
                        view.marked.clear();
                    }
                    done
                },
            )
            .to("retire"),
        );
    }
}

/// "Praise, Recognition".
pub fn names(study: &Study, codes: &[Id<Code>]) -> String {
    harmless::one_line(
        &codes
            .iter()
            .map(|id| study.code_name(*id))
            .collect::<Vec<_>>()
            .join(", "),
    )
}
