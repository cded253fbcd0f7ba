//! Coding: assigning codes to words and removing them.

use super::TranscriptView;
use crate::study::{
    BilingualText, Code, CodeBody, CodeKind, Coding, Command, Id, command::NewCode, theory::QuoteAt,
};
use crate::text::{Span, number, sanitize};
use crate::tui::{
    context::AppContext,
    interviewers,
    layer::{
        menu::{Menu, MenuItem},
        picker::{Picked, Picker, PickerChoice},
    },
    orphans,
};
use ratatui::style::Style;
use std::ops::Range;

impl TranscriptView {
    /// What a coding key applies to: the selection, else the current sentence.
    pub fn target(&self) -> Span {
        let selection = self.selection();
        selection
            .selected
            .unwrap_or_else(|| self.document_text().sentence(selection.cursor.start))
    }

    /// The current quote: the selection if it is coded, else the shortest coded stretch around the
    /// cursor.
    pub fn current_quote(&self) -> Option<Span> {
        self.codings.innermost(self.selection().extent())
    }

    /// Asks which orphan to anchor to the selection, or to the sentence.
    pub(super) fn ask_anchor(&mut self, context: &mut AppContext) {
        orphans::ask_anchor(
            QuoteAt {
                document: self.document,
                span: self.target(),
            },
            context,
        );
    }

    /// Assigns codes to the selection, or to the sentence.
    pub(super) fn put_codes(&mut self, codes: Vec<Id<Code>>, context: &mut AppContext) {
        let span = self.target();
        put(
            QuoteAt {
                document: self.document,
                span,
            },
            codes,
            context,
        );
    }

    /// Assigns the code on a digit.
    pub(super) fn put_digit(&mut self, digit: usize, context: &mut AppContext) {
        match context.code_for_digit(digit) {
            Some(code) => self.put_codes(vec![code], context),
            None => context.notify(format!(
                "{digit} has no code yet; {} chooses one",
                context.key_for("code")
            )),
        }
    }

    /// Assigns the most recent codes again.
    pub(super) fn put_again(&mut self, context: &mut AppContext) {
        match context.quick_codes.last_used().to_vec() {
            codes if codes.is_empty() => {
                context.notify(format!(
                    "Nothing has been coded since virk was opened; {} chooses a code",
                    context.key_for("code")
                ));
            }
            codes => self.put_codes(codes, context),
        }
    }

    /// Asks for codes by name.
    pub(super) fn ask_code(&mut self, context: &mut AppContext) {
        let quote = QuoteAt {
            document: self.document,
            span: self.target(),
        };
        let here: Vec<Id<Code>> = self
            .codes_of(quote.span)
            .map(|mark| self.codings.badge(mark).id)
            .collect();
        let picker = Picker::new(
            format!("Code {}", self.shortened(quote.span, 60)),
            choices(context, &here),
            move |_, context, picked| match picked {
                Picked::Some(codes) => put(quote, codes, context),
                Picked::New(name) => ask_kind(quote, name, context),
            },
        );
        context.push_layer(picker.several().or_new("New code"));
    }

    /// Creates a code named after the selected words, and assigns it to them.
    pub(super) fn ask_in_vivo(&mut self, context: &mut AppContext) {
        let selection = self.selection();
        let quote = QuoteAt {
            document: self.document,
            span: selection.extent(),
        };
        ask_kind(
            quote,
            sanitize::sanitize_line(quote.span.text(&self.text)),
            context,
        );
    }

    /// Asks for a code of one kind by its letter.
    pub(super) fn ask_of_kind(&mut self, kind: CodeKind, context: &mut AppContext) {
        let quote = QuoteAt {
            document: self.document,
            span: self.target(),
        };
        let items: Vec<MenuItem<Id<Code>>> = context
            .study()
            .codes()
            .filter(|code| code.body.kind == kind)
            .map(|code| item(context, code))
            .collect();
        if items.is_empty() {
            context.notify(format!(
                "The codebook has no code of the kind {kind}; {} makes one",
                context.key_for("code")
            ));
            return;
        }
        context.push_layer(Menu::new(
            format!("Code as {kind}"),
            items,
            move |_, context, code| put(quote, vec![code], context),
        ));
    }

    /// Removes the current coding; asks which if there are several.
    pub(super) fn uncode(&mut self, context: &mut AppContext) {
        let Some((span, codings)) = self.codings_here(context) else {
            return;
        };
        if let [only] = &codings[..] {
            context.perform(Command::Uncode {
                codings: vec![only.value],
            });
            return;
        }
        let picker = Picker::new(
            format!("Remove from {}", self.shortened(span, 50)),
            codings,
            |_, context, picked| {
                if let Picked::Some(codings) = picked {
                    context.perform(Command::Uncode { codings });
                }
            },
        );
        context.push_layer(picker.several());
    }

    /// Replaces the code of the current coding. Memo and condensation belong to the words and stay.
    pub(super) fn recode(&mut self, context: &mut AppContext) {
        let Some((span, codings)) = self.codings_here(context) else {
            return;
        };
        let quote = QuoteAt {
            document: self.document,
            span,
        };
        if let [only] = &codings[..] {
            ask_instead(quote, only.value, &only.text, context);
            return;
        }
        let title = format!(
            "Which code of {} should be changed?",
            self.shortened(span, 30)
        );
        context.push_layer(Picker::new(title, codings, move |_, context, picked| {
            if let Picked::Some(codings) = picked {
                codings
                    .into_iter()
                    .for_each(|coding| ask_instead(quote, coding, "it", context));
            }
        }));
    }

    /// Choices for the codings of the current quote.
    fn codings_here(
        &self,
        context: &mut AppContext,
    ) -> Option<(Span, Vec<PickerChoice<Id<Coding>>>)> {
        let Some(span) = self.current_quote() else {
            context.notify(format!(
                "Nothing is coded here; {} goes to the next coding",
                context.key_for("next_coding")
            ));
            return None;
        };
        let choice = |mark| {
            let (coding, ink) = (&self.codings.marks[mark], self.codings.badge(mark));
            PickerChoice {
                sign: format!("{} {}", ink.glyph, ink.tag),
                style: context.theme.code(&ink.colour),
                text: ink.name.clone(),
                tag: ink.tag.clone(),
                note: sanitize::sanitize_line(&coding.coder),
                about: String::new(),
                other_words: Vec::new(),
                value: coding.id,
            }
        };
        Some((span, self.codes_of(span).map(choice).collect()))
    }

    /// Codes the sentences of all hits of the last search at once.
    pub(super) fn code_hits(&mut self, context: &mut AppContext) {
        let mut sentences: Vec<Span> = self
            .find
            .hits()
            .iter()
            .map(|hit| self.document_text().sentence(hit.start))
            .collect();
        sentences.dedup();
        if sentences.is_empty() {
            context.notify(format!(
                "No matches to code; {} searches for words",
                context.key_for("find")
            ));
            return;
        }
        let document = self.document;
        let quotes = sentences
            .into_iter()
            .map(|span| QuoteAt { document, span })
            .collect();
        interviewers::ask(quotes, "sentence", context, |context, quotes| {
            let title = format!(
                "Code the {} found",
                number::count_noun(quotes.len(), "sentence")
            );
            context.push_layer(Picker::new(
                title,
                choices(context, &[]),
                move |_, context, picked| {
                    let Picked::Some(codes) = picked else { return };
                    if context.perform(Command::ApplyEach {
                        quotes,
                        codes: codes.clone(),
                    }) {
                        context.remember_used_codes(&codes);
                    }
                },
            ));
        });
    }

    /// Highlights one code among all, or ends that.
    pub(super) fn toggle_focus(&mut self, context: &mut AppContext) {
        if self.focus.take().is_some() {
            context.notify("All codes are shown");
            return;
        }
        let code = self.current_quote().and_then(|span| {
            let mark = self.codes_of(span).next_back()?;
            Some(self.codings.badge(mark).id)
        });
        match code {
            Some(code) => {
                self.focus = Some(code);
                let name = sanitize::sanitize_line(context.study().code_name(code));
                context.notify(format!(
                    "Only {name} is shown; {} shows all again",
                    context.key_for("focus")
                ));
            }
            None => context.notify("Go to a quote to see its code alone"),
        }
    }

    /// Indices of the codings of exactly these words.
    pub(super) fn codes_of(&self, span: Span) -> Range<usize> {
        self.codings.exactly_at(span)
    }

    fn shortened(&self, span: Span, letters: usize) -> String {
        let words = sanitize::sanitize_line(span.text(&self.text));
        let short: String = words.chars().take(letters).collect();
        if short.len() < words.len() {
            format!("“{short}…”")
        } else {
            format!("“{short}”")
        }
    }
}

/// Assigns codes to a quote, and remembers them as recent.
fn put(quote: QuoteAt, codes: Vec<Id<Code>>, context: &mut AppContext) {
    if context.perform(Command::Apply {
        document: quote.document,
        span: quote.span,
        codes: codes.clone(),
    }) {
        say_who_asks(quote, context);
        context.remember_used_codes(&codes);
    }
}

/// A question may be coded, but must not be mistaken for an answer.
fn say_who_asks(quote: QuoteAt, context: &mut AppContext) {
    if context.study().is_interviewers(quote) {
        context.notify(format!(
            "{}, in the interviewer's words",
            context.messages.last()
        ));
    }
}

/// Asks for the code that replaces one of the quote's codes.
fn ask_instead(quote: QuoteAt, coding: Id<Coding>, name: &str, context: &mut AppContext) {
    let picker = Picker::new(
        format!("Instead of {name}"),
        choices(context, &[]),
        move |_, context, picked| {
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
            if context.perform(command) {
                context.remember_used_codes(&codes);
            }
        },
    );
    context.push_layer(picker.several());
}

/// Asks for the kind of a new code, creates it and assigns it to a quote.
fn ask_kind(quote: QuoteAt, name: String, context: &mut AppContext) {
    let items = CodeKind::ALL
        .into_iter()
        .map(|kind| MenuItem {
            sign: kind.glyph().to_string(),
            style: Style::new(),
            text: kind.name().to_owned(),
            value: kind,
        })
        .collect();
    context.push_layer(Menu::new(
        format!("New code “{name}”: of which kind?"),
        items,
        move |_, context, kind| {
            let name = if context.study().language == "da" {
                BilingualText {
                    da: name,
                    en: String::new(),
                }
            } else {
                BilingualText::new(name)
            };
            let code = Box::new(NewCode {
                body: CodeBody {
                    kind,
                    name,
                    ..CodeBody::default()
                },
                parent: None,
            });
            if context.perform(Command::ApplyNew {
                document: quote.document,
                span: quote.span,
                code,
            }) {
                say_who_asks(quote, context);
                let made = context.study().codes().next_back().map(|code| code.id);
                context.remember_used_codes(&made.into_iter().collect::<Vec<_>>());
            }
        },
    ));
}

/// The codebook to pick from, in tree order; `here` are the codes that the words already have.
pub fn choices(context: &AppContext, here: &[Id<Code>]) -> Vec<PickerChoice<Id<Code>>> {
    let study = context.study();
    let counts = study.coding_counts();
    let choice = |(depth, code): (usize, &Code)| PickerChoice {
        sign: format!(
            "{}{} {}",
            "  ".repeat(depth.min(4)),
            code.body.kind.glyph(),
            sanitize::sanitize_line(&code.body.tag)
        ),
        style: context.theme.code(&code.body.colour),
        text: sanitize::sanitize_line(code.name(&study.language)),
        tag: code.body.tag.clone(),
        note: {
            let digit = context
                .digit_for_code(code.id)
                .map(|digit| format!("[{digit}] "))
                .unwrap_or_default();
            match counts.get(&code.id) {
                Some(count) if here.contains(&code.id) => format!("{digit}here · {count}"),
                Some(count) => format!("{digit}{count}"),
                None => digit.trim_end().to_owned(),
            }
        },
        about: rules(code, &study.language),
        other_words: Vec::new(),
        value: code.id,
    };
    study.code_tree().into_iter().map(choice).collect()
}

/// Definition and rules of a code, a line each.
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
        .map(|(label, words)| {
            format!(
                "{label}{}",
                sanitize::sanitize_line(words.in_language(language))
            )
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn item(context: &AppContext, code: &Code) -> MenuItem<Id<Code>> {
    MenuItem {
        sign: format!(
            "{} {}",
            code.body.kind.glyph(),
            sanitize::sanitize_line(&code.body.tag)
        ),
        style: context.theme.code(&code.body.colour),
        text: sanitize::sanitize_line(code.name(&context.study().language)),
        value: code.id,
    }
}
