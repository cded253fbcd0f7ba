//! The report: one page that needs nothing else, whatever a transcript says, and that works in a
//! browser.

use crate::support::{Desk, code, start, transcript};
use std::path::{Path, PathBuf};
use std::process::Command as Process;
use std::sync::LazyLock;
use virk::export::{privacy::Privacy, report};
use virk::import::sample::create_sample;
use virk::study::{
    BilingualText, CodeKind, Command, Polarity, Study, Variable,
    command::NewLink,
    dataset::{MeasurementLevel, MiddleAnswer, Value},
    document::Provenance,
    theory::{Conclusion, QuoteAt},
};
use virk::text::Span;

/// What a hostile transcript, label or reason may hold.
const HOSTILE: &str = "</style></script><script>alert(1)</script><img src=x onerror=alert(2)> \"q\" 'q' \u{1b}[31m \u{202e}evil & æøå";

fn hostile() -> Desk {
    let mut desk = Desk::given([start()]);
    let bad = |key: &str, kind| {
        let mut new = code(key, kind, HOSTILE, None);
        new.body.definition = BilingualText::new(HOSTILE);
        new
    };
    desk.when(Command::AddCodes {
        codes: vec![bad("m", CodeKind::Mechanism), bad("o", CodeKind::Output)],
    })
    .unwrap();
    desk.when(transcript(HOSTILE, &format!("Mentor 1: {HOSTILE}")))
        .unwrap();
    let codes: Vec<_> = desk.study.codes().map(|code| code.id).collect();
    let document = desk.study.documents().next().unwrap().clone();
    let quote = QuoteAt {
        document: document.id,
        span: Span::of(document.text.find("</style>").unwrap(), document.text.len()),
    };
    let scale = |name: &str| Variable {
        name: name.into(),
        level: MeasurementLevel::Ordinal,
        label: BilingualText::new(HOSTILE),
        values: ["1", "2", "3"]
            .map(|code| Value {
                code: code.into(),
                label: BilingualText::new(HOSTILE),
            })
            .into(),
        middle: Some(MiddleAnswer {
            code: "2".into(),
            means: HOSTILE.into(),
        }),
        ..Variable::default()
    };
    let column = |cells: &str| cells.split(' ').collect();
    desk.when(Command::AddDataset {
        name: HOSTILE.into(),
        variables: vec![scale("a"), scale("b")],
        exclusions: Vec::new(),
        columns: vec![column("1 1 2 2 3 3 3"), column("1 2 1 2 3 3 2")],
        indicators: vec![("a".into(), codes[0]), ("b".into(), codes[1])],
        source: Provenance {
            file: HOSTILE.into(),
            ..Provenance::default()
        },
    })
    .unwrap();
    desk.when(Command::AddTheory {
        version: HOSTILE.into(),
        nodes: codes.clone(),
        links: vec![NewLink {
            statement: HOSTILE.into(),
            basis: HOSTILE.into(),
            ..NewLink::between(codes[0], codes[1])
        }],
    })
    .unwrap();
    let link = desk.study.theory().unwrap().links[0];
    for command in [
        Command::Apply {
            document: quote.document,
            span: quote.span,
            codes,
        },
        Command::Judge {
            link,
            quote,
            polarity: Some(Polarity::Contradicts),
        },
        Command::Condense {
            quote,
            text: HOSTILE.into(),
            theme: HOSTILE.into(),
        },
        Command::Conclude {
            link,
            conclusion: Conclusion::Keep,
            reason: HOSTILE.into(),
            rests_on: HOSTILE.into(),
            basis: None,
        },
    ] {
        desk.when(command).unwrap();
    }
    desk
}

#[test]
fn hostile_words_stay_words() {
    let desk = hostile();
    let page = report::report_page(&desk.study, desk.study.theory(), Privacy::Internal);
    assert_eq!(
        (
            page.matches("<script").count(),
            page.matches("</style").count()
        ),
        (1, 1)
    );
    assert!(!page.contains("<img") && !page.contains('\u{1b}') && !page.contains('\u{202e}'));
    let said = "&lt;/style&gt;&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;";
    assert!(
        page.matches(said).count() > 15,
        "in quotes, labels, names, reasons: {}",
        page.matches(said).count()
    );
    assert!(
        !page.contains("style=\"") && !page.contains("onclick"),
        "nothing that the policy would have to allow"
    );
    assert!(
        page.contains("default-src 'none'; style-src 'sha256-") && !page.contains("unsafe-inline")
    );
    assert!(
        !page
            .replace("http://www.w3.org/2000/svg", "")
            .contains("://"),
        "nothing from elsewhere"
    );
}

#[test]
fn the_public_sees_no_quote_no_name_and_no_small_count() {
    let (study, internal) = &*DEMO;
    let public = report::report_page(study, study.theory(), Privacy::Public);
    assert!(internal.contains("<blockquote>") && internal.contains("Mentor 3"));
    assert!(!public.contains("<blockquote>"));
    for informant in study.informants() {
        // What a printed evaluation cites by a name is public already.
        let reasoning = public.find("<section id=\"reasoning\"").unwrap();
        assert!(
            !public[..reasoning].contains(&informant.body.name),
            "{}",
            informant.body.name
        );
    }
    assert!(public.contains("Withheld: some answers were given by fewer than 5 people."));
}

#[test]
fn nothing_yet_is_a_page_too() {
    let desk = Desk::given([start()]);
    let page = report::report_page(&desk.study, None, Privacy::Internal);
    assert!(
        page.starts_with("<!DOCTYPE html>")
            && page.contains("<h2>Methods</h2>")
            && !page.contains("<h2>Matrix</h2>")
    );
}

/// Words can be read: a contrast of 4.5 at least (WCAG 2.2, 1.4.3), by day and by night.
#[test]
fn colours_can_be_told_from_their_ground() {
    let page = report::report_page(&Study::default(), None, Privacy::Internal);
    let sheets: Vec<&str> = page
        .split(":root{")
        .skip(1)
        .map(|rest| rest.split('}').next().unwrap())
        .collect();
    assert_eq!(sheets.len(), 3, "day, night and paper");
    for sheet in sheets {
        let colour = |name: &str| {
            let value = sheet
                .split(&format!("--{name}:"))
                .nth(1)
                .unwrap()
                .split(';')
                .next()
                .unwrap();
            let hex = value.trim().trim_start_matches('#');
            let hex = if hex.len() == 3 {
                hex.chars().flat_map(|c| [c, c]).collect()
            } else {
                hex.to_owned()
            };
            [0, 2, 4].map(|at| {
                let part = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                if part <= 0.04045 {
                    part / 12.92
                } else {
                    ((part + 0.055) / 1.055).powf(2.4)
                }
            })
        };
        let light = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
        for (ink, paper) in [
            ("ink", "paper"),
            ("quiet", "paper"),
            ("accent", "paper"),
            ("good", "paper"),
            ("bad", "paper"),
            ("mid", "paper"),
            ("ink", "soft"),
            ("quiet", "soft"),
            ("bad", "gap"),
        ] {
            let (a, b) = (light(colour(ink)), light(colour(paper)));
            let contrast = a.max(b) / a.min(b);
            assert!(
                contrast >= 4.5,
                "{ink} on {paper}: {contrast:.2} in {sheet}"
            );
        }
    }
}

/// The demo and its internal report, which takes seconds to compute: once for all tests.
static DEMO: LazyLock<(Study, String)> = LazyLock::new(|| {
    let study = demo();
    let page = report::report_page(&study, study.theory(), Privacy::Internal);
    (study, page)
});

fn demo() -> Study {
    let folder = tempfile::tempdir().unwrap();
    let mut session = create_sample(
        &folder.path().join("sample.virk"),
        crate::support::author("AB"),
    )
    .unwrap();
    let link = session.study().theory().unwrap().links[7];
    session
        .perform(Command::Conclude {
            link,
            conclusion: Conclusion::Keep,
            reason: "Both say so.".into(),
            rests_on: String::new(),
            basis: None,
        })
        .unwrap();
    session.study().clone()
}

/// Where Chromium is, if it is here.
fn chromium() -> Option<PathBuf> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

/// Opens a page of this width and answers with the page afterwards and what the browser complained
/// of.
fn browse(browser: &Path, page: &Path, width: u32) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = Process::new("timeout")
        .args([
            "90",
            &browser.display().to_string(),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
        ])
        .arg(format!("--user-data-dir={}", folder.path().display()))
        .args([
            &format!("--window-size={width},900"),
            "--enable-logging=stderr",
            "--v=0",
            "--virtual-time-budget=3000",
            "--dump-dom",
        ])
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// What a reader's clicks do, told in the title of the page. It is put into a copy of the page
/// whose policy lets it run.
const CLICKS: &str = r##"<script>
const told = [];
const rows = () => Array.from(document.querySelectorAll("#matrix-table tbody tr")).filter((row) => !row.hidden);
const head = (name) => Array.from(document.querySelectorAll("#matrix-table th button")).find((one) => one.textContent === name);
const column = (name) => head(name).parentElement.cellIndex;
const values = (name) => rows().map((row) => row.cells[column(name)].dataset.v ?? row.cells[column(name)].textContent.trim());
told.push("rows " + rows().length);
head("p by the plan").click();
const p = values("p by the plan").filter((value) => value !== "").map(Number);
told.push("sorted " + p.every((value, at) => at === 0 || p[at - 1] <= value) + " " + (values("p by the plan").at(-1) === ""));
head("p by the plan").click();
const q = values("p by the plan").filter((value) => value !== "").map(Number);
told.push("turned " + q.every((value, at) => at === 0 || q[at - 1] >= value) + " " + (values("p by the plan").at(-1) === ""));
document.querySelector("[data-filter=untested]").click();
told.push("untested " + rows().length + " " + values("Tests").every((value) => value === "0"));
document.querySelector("[data-filter=untested]").click();
const words = document.getElementById("matrix-words");
words.value = "reflection";
words.dispatchEvent(new Event("input"));
told.push("words " + (rows().length > 0 && rows().length < 28) + " " + document.getElementById("matrix-told").textContent);
location.hash = "#link-8";
setTimeout(() => {
  told.push("opened " + document.getElementById("link-8").open);
  document.getElementById("open-all").click();
  told.push("all " + Array.from(document.querySelectorAll("details")).every((one) => one.open));
  told.push("wide " + (document.documentElement.scrollWidth <= document.documentElement.clientWidth));
  document.title = told.join("; ");
}, 300);
</script>"##;

#[test]
fn it_works_in_a_browser() {
    let Some(browser) = chromium() else {
        println!("Chromium is not here: the report is not tried in a browser");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let hostile = hostile().study;
    let hostile = report::report_page(&hostile, hostile.theory(), Privacy::Internal);
    for (page, name) in [(&DEMO.1, "sample"), (&hostile, "hostile")] {
        let path = folder.path().join(format!("{name}.html"));
        std::fs::write(&path, page).unwrap();
        let (dom, complaints) = browse(&browser, &path, 1280);
        assert!(
            dom.contains("<h2>Matrix</h2>") && dom.contains("id=\"matrix-filters\""),
            "{complaints}"
        );
        assert!(
            !dom.contains("id=\"matrix-filters\" hidden"),
            "the script ran under the page's own policy: {complaints}"
        );
        let console: Vec<&str> = complaints
            .lines()
            .filter(|line| line.contains("CONSOLE"))
            .collect();
        assert!(console.is_empty(), "{console:?}");
        if name == "sample" {
            let from = page
                .find("<meta http-equiv=\"Content-Security-Policy\"")
                .unwrap();
            let to = from + page[from..].find('>').unwrap() + 1;
            let copy = format!("{}{}", &page[..from], &page[to..])
                .replace("</body>", &format!("{CLICKS}</body>"));
            let path = folder.path().join("clicked.html");
            std::fs::write(&path, copy).unwrap();
            for width in [1280, 400] {
                let (dom, _) = browse(&browser, &path, width);
                let title = dom
                    .split("<title>")
                    .nth(1)
                    .unwrap()
                    .split("</title>")
                    .next()
                    .unwrap();
                let expected =
                    "rows 28; sorted true true; turned true true; untested 7 true; words true";
                assert!(
                    title.starts_with(expected)
                        && title.ends_with("opened true; all true; wide true"),
                    "at {width}: {title}"
                );
            }
        }
    }
}
