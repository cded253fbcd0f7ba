//! A small synthetic study with everything in it: two talks, codings, a link
//! with quotes for and against, and a survey of twelve.

use super::screen::Screen;
use virk::study::dataset::{MeasurementLevel, Value};
use virk::study::document::Provenance;
use virk::study::theory::QuoteAt;
use virk::study::{BilingualText, Command, Id, Link, Polarity, Variable};
use virk::text::Span;
use virk::tui::colour::ColourDepth;
use virk::tui::key::Input;

const FIRST: &str = "I: What did the sheet do?\n\nMentor 1: She saw herself from outside, and then she grew. I would not have thought it of her.\n\nI: Always?\n\nMentor 1: No. One man saw himself and got smaller. He needed a friend first.";
const SECOND: &str = "I: And with you?\n\nMentor 2: They look back and then they dare to look ahead, all of them. It depends on the day, though.";

/// The study on a screen.
pub fn studied(depth: ColourDepth) -> Screen {
    let screen = Screen::on(&[("First talk", FIRST), ("Second talk", SECOND)], depth);
    let mut session = screen.neighbour_as_anna();
    let documents: Vec<_> = session
        .study()
        .documents()
        .map(|document| (document.id, document.text.clone()))
        .collect();
    let ends = [screen.code("Reflection"), screen.code("Development")];
    let link = link(&screen, 0);
    let quotes = [
        (
            0,
            "She saw herself from outside, and then she grew.",
            Some(Polarity::Supports),
            "She saw herself and grew",
        ),
        (
            0,
            "One man saw himself and got smaller.",
            Some(Polarity::Contradicts),
            "",
        ),
        (
            1,
            "They look back and then they dare to look ahead, all of them.",
            None,
            "",
        ),
    ];
    for (document, words, polarity, condensed) in quotes {
        let (id, text) = &documents[document];
        let at = text.find(words).unwrap();
        let quote = QuoteAt {
            document: *id,
            span: Span::of(at, at + words.len()),
        };
        session
            .perform(Command::Apply {
                document: quote.document,
                span: quote.span,
                codes: ends.into(),
            })
            .unwrap();
        if polarity.is_some() {
            session
                .perform(Command::Judge {
                    link,
                    quote,
                    polarity,
                })
                .unwrap();
        }
        if !condensed.is_empty() {
            session
                .perform(Command::Condense {
                    quote,
                    text: condensed.into(),
                    theme: "from outside".into(),
                })
                .unwrap();
        }
    }
    session.perform(survey(ends)).unwrap();
    screen.give(Input::Focus)
}

/// A link of the theory.
pub fn link(screen: &Screen, place: usize) -> Id<Link> {
    screen.study().theory().unwrap().links[place]
}

fn survey(ends: [Id<virk::study::Code>; 2]) -> Command {
    let ordinal = |name: &str, label: &str| Variable {
        name: name.into(),
        level: MeasurementLevel::Ordinal,
        label: BilingualText::new(label),
        question: BilingualText::new(format!("How far do you agree: {label}?")),
        values: ["No", "In part", "Yes"]
            .iter()
            .zip(1..)
            .map(|(label, code)| Value {
                code: format!("{code}"),
                label: BilingualText::new(*label),
            })
            .collect(),
        ..Variable::default()
    };
    let variables = vec![
        Variable {
            name: "id".into(),
            level: MeasurementLevel::Id,
            ..Variable::default()
        },
        ordinal("back", "I looked back"),
        ordinal("dare", "I dare more"),
        Variable {
            name: "town".into(),
            ..Variable::default()
        },
    ];
    let column = |cells: &str| {
        cells
            .split(' ')
            .map(|cell| if cell == "-" { "" } else { cell })
            .collect()
    };
    Command::AddDataset {
        name: "survey".into(),
        variables,
        exclusions: Vec::new(),
        columns: vec![
            column("a b c d e f g h i j k l"),
            column("1 1 1 2 2 2 3 3 3 3 3 -"),
            column("1 1 2 1 2 3 3 3 3 3 2 3"),
            column("x x y y x x y y x x y y"),
        ],
        indicators: vec![("back".into(), ends[0]), ("dare".into(), ends[1])],
        source: Provenance::default(),
    }
}
