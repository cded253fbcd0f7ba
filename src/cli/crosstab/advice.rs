//! The block of advice: verdict, fitting test, caveats, and a sentence to paste.

use super::OutputLocale;
use crate::cli::{CommandOutput, text_grid::TextGrid};
use crate::stats::advice::{Advice, AdviceSeverity, MiddleReading};

pub fn show(advice: &Advice, language: OutputLocale, output: &mut CommandOutput) {
    output.paragraph(&format!(
        "{}: {}",
        language.choose("Status", "Status"),
        if language.danish {
            advice.status.danish()
        } else {
            advice.status.english()
        }
    ));
    if let Some(outcome) = &advice.outcome {
        let p = language.p(outcome.p);
        output.paragraph(&format!(
            "{}: {}, p {}",
            language.choose("The test that fits", "Den test, der passer"),
            outcome.name,
            sign(&p)
        ));
    }
    for message in &advice.messages {
        let mark = match message.severity {
            AdviceSeverity::Warning => "! ",
            AdviceSeverity::Caution => "~ ",
            AdviceSeverity::Note => "· ",
        };
        let text = if language.danish {
            &message.danish
        } else {
            &message.english
        };
        output.hanging(mark, &format!("{text} ({})", message.source));
    }
    if !advice.readings.is_empty() {
        show_middle_readings(advice, language, output);
    }
    output.blank_line();
    output.hanging(
        "",
        if language.danish {
            &advice.danish
        } else {
            &advice.english
        },
    );
}

/// "= 0.043", but "<0.001" without another sign.
fn sign(p: &str) -> String {
    if p.starts_with('<') {
        p.to_owned()
    } else {
        format!("= {p}")
    }
}

/// The result under each reading of the middle category, side by side.
fn show_middle_readings(advice: &Advice, language: OutputLocale, output: &mut CommandOutput) {
    output.blank_line();
    let mut grid = TextGrid::new(&[
        language.choose("The middle category", "Midterkategorien"),
        ">N",
        ">p",
        ">tau-b",
    ]);
    for read in &advice.readings {
        let words = match read.reading {
            MiddleReading::AsIs => language.choose("as answered", "som besvaret"),
            MiddleReading::Missing => language.choose("as missing", "som manglende"),
            MiddleReading::WithBelow => language.choose("with those below", "med dem under"),
            MiddleReading::WithAbove => language.choose("with those above", "med dem over"),
            MiddleReading::ThreePoints => {
                language.choose("as one of three points", "som ét af tre trin")
            }
        };
        let p = read.p.map_or_else(
            || {
                language
                    .choose("not testable", "kan ikke testes")
                    .to_owned()
            },
            |p| language.p(p),
        );
        let tau = read
            .tau_b
            .map_or(String::new(), |tau| language.decimals(tau, 2));
        grid.row([words.to_owned(), language.count(read.n), p, tau]);
    }
    grid.show(output);
}
