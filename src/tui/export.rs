//! Taking the study away: a menu of its tables and of what other programs take whole,
//! then in which form, then under which name.

use super::{
    desk::Desk,
    layer::{
        form::{Form, Part},
        menu::{Item, Menu},
        save::{self, Parcel, Source},
    },
};
use crate::export::{
    Sheet,
    archive::{self, Wanted},
    file,
    privacy::{SMALL, Shield},
    records, refi,
    sheet::Ask,
    spss, sqlite,
};
use crate::log::Store;
use crate::study::{Refusal, Time, Watch};
use crate::text::number;
use ratatui::style::Style;
use std::path::Path;

/// What can be taken away.
#[derive(Clone, Copy)]
enum Taken {
    /// A table, in any form.
    Sheet(Sheet),
    /// All of it, or one view of all of it, in a form of its own.
    Whole(Whole),
    /// Nothing yet: words that the archive may hold.
    Accept,
}

/// What is written in one form only.
#[derive(Clone, Copy)]
struct Whole {
    name: &'static str,
    about: &'static str,
    /// What the file is called after the study.
    suffix: &'static str,
    write: fn(&Path, &Source, Watch<'_>) -> Result<String, Refusal>,
    /// Whether it is made for the public, whoever asks.
    public: bool,
}

const WHOLES: [Whole; 5] = [
    Whole {
        name: "project",
        about: "For NVivo, ATLAS.ti, MAXQDA, QualCoder (qdpx)",
        suffix: "project.qdpx",
        write: project,
        public: false,
    },
    Whole {
        name: "database",
        about: "Plain tables for R and DB Browser (sqlite)",
        suffix: "tables.sqlite",
        write: database,
        public: false,
    },
    Whole {
        name: "syntax",
        about: "SPSS syntax that repeats the tests (sps)",
        suffix: "tests.sps",
        write: syntax,
        public: false,
    },
    Whole {
        name: "log",
        about: "Every record in a line, without words (jsonl)",
        suffix: "log.jsonl",
        write: log,
        public: false,
    },
    Whole {
        name: "archive",
        about: "What was released, for the public (zip)",
        suffix: "archive.zip",
        write: public,
        public: true,
    },
];

/// Asks what to take away.
pub fn ask(desk: &mut Desk) {
    let item = |name: &str, about: &str, value: Taken| Item {
        sign: String::new(),
        style: Style::new(),
        text: format!("{:<14} {about}", capital(name)),
        value,
    };
    let mut items: Vec<Item<Taken>> = Sheet::ALL
        .iter()
        .map(|sheet| item(sheet.name(), sheet.about(), Taken::Sheet(*sheet)))
        .collect();
    items.extend(
        WHOLES
            .iter()
            .map(|whole| item(whole.name, whole.about, Taken::Whole(*whole))),
    );
    items.push(item(
        "accept",
        "Words that may stand in the archive, with the reason",
        Taken::Accept,
    ));
    desk.ask(Menu::new(
        "Write into a file",
        items,
        |_, desk, taken| match taken {
            Taken::Sheet(sheet) => take(sheet, desk),
            Taken::Whole(Whole { name, public, .. })
                if !public && !desk.lets_out(&format!("the {name}")) => {}
            Taken::Whole(Whole {
                name,
                suffix,
                write,
                ..
            }) => {
                save::ask_file(format!("Write the {name} into"), name, suffix, desk, write);
            }
            Taken::Accept => ask_accept(desk),
        },
    ));
}

/// Asks which words may stand in the archive, and why.
fn ask_accept(desk: &mut Desk) {
    let parts = vec![
        Part::new("Words, as the archive was refused for them", "", 1),
        Part::new("Why they may (empty: no longer)", "", 2),
    ];
    desk.ask(Form::new(
        "Words that may stand in the archive".to_owned(),
        "",
        parts,
        |_, desk, texts| {
            let (words, reason) = (texts[0].trim(), texts[1].trim());
            if words.is_empty() {
                desk.refuse(Refusal::new(
                    "no words are given",
                    "Type the words that the archive was refused for",
                ));
                return false;
            }
            desk.perform(archive::accept(words, reason))
        },
    ));
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn take(sheet: Sheet, desk: &mut Desk) {
    let make = move |shield: Shield<'_>, watch: Watch<'_>| {
        sheet.table(Ask {
            shield,
            theory: None,
            small: SMALL,
            threads: threads(),
            watch,
        })
    };
    save::ask(
        Parcel {
            name: sheet.name(),
            suffix: sheet.name(),
            row: sheet.row(),
            make: Box::new(make),
        },
        desk,
    );
}

/// Puts what was made into a file, unless it was stopped by then.
fn put(content: impl AsRef<[u8]>, path: &Path, watch: Watch<'_>) -> Result<(), Refusal> {
    watch.step(1, 1, "file")?;
    file::put(content, path)
}

fn project(
    path: &Path,
    Source { study, .. }: &Source,
    watch: Watch<'_>,
) -> Result<String, Refusal> {
    let handed = refi::project(study, Time(jiff::Timestamp::now().as_microsecond()))?;
    put(&handed.bytes, path, watch)?;
    let lost = if handed.losses.is_empty() {
        String::new()
    } else {
        format!("; left behind: {}", handed.losses.say())
    };
    Ok(format!("Wrote {}{lost}", path.display()))
}

fn database(
    path: &Path,
    Source { study, .. }: &Source,
    watch: Watch<'_>,
) -> Result<String, Refusal> {
    sqlite::write(study, path, watch)?;
    Ok(format!(
        "Wrote {}; it holds what people said, and only you may read it",
        path.display()
    ))
}

fn syntax(path: &Path, Source { study, .. }: &Source, watch: Watch<'_>) -> Result<String, Refusal> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let written = spss::theory(study, study.find_theory(None)?, &stem, watch)?;
    if written.tests == 0 {
        return Err(Refusal::new(
            "no link of the theory can be tested",
            "Tie indicators to the ends of its links",
        ));
    }
    for (name, rows) in &written.rows {
        file::put(rows, &path.with_file_name(name))?;
    }
    file::put(&written.text, path)?;
    Ok(format!(
        "Wrote {} with {} and the rows beside it",
        path.display(),
        number::some(written.tests, "test")
    ))
}

fn log(
    path: &Path,
    Source { study, file, .. }: &Source,
    watch: Watch<'_>,
) -> Result<String, Refusal> {
    let records = Store::open(file)?.latest(usize::MAX)?;
    put(records::lines(study, &records, false), path, watch)?;
    Ok(format!(
        "Wrote {} to {}",
        number::some(records.len(), "record"),
        path.display()
    ))
}

fn public(path: &Path, Source { study, .. }: &Source, watch: Watch<'_>) -> Result<String, Refusal> {
    let wanted = Wanted {
        theory: study.theory(),
        small: SMALL,
        definitions: false,
        replace: &[],
        threads: threads(),
        watch,
    };
    let made = archive::archive(study, wanted)?;
    put(&made.bytes, path, watch)?;
    Ok(format!(
        "Wrote {}; left out: {}",
        path.display(),
        made.left_out.say()
    ))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
