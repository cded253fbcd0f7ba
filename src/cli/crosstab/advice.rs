//! The block of advice: the word, the test that fits, what to beware of, and
//! the sentence to paste.

use super::Tongue;
use crate::cli::{Page, grid::Grid};
use crate::stats::advice::{Advice, Reading, Severity};

/// Shows the advice.
pub fn show(advice: &Advice, tongue: Tongue, page: &mut Page) {
    page.say(&format!(
        "{}: {}",
        tongue.say("Status", "Status"),
        if tongue.danish {
            advice.status.danish()
        } else {
            advice.status.english()
        }
    ));
    if let Some(outcome) = &advice.outcome {
        let p = tongue.p(outcome.p);
        page.say(&format!(
            "{}: {}, p {}",
            tongue.say("The test that fits", "Den test, der passer"),
            outcome.name,
            sign(&p)
        ));
    }
    for message in &advice.messages {
        let mark = match message.severity {
            Severity::Warning => "! ",
            Severity::Caution => "~ ",
            Severity::Note => "· ",
        };
        let text = if tongue.danish {
            &message.danish
        } else {
            &message.english
        };
        page.hanging(mark, &format!("{text} ({})", message.source));
    }
    if !advice.readings.is_empty() {
        readings(advice, tongue, page);
    }
    page.gap();
    page.hanging(
        "",
        if tongue.danish {
            &advice.danish
        } else {
            &advice.english
        },
    );
}

/// "= 0.043", or "<0.001" as it is.
fn sign(p: &str) -> String {
    if p.starts_with('<') {
        p.to_owned()
    } else {
        format!("= {p}")
    }
}

/// The middle category in its readings, beside each other.
fn readings(advice: &Advice, tongue: Tongue, page: &mut Page) {
    page.gap();
    let mut grid = Grid::new(&[
        tongue.say("The middle category", "Midterkategorien"),
        ">N",
        ">p",
        ">tau-b",
    ]);
    for read in &advice.readings {
        let words = match read.reading {
            Reading::AsIs => tongue.say("as answered", "som besvaret"),
            Reading::Missing => tongue.say("as missing", "som manglende"),
            Reading::WithBelow => tongue.say("with those below", "med dem under"),
            Reading::WithAbove => tongue.say("with those above", "med dem over"),
            Reading::ThreePoints => tongue.say("as one of three points", "som ét af tre trin"),
        };
        let p = read.p.map_or_else(
            || tongue.say("not testable", "kan ikke testes").to_owned(),
            |p| tongue.p(p),
        );
        let tau = read
            .tau_b
            .map_or(String::new(), |tau| tongue.decimals(tau, 2));
        grid.row([words.to_owned(), tongue.count(read.n), p, tau]);
    }
    grid.show(page);
}
