//! A synthetic study to read in: one transcript of a million words, with turns
//! of 5 to 300 words and 20,000 overlapping codings. The same in every run.

use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;
use virk::log::{Author, Session};
use virk::study::{
    BilingualText, CodeBody, CodeKind, Command, Refusal, command::NewCode, command::NewSpeaker,
    document::Provenance,
};
use virk::text::{Span, TurnFormat};

const WORDS: usize = 1_000_000;
const CODINGS: usize = 20_000;

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// A synthetic transcript of a million words, with turns of 5 to 300 words.
fn transcript(random: &mut Random) -> String {
    let syllables = [
        "be", "re", "så", "gik", "de", "vel", "ord", "om", "ing", "for", "lær", "at",
    ];
    let mut text = String::with_capacity(WORDS * 8);
    let (mut words, mut asks) = (0, true);
    while words < WORDS {
        text += if asks { "Interviewer: " } else { "Mentor: " };
        let turn = if asks {
            5 + random.below(20)
        } else {
            40 + random.below(260)
        };
        for word in 0..turn {
            for _ in 0..1 + random.below(4) {
                text += syllables[random.below(syllables.len())];
            }
            text += if word % 14 == 13 { ". " } else { " " };
        }
        text += "\n\n";
        words += turn;
        asks = !asks;
    }
    text
}

/// A study of the transcript, coded.
pub fn build(path: &Path) -> Result<Session, Refusal> {
    let mut random = Random(7);
    let start = Command::StartStudy {
        title: "bench".into(),
        language: "en".into(),
        alpha: 0.05,
    };
    let author = Author {
        writer: Uuid::from_u128(1),
        coder: Arc::from("bench"),
    };
    let mut session = Session::create(path, author, start)?;
    let codes = (0..40).map(|n| NewCode {
        body: CodeBody {
            kind: CodeKind::ALL[n % 6],
            name: BilingualText::new(format!("Code {n}")),
            ..CodeBody::default()
        },
        parent: None,
    });
    let text: Arc<str> = transcript(&mut random).into();
    let speakers = vec![NewSpeaker {
        label: "Interviewer".into(),
        informant: None,
        by_name: false,
    }];
    let (title, language) = ("a million words".into(), "en".into());
    let add = Command::AddDocument {
        title,
        language,
        format: TurnFormat::Colon,
        text: text.clone(),
        speakers,
        source: Provenance::default(),
    };
    session.perform(Command::All(vec![
        Command::AddCodes {
            codes: codes.collect(),
        },
        add,
    ]))?;
    let Some(document) = session
        .study()
        .documents()
        .next()
        .map(|document| document.id)
    else {
        return Ok(session);
    };
    let codes: Vec<_> = session.study().codes().map(|code| code.id).collect();
    let mut codings = Vec::with_capacity(CODINGS);
    for n in 0..CODINGS {
        // Twenty of them reach over a tenth of the document.
        let length = if n % 1000 == 0 {
            text.len() / 10
        } else {
            20 + random.below(600)
        };
        let from = random.below(text.len() - length);
        if let Ok(span) = Span::snap(&text, from..from + length) {
            codings.push(Command::Apply {
                document,
                span,
                codes: vec![codes[random.below(codes.len())]],
            });
        }
    }
    session.perform(Command::All(codings))?;
    Ok(session)
}
