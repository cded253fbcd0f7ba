//! Coding: putting codes on words and taking them away again.

use super::Transcript;
use crate::study::{
    Code, CodeBody, Coding, Command, Id, Kind, Words, command::NewCode, theory::QuoteAt,
};
use crate::text::{Span, harmless, number};
use crate::tui::{
    desk::Desk,
    interviewers,
    layer::{
        menu::{Item, Menu},
        picker::{Choice, Picked, Picker},
    },
    orphans,
};
use ratatui::style::Style;
use std::ops::Range;

impl Transcript {
    /// What a coding key codes: what is selected, else the sentence one stands on.
    #[must_use]
    pub fn target(&self) -> Span {
        let selection = self.selection();
        selection
            .chosen
            .unwrap_or_else(|| self.ground().sentence(selection.cursor.start))
    }

    /// The quote one stands on: what is selected if it is coded, else the
    /// shortest coded stretch around.
    #[must_use]
    pub fn quote_here(&self) -> Option<Span> {
        self.coded.innermost(self.selection().extent())
    }

    /// Asks which orphan belongs to what is selected, or to the sentence.
    pub(super) fn ask_anchor(&mut self, desk: &mut Desk) {
        orphans::ask_anchor(
            QuoteAt {
                document: self.document,
                span: self.target(),
            },
            desk,
        );
    }

    /// Puts codes on what is selected, or on the sentence.
    pub(super) fn put_codes(&mut self, codes: Vec<Id<Code>>, desk: &mut Desk) {
        let span = self.target();
        put(
            QuoteAt {
                document: self.document,
                span,
            },
            codes,
            desk,
        );
    }

    /// Puts the code under a digit.
    pub(super) fn put_digit(&mut self, digit: usize, desk: &mut Desk) {
        match desk.digit(digit) {
            Some(code) => self.put_codes(vec![code], desk),
            None => desk.say(format!(
                "No code is under {digit} yet; {} chooses one",
                desk.key("code")
            )),
        }
    }

    /// Puts the last codes again.
    pub(super) fn put_again(&mut self, desk: &mut Desk) {
        match desk.digits.last().to_vec() {
            codes if codes.is_empty() => {
                desk.say(format!(
                    "Nothing has been coded since virk was opened; {} chooses a code",
                    desk.key("code")
                ));
            }
            codes => self.put_codes(codes, desk),
        }
    }

    /// Asks for codes by typing.
    pub(super) fn ask_code(&mut self, desk: &mut Desk) {
        let quote = QuoteAt {
            document: self.document,
            span: self.target(),
        };
        let here: Vec<Id<Code>> = self
            .codes_of(quote.span)
            .map(|mark| self.coded.ink(mark).id)
            .collect();
        let picker = Picker::new(
            format!("Code {}", self.shortened(quote.span, 60)),
            choices(desk, &here),
            move |_, desk, picked| match picked {
                Picked::Some(codes) => put(quote, codes, desk),
                Picked::New(name) => ask_kind(quote, name, desk),
            },
        );
        desk.ask(picker.several().or_new("New code"));
    }

    /// Makes a code of the selected words themselves, and codes them with it.
    pub(super) fn ask_in_vivo(&mut self, desk: &mut Desk) {
        let selection = self.selection();
        let quote = QuoteAt {
            document: self.document,
            span: selection.extent(),
        };
        ask_kind(quote, harmless::one_line(quote.span.text(&self.text)), desk);
    }

    /// Asks for a code of one kind by its letter.
    pub(super) fn ask_of_kind(&mut self, kind: Kind, desk: &mut Desk) {
        let quote = QuoteAt {
            document: self.document,
            span: self.target(),
        };
        let items: Vec<Item<Id<Code>>> = desk
            .study()
            .codes()
            .filter(|code| code.body.kind == kind)
            .map(|code| item(desk, code))
            .collect();
        if items.is_empty() {
            desk.say(format!(
                "The codebook has no code of the kind {kind}; {} makes one",
                desk.key("code")
            ));
            return;
        }
        desk.ask(Menu::new(
            format!("Code as {kind}"),
            items,
            move |_, desk, code| put(quote, vec![code], desk),
        ));
    }

    /// Takes away the coding one stands on; asks which when there are several.
    pub(super) fn uncode(&mut self, desk: &mut Desk) {
        let Some((span, codings)) = self.codings_here(desk) else {
            return;
        };
        if let [only] = &codings[..] {
            desk.perform(Command::Uncode {
                codings: vec![only.value],
            });
            return;
        }
        let picker = Picker::new(
            format!("Take away from {}", self.shortened(span, 50)),
            codings,
            |_, desk, picked| {
                if let Picked::Some(codings) = picked {
                    desk.perform(Command::Uncode { codings });
                }
            },
        );
        desk.ask(picker.several());
    }

    /// Puts another code in the place of the one one stands on. Memo and
    /// condensation belong to the words and stay.
    pub(super) fn recode(&mut self, desk: &mut Desk) {
        let Some((span, codings)) = self.codings_here(desk) else {
            return;
        };
        let quote = QuoteAt {
            document: self.document,
            span,
        };
        if let [only] = &codings[..] {
            ask_instead(quote, only.value, &only.text, desk);
            return;
        }
        let title = format!(
            "Which code of {} is to be another?",
            self.shortened(span, 30)
        );
        desk.ask(Picker::new(title, codings, move |_, desk, picked| {
            if let Picked::Some(codings) = picked {
                codings
                    .into_iter()
                    .for_each(|coding| ask_instead(quote, coding, "it", desk));
            }
        }));
    }

    /// The codings of the quote one stands on, to choose from.
    fn codings_here(&self, desk: &mut Desk) -> Option<(Span, Vec<Choice<Id<Coding>>>)> {
        let Some(span) = self.quote_here() else {
            desk.say(format!(
                "Nothing is coded here; {} goes to the next coding",
                desk.key("next_coding")
            ));
            return None;
        };
        let choice = |mark| {
            let (coding, ink) = (&self.coded.marks[mark], self.coded.ink(mark));
            Choice {
                sign: format!("{} {}", ink.glyph, ink.tag),
                style: desk.theme.code(&ink.colour),
                text: ink.name.clone(),
                tag: ink.tag.clone(),
                note: harmless::one_line(&coding.coder),
                about: String::new(),
                value: coding.id,
            }
        };
        Some((span, self.codes_of(span).map(choice).collect()))
    }

    /// Codes the sentence of every hit of the last search at once.
    pub(super) fn code_hits(&mut self, desk: &mut Desk) {
        let mut sentences: Vec<Span> = self
            .find
            .hits()
            .iter()
            .map(|hit| self.ground().sentence(hit.start))
            .collect();
        sentences.dedup();
        if sentences.is_empty() {
            desk.say(format!(
                "Nothing is found to code; {} looks for words",
                desk.key("find")
            ));
            return;
        }
        let document = self.document;
        let quotes = sentences
            .into_iter()
            .map(|span| QuoteAt { document, span })
            .collect();
        interviewers::ask(quotes, "sentence", desk, |desk, quotes| {
            let title = format!(
                "Code the {} that were found",
                number::some(quotes.len(), "sentence")
            );
            desk.ask(Picker::new(
                title,
                choices(desk, &[]),
                move |_, desk, picked| {
                    let Picked::Some(codes) = picked else { return };
                    if desk.perform(Command::ApplyEach {
                        quotes,
                        codes: codes.clone(),
                    }) {
                        desk.used(&codes);
                    }
                },
            ));
        });
    }

    /// Tells one code apart from all others, or ends that.
    pub(super) fn toggle_focus(&mut self, desk: &mut Desk) {
        if self.focus.take().is_some() {
            desk.say("All codes are shown");
            return;
        }
        let code = self.quote_here().and_then(|span| {
            let mark = self.codes_of(span).next_back()?;
            Some(self.coded.ink(mark).id)
        });
        match code {
            Some(code) => {
                self.focus = Some(code);
                let name = harmless::one_line(desk.study().code_name(code));
                desk.say(format!(
                    "Only {name} is shown; {} shows all again",
                    desk.key("focus")
                ));
            }
            None => desk.say("Stand on a quote to see its code alone"),
        }
    }

    /// The codings of exactly these words.
    pub(super) fn codes_of(&self, span: Span) -> Range<usize> {
        self.coded.of(span)
    }

    fn shortened(&self, span: Span, letters: usize) -> String {
        let words = harmless::one_line(span.text(&self.text));
        let short: String = words.chars().take(letters).collect();
        if short.len() < words.len() {
            format!("“{short}…”")
        } else {
            format!("“{short}”")
        }
    }
}

/// Puts codes on a quote, and remembers them.
fn put(quote: QuoteAt, codes: Vec<Id<Code>>, desk: &mut Desk) {
    if desk.perform(Command::Apply {
        document: quote.document,
        span: quote.span,
        codes: codes.clone(),
    }) {
        say_who_asks(quote, desk);
        desk.used(&codes);
    }
}

/// A question can be coded; it is only not to be taken for an answer.
fn say_who_asks(quote: QuoteAt, desk: &mut Desk) {
    if desk.study().is_interviewers(quote) {
        desk.say(format!("{}, in the interviewer's words", desk.talk.last()));
    }
}

/// Asks which code a quote is to have instead of one it has.
fn ask_instead(quote: QuoteAt, coding: Id<Coding>, name: &str, desk: &mut Desk) {
    let picker = Picker::new(
        format!("Instead of {name}"),
        choices(desk, &[]),
        move |_, desk, picked| {
            let Picked::Some(codes) = picked else { return };
            let Some((first, more)) = codes.split_first() else {
                return;
            };
            let recode = Command::Recode {
                codings: vec![coding],
                code: *first,
            };
            let apply = Command::Apply {
                document: quote.document,
                span: quote.span,
                codes: more.to_vec(),
            };
            let command = if more.is_empty() {
                recode
            } else {
                Command::All(vec![recode, apply])
            };
            if desk.perform(command) {
                desk.used(&codes);
            }
        },
    );
    desk.ask(picker.several());
}

/// Asks what kind a new code is, makes it, and puts it on a quote.
fn ask_kind(quote: QuoteAt, name: String, desk: &mut Desk) {
    let items = Kind::ALL
        .into_iter()
        .map(|kind| Item {
            sign: kind.glyph().to_string(),
            style: Style::new(),
            text: kind.name().to_owned(),
            value: kind,
        })
        .collect();
    desk.ask(Menu::new(
        format!("New code “{name}”: of which kind?"),
        items,
        move |_, desk, kind| {
            let name = if desk.study().language == "da" {
                Words {
                    da: name,
                    en: String::new(),
                }
            } else {
                Words::new(name)
            };
            let code = Box::new(NewCode {
                body: CodeBody {
                    kind,
                    name,
                    ..CodeBody::default()
                },
                parent: None,
            });
            if desk.perform(Command::ApplyNew {
                document: quote.document,
                span: quote.span,
                code,
            }) {
                say_who_asks(quote, desk);
                let made = desk.study().codes().next_back().map(|code| code.id);
                desk.used(&made.into_iter().collect::<Vec<_>>());
            }
        },
    ));
}

/// The codebook to pick from, in the order of its tree; `here` are the codes
/// the words have already.
#[must_use]
pub fn choices(desk: &Desk, here: &[Id<Code>]) -> Vec<Choice<Id<Code>>> {
    let study = desk.study();
    let counts = study.coding_counts();
    let choice = |(depth, code): (usize, &Code)| Choice {
        sign: format!(
            "{}{} {}",
            "  ".repeat(depth.min(4)),
            code.body.kind.glyph(),
            harmless::one_line(&code.body.tag)
        ),
        style: desk.theme.code(&code.body.colour),
        text: harmless::one_line(code.name(&study.language)),
        tag: code.body.tag.clone(),
        note: {
            let digit = desk
                .digit_of(code.id)
                .map(|digit| format!("[{digit}] "))
                .unwrap_or_default();
            match counts.get(&code.id) {
                Some(count) if here.contains(&code.id) => format!("{digit}here · {count}"),
                Some(count) => format!("{digit}{count}"),
                None => digit.trim_end().to_owned(),
            }
        },
        about: rules(code, &study.language),
        value: code.id,
    };
    study.code_tree().into_iter().map(choice).collect()
}

/// What a code means and when to use it, a line for each.
pub fn rules(code: &Code, language: &str) -> String {
    let body = &code.body;
    let rules = [
        ("", &body.definition),
        ("Include: ", &body.include),
        ("Not: ", &body.exclude),
        ("E.g. ", &body.example),
    ];
    let lines = rules.into_iter().filter(|(_, words)| !words.is_empty());
    lines
        .map(|(label, words)| format!("{label}{}", harmless::one_line(words.say(language))))
        .collect::<Vec<_>>()
        .join("\n")
}

fn item(desk: &Desk, code: &Code) -> Item<Id<Code>> {
    Item {
        sign: format!(
            "{} {}",
            code.body.kind.glyph(),
            harmless::one_line(&code.body.tag)
        ),
        style: desk.theme.code(&code.body.colour),
        text: harmless::one_line(code.name(&desk.study().language)),
        value: code.id,
    }
}
