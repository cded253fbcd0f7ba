//! The list of readers. A new one joins by a line in [`all`]:
//!
//! * of bytes: `of_bytes("xlsx", &["tests/fixtures/…"], |_, bytes| drop(read("f", bytes)))`;
//! * of text that has been decoded: `of_text("…", &[…], |around, file| …)`;
//! * of a file on the disk, such as a database: `of_path("…", &[…], |_, path| …)`.
//!
//! Seeds are files of the repository, or, put with `.made(…)`, what virk itself writes.
//! Commands that are read are decided too ([`Around::decide`]): what a study refuses
//! must be refused, and not break it.

use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use uuid::Uuid;
use virk::exchange::{
    code_list, code_table, coding_table, other_programs,
    refi::{export as out, import as refi},
    segments,
};
use virk::import::pseudonyms::Pseudonyms;
use virk::import::table::TableReadOptions;
use virk::import::tabular::TabularData;
use virk::import::transcript::PersonalDataPolicy;
use virk::import::{
    TableFile, TextFile, codebook, codings, configurations, guide, informants, reader, reported,
    sample, survey, table, theory, theory_changes,
};
use virk::log::{Author, Session};
use virk::privacy;
use virk::settings::Settings;
use virk::study::{Command, Refusal, Study, Time};
use virk::tui::key_bindings;
use virk::tui::keymap::Keymap;

/// Reads bytes; whether it takes or refuses them is its own affair.
type Reading = Box<dyn Fn(&Around, &[u8]) + Send + Sync>;

/// Makes the whole files that broken ones are made of.
type Seeds = Box<dyn Fn(&Around) -> Vec<Vec<u8>> + Send + Sync>;

/// A reader and the files it begins with.
pub struct Tried {
    pub name: &'static str,
    pub seeds: Seeds,
    pub read: Reading,
}

/// What there is around a file: studies it may join, and a folder to lie in.
pub struct Around {
    folder: tempfile::TempDir,
    /// The sample study, for those who need it.
    full: OnceLock<Study>,
    empty: Study,
}

fn author() -> Author {
    Author {
        writer: Uuid::from_u128(7),
        coder: Arc::from("ann"),
    }
}

impl Around {
    pub fn new() -> Around {
        Around {
            full: OnceLock::new(),
            empty: Study::default(),
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// The sample study.
    fn full(&self) -> &Study {
        self.full.get_or_init(|| {
            sample::create_sample(&self.file(), author())
                .unwrap()
                .study()
                .clone()
        })
    }

    /// Its file, once it is made.
    fn file(&self) -> PathBuf {
        self.folder.path().join("sample.virk")
    }

    /// Decides the command that `read` makes, in a study that knows things and in one that does
    /// not.
    fn decide(&self, read: impl Fn(&Study) -> Result<Command, Refusal>) {
        for study in [self.full(), &self.empty] {
            if let Ok(command) = read(study) {
                drop(study.decide(command, "ann", &mut Uuid::now_v7));
            }
        }
    }
}

impl Tried {
    /// With seeds that virk itself writes.
    fn made(self, make: fn(&Around) -> Vec<Vec<u8>>) -> Tried {
        let seeds = self.seeds;
        Tried {
            seeds: Box::new(move |around| [seeds(around), make(around)].concat()),
            ..self
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn of_bytes(
    name: &'static str,
    seeds: &[&str],
    read: impl Fn(&Around, &[u8]) + Send + Sync + 'static,
) -> Tried {
    let seeds: Vec<PathBuf> = seeds.iter().map(|seed| root().join(seed)).collect();
    Tried {
        name,
        seeds: Box::new(move |_| {
            seeds
                .iter()
                .map(|seed| std::fs::read(seed).unwrap())
                .collect()
        }),
        read: Box::new(read),
    }
}

fn of_text(name: &'static str, seeds: &[&str], read: fn(&Around, &TextFile)) -> Tried {
    of_bytes(name, seeds, move |around, bytes| {
        if let Ok(file) = TextFile::from_bytes("f", "f.json".into(), bytes) {
            read(around, &file);
        }
    })
}

/// Rows of a survey in any format, by what the bytes begin with.
fn rows(name: &'static str, seeds: &[impl AsRef<str>]) -> Tried {
    let seeds: Vec<&str> = seeds.iter().map(AsRef::as_ref).collect();
    of_bytes(name, &seeds, |around, bytes| {
        around.decide(|study| {
            survey::read(
                TableFile::from_bytes("f", "f".into(), bytes, &TableReadOptions::default())?,
                None,
            )?
            .command(study)
        });
    })
}

/// Where exports of survey programs are.
const SURVEYS: &str = "tests/fixtures/surveys/";

fn of_path(name: &'static str, seeds: &[&str], read: fn(&Around, &Path)) -> Tried {
    of_bytes(name, seeds, move |around, bytes| {
        let path = around.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        read(around, &path);
    })
}

/// Every reader there is.
pub fn all() -> Vec<Tried> {
    let mut all: Vec<Tried> = reader::READERS.iter().map(transcripts).collect();
    all.extend([
        of_bytes("qdpx", &[], |around, bytes| {
            around
                .decide(|study| refi::read("f", Cursor::new(bytes), None, study, &PersonalDataPolicy::Keep).map(|incoming| incoming.command));
        })
        .made(|around| vec![out::project(around.full(), Time(0)).unwrap().bytes]),
        of_text("qdc", &[], |around, file| {
            around.decide(|study| refi::codebook("f", &file.text, study).map(|codes| Command::AddCodes { codes }));
        })
        .made(|around| vec![out::codebook(around.full()).bytes]),
        of_bytes(
            "foreign",
            &["tests/fixtures/import/projects/qualcoder.qda.zip", "tests/fixtures/import/projects/taguette.sqlite3"],
            |around, bytes| {
                around.decide(|study| other_programs::read("f", bytes.to_vec(), study, &PersonalDataPolicy::Keep).map(|incoming| incoming.command));
            },
        )
        .made(|_| {
            let archive = std::fs::read(root().join("tests/fixtures/import/projects/qualcoder.qda.zip")).unwrap();
            let mut data = Vec::new();
            let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
            std::io::Read::read_to_end(&mut archive.by_index(0).unwrap(), &mut data).unwrap();
            vec![data]
        }),
        of_text("list", &[], |around, file| {
            around.decide(|study| code_list::parse_code_list(file, study).map(|codes| Command::AddCodes { codes }))
        })
        .made(|_| {
            vec![
                b"Mechanism > Reflection ; #56B4E9 ; Seeing\nMechanism>Reflection>Task\nContext\n  Labour\n    - Few\n\t* x\t\ty\n"
                    .to_vec(),
            ]
        }),
        of_bytes(
            "codetable",
            &["tests/fixtures/exchange/codebook.xlsx", "tests/fixtures/exchange/taguette-codebook.csv"],
            |around, bytes| {
                around.decide(|study| {
                    let table = TableFile::from_bytes("f", "f".into(), bytes, &TableReadOptions::default())?;
                    code_table::read_code_table("f", &table.cells, study).map(|table| Command::AddCodes { codes: table.codes })
                });
            },
        ),
        of_bytes("segments", &["tests/fixtures/exchange/maxqda-coded-segments.csv"], |around, bytes| {
            around.decide(|study| {
                let table = TableFile::from_bytes("f", "f".into(), bytes, &TableReadOptions::default())?;
                segments::read_segments("f", &table.cells, study).map(|segments| segments.command)
            });
        })
        .made(|_| vec![b"document,tag,content\n01-mentor-1,Trust,I\n".to_vec()]),
        of_text("coded", &[], |around, file| around.decide(|study| coding_table::read_codings(file, study))).made(|around| {
            let table = virk::export::codings::codings(virk::export::privacy::PrivacyFilter::internal(around.full()));
            vec![virk::export::csv::write(&table, virk::export::csv::CsvOptions::default()).text.into_bytes()]
        }),
        rows("csv", &["transcripts-sample/data/survey.csv", "transcripts-sample/data/register.csv"]),
        rows("xlsx", &["tests/fixtures/data/openpyxl.xlsx", "tests/fixtures/data/libreoffice.xlsx"]),
        rows("ods", &["tests/fixtures/data/libreoffice.ods"]),
        rows(
            "sav",
            &["tests/fixtures/data/pspp-plain.sav", "tests/fixtures/data/pspp-packed.sav", "tests/fixtures/data/pyreadstat.sav"],
        ),
        rows("zsav", &["tests/fixtures/data/pspp.zsav", "tests/fixtures/data/pyreadstat.zsav"]),
        rows("dta", &["pandas-114.dta", "pandas-118.dta", "pandas-117.dta", "tagged.dta"].map(|file| SURVEYS.to_owned() + file)),
        rows("por", &["survey.por", "pyreadstat.por"].map(|file| SURVEYS.to_owned() + file)),
        rows(
            "exports",
            &["qualtrics.csv", "surveymonkey.csv", "limesurvey-codes.csv", "google-forms.csv", "redcap.csv", "personal.csv"]
                .map(|file| SURVEYS.to_owned() + file),
        ),
        rows("json", &[] as &[&str])
            .made(|_| vec![br#"[{"a":1,"b":"x"},{"b":null,"c":2.5}]"#.to_vec(), br#"{"a":[1,2],"b":["x",null]}"#.to_vec()]),
        of_text("variables", &["transcripts-sample/data/variables.json"], |around, file| {
            around.decide(|study| {
                let rows = TableFile::open(&root().join("transcripts-sample/data/survey.csv"), &TableReadOptions::default())?;
                survey::read(rows, Some(&table::parse_variables(file)?))?.command(study)
            });
        }),
        of_text("codebook", &["codebooks/realist.json", "codebooks/mentoring.json"], |around, file| {
            around.decide(|_| codebook::parse_codebook(file).map(|codes| Command::AddCodes { codes }));
        }),
        of_text("codings", &["transcripts-sample/01-mentor-1.codings.json"], |around, file| {
            around.decide(|study| {
                let codings = codings::parse_codings(file)?;
                Ok(Command::All([codings.informants(), codings.commands(file, study)?].concat()))
            });
        }),
        of_text("theory", &["transcripts-sample/data/theory.json"], |around, file| {
            around.decide(|study| theory::parse_theory(file, None, study));
            around.decide(|study| theory::parse_theory(file, Some("v2"), study));
        }),
        of_text("changes", &["transcripts-sample/data/changes.json"], |around, file| {
            let parent = around.full().theories().next().unwrap();
            around.decide(|study| theory_changes::parse_changes(file, study, parent, "v9"));
        }),
        of_text("configurations", &["transcripts-sample/data/configurations.json"], |around, file| {
            around.decide(|study| {
                let read = configurations::parse_configurations(file)?;
                Ok(Command::All(vec![read.command(file, study)?, Command::All(read.chain_commands(file, study)?)]))
            });
        }),
        of_text("reported", &["transcripts-sample/data/reported.json"], |around, file| {
            around.decide(|_| reported::parse_reported(std::slice::from_ref(file), None));
        }),
        of_text("guide", &["transcripts-sample/data/guide.csv"], |around, file| {
            let mut table = file.clone();
            table.source.file = "f.csv".into();
            around.decide(|study| guide::parse_guide(&table, None, study));
            around.decide(|study| guide::parse_guide(file, None, study));
        }),
        of_text("informants", &[], |around, file| {
            around.decide(|study| {
                let read = informants::read_informants("f", &TabularData::read(file, None)?, &informants::InformantColumns::default(), study)?;
                Ok(Command::All(read.commands))
            });
        })
        .made(|_| vec![b"name;role;department;years\nMentor 1;mentor;\"North; young\";6\nLeader 2;leader;;1,5\n".to_vec()]),
        of_path("pseudonyms", &[], |_, path| {
            if let Ok(mut table) = Pseudonyms::open(path) {
                let text = "Anna Holm: ring 20304050, a@b.dk. Bo, 010190-1234: Åse så 👩‍👧 Holm.";
                table.replace(text, &[virk::text::Span::of(0, 9)]);
                drop(table.save());
            }
        })
        .made(|_| vec!["name,pseudonym\nAnna,Mentor 1\n\"Bo, Holm\",Leader\nÅse,[name 1]\n20304050,[phone number 1]\n".into()]),
        of_text("privacy", &["tests/fixtures/import/talk.md"], |_, file| {
            drop(privacy::scan(&file.text, &["Anna".into(), "å".into(), "-".into(), String::new()]));
        })
        .made(|_| vec!["Anna: ring +45 20 30 40 50 eller a.b@c.dk, 010190-1234, 0101901234; Åse\n".repeat(9).into_bytes()]),
        of_text("settings", &[], |_, file| drop(Keymap::from_settings(virk::tui::screens::ACTIONS, &Settings::parse(&file.text, "f"))))
            .made(|_| vec![key_bindings::example(virk::tui::screens::ACTIONS).into_bytes(), key_bindings::example(virk::tui::screens::ACTIONS).replace("\n# ", "\n").into_bytes()]),
        of_path("study", &[], |_, path| {
            if let Ok(session) = Session::open(path, author()) {
                drop(session.store().verify());
            }
        })
        .made(|around| {
            around.full();
            vec![std::fs::read(around.file()).unwrap()]
        }),
    ]);
    all
}

/// A reader of transcripts, with every fixture that has its extension.
fn transcripts(reader: &'static reader::FormatReader) -> Tried {
    let ends = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| reader.extensions.contains(&end.to_str().unwrap()))
    };
    let folders = ["tests/fixtures/import", "tests/fixtures/import/captions"]
        .map(|folder| std::fs::read_dir(root().join(folder)));
    let mut fixtures: Vec<PathBuf> = folders
        .into_iter()
        .flat_map(|folder| folder.unwrap().map(|entry| entry.unwrap().path()))
        .filter(ends)
        .collect();
    // A folder tells its files in any order, and a number should always make the same file.
    fixtures.sort();
    Tried {
        name: reader.name,
        seeds: Box::new(move |_| {
            fixtures
                .iter()
                .map(|seed| std::fs::read(seed).unwrap())
                .collect()
        }),
        read: Box::new(|_, bytes| drop((reader.read)("f", bytes))),
    }
}
