//! The index in the cache: private, disposable, and never between a question
//! and its answer, whatever happens to it.

use crate::search_support::Desk;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use tempfile::TempDir;
use virk::search::{SearchResults, Searcher};
use virk::study::{CodeKind, Command};

/// Something that happens to a file.
type Harm = fn(&Path);

/// A study with a file and a cache.
struct Place {
    folder: TempDir,
    desk: Desk,
}

const QUERIES: [&str; 7] = [
    "relation",
    "\"en god relation\"",
    "rel*",
    "code:*",
    "code:trust relation",
    "informant:* NOT god",
    "zebra",
];

impl Place {
    fn new() -> Place {
        let mut desk = Desk::default();
        for number in 0..4 {
            let text = format!(
                "I: Nummer {number}?\n\nM1: Det er en god relation.\n\nM2: Relationerne, sagde hun, og talte om zebra{number}."
            );
            desk.document(&format!("d{number}"), "da", &text);
        }
        let code = desk.code("trust", "Trust", CodeKind::Outcome, None);
        let first = desk.study.documents().next().unwrap().id;
        desk.apply("ab", first, "god relation", &[code]);
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.virk"), "a study").unwrap();
        Place { folder, desk }
    }

    fn study(&self) -> PathBuf {
        self.folder.path().join("a.virk")
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn searcher(&self) -> Searcher {
        self.searcher_at(&self.study())
    }

    fn searcher_at(&self, study: &Path) -> Searcher {
        Searcher::open_in(&self.cache(), &study.into()).with_index_threshold(0)
    }

    /// Catches up; answers how many documents were read.
    fn catch_up(&self, searcher: &mut Searcher) -> usize {
        let mut read = 0;
        searcher
            .update_index(&self.desk.study, &mut |_, total| read = total)
            .unwrap();
        read
    }

    fn answers(&self, searcher: &mut Searcher) -> Vec<SearchResults> {
        QUERIES
            .iter()
            .map(|query| self.desk.ask(searcher, query))
            .collect()
    }

    /// What a searcher without an index says.
    fn truth(&self) -> Vec<SearchResults> {
        self.answers(&mut Searcher::open(None))
    }

    /// The folder of this study in the cache.
    fn root(&self) -> PathBuf {
        only(&self.cache().join("search"))
    }

    /// The folder of the index.
    fn index(&self) -> PathBuf {
        folders(&self.root()).remove(0)
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .filter(|path| path.is_dir())
        .collect()
}

fn only(folder: &Path) -> PathBuf {
    let entries = entries(folder);
    assert_eq!(entries.len(), 1, "{entries:?}");
    entries[0].clone()
}

/// Whether a word is in the index; no file may lie there that is not part of it.
fn holds(folder: &Path, word: &str) -> bool {
    let index = tantivy::Index::open_in_dir(folder).unwrap();
    let searcher = index.reader().unwrap().searcher();
    let segments: Vec<String> = searcher
        .segment_readers()
        .iter()
        .map(|segment| segment.segment_id().uuid_string())
        .collect();
    for file in entries(folder) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let own = name.starts_with('.')
            || name == "meta.json"
            || segments
                .iter()
                .any(|segment| name.starts_with(segment.as_str()));
        assert!(own, "{name} belongs to nothing");
    }
    searcher.segment_readers().iter().any(|segment| {
        let words = segment
            .inverted_index(index.schema().get_field("words").unwrap())
            .unwrap();
        words.terms().get(word).unwrap().is_some()
    })
}

#[test]
fn stems_follow_every_language_that_has_them() {
    let mut place = Place::new();
    let talks = [
        ("de", "B: Sie zeigte mir die Gärten der Nachbarn."),
        ("fr", "B: Elle nous montrait les jardins du voisin."),
        ("es", "B: Me gustaban mucho aquellos lugares bonitos."),
        ("sv", "B: Hon visade oss trädgårdarna vid huset."),
        ("nb", "B: Hun fortalte om samtalene de hadde."),
        ("nl", "B: Zij vertelde over de boeken van haar."),
        ("other", "B: Mi ha mostrato i giardini."),
    ];
    for (language, text) in talks {
        place.desk.document(language, language, text);
    }
    let asked = [
        ("garten", "Gärten"),
        ("montrer", "montrait"),
        ("jardin", "jardins"),
        ("bonito", "bonitos"),
        ("trädgård", "trädgårdarna"),
        ("samtaler", "samtalene"),
        ("boek", "boeken"),
        ("giardini", "giardini"),
    ];
    let mut indexed = place.searcher();
    place.catch_up(&mut indexed);
    for (query, word) in asked {
        let expected = [format!("⟦{word}⟧")];
        for mut searcher in [Searcher::open(None), place.searcher()] {
            let answer = place.desk.ask(&mut searcher, query);
            let shown = place.desk.show(&answer);
            assert!(
                shown.len() == 1 && shown[0].contains(&expected[0]),
                "{query}: {shown:?}"
            );
        }
        let phrase = place.desk.ask(&mut indexed, &format!("\"{query}\""));
        assert_eq!(
            phrase.total,
            usize::from(query == word.to_lowercase()),
            "{query}"
        );
    }
    assert_eq!(
        place.desk.answer("giardino").total,
        0,
        "no stems in other languages"
    );
}

#[test]
fn the_index_is_read_again_and_not_made_again() {
    let place = Place::new();
    let mut first = place.searcher();
    assert_eq!(place.catch_up(&mut first), 4);
    assert_eq!(place.catch_up(&mut first), 0);
    let mut second = place.searcher();
    assert_eq!(place.catch_up(&mut second), 0);
    assert_eq!(place.answers(&mut second), place.truth());
    assert_eq!(place.answers(&mut first), place.truth());
}

#[test]
fn new_documents_are_added_and_removed_ones_leave_the_disk() {
    let mut place = Place::new();
    let mut searcher = place.searcher();
    place.catch_up(&mut searcher);
    assert!(holds(&place.index(), "zebra2"));
    let third = place.desk.study.documents().nth(2).unwrap().id;
    assert!(
        place
            .desk
            .perform("ab", Command::RemoveDocument { id: third })
    );
    place
        .desk
        .document("new", "da", "I: En helt ny zebra9 her.");
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert_eq!(place.catch_up(&mut searcher), 1);
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert_eq!(place.answers(&mut place.searcher()), place.truth());
    assert!(!holds(&place.index(), "zebra2"));
    assert!(holds(&place.index(), "zebra9"));
}

#[test]
fn erased_words_leave_the_answers_and_the_disk() {
    let mut place = Place::new();
    let mut searcher = place.searcher();
    place.catch_up(&mut searcher);
    place.answers(&mut searcher);
    assert!(holds(&place.index(), "zebra0"));
    let first = place.desk.study.documents().next().unwrap().id;
    assert!(
        place
            .desk
            .perform("ab", Command::EraseDocument { id: first })
    );
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert_eq!(place.desk.ask(&mut searcher, "zebra0").total, 0);
    assert_eq!(
        place.desk.ask(&mut searcher, "code:trust relation").total,
        0
    );
    place.catch_up(&mut searcher);
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert!(!holds(&place.index(), "zebra0"));
    let word = "zebra0".as_bytes();
    assert!(entries(&place.index()).iter().all(|file| {
        !fs::read(file)
            .unwrap()
            .windows(word.len())
            .any(|bytes| bytes == word)
    }));
    assert!(holds(&place.index(), "zebra2"));
}

#[cfg(unix)]
#[test]
fn the_folder_is_its_owners_alone_and_holds_no_text() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    fs::create_dir_all(place.cache().join("search")).unwrap();
    place.catch_up(&mut place.searcher());
    for folder in [place.root(), place.index()] {
        assert_eq!(
            fs::metadata(folder).unwrap().permissions().mode() & 0o777,
            0o700
        );
    }
    for file in entries(&place.index()).into_iter().chain(
        entries(&place.root())
            .into_iter()
            .filter(|path| path.is_file()),
    ) {
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o077,
            0,
            "{}",
            file.display()
        );
    }
    let text = "sagde hun".as_bytes();
    assert!(entries(&place.index()).iter().all(|file| {
        !fs::read(file)
            .unwrap()
            .windows(text.len())
            .any(|bytes| bytes == text)
    }));
    fs::set_permissions(place.root(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::remove_dir_all(place.index()).unwrap();
    place.catch_up(&mut place.searcher());
    assert_eq!(
        fs::metadata(place.root()).unwrap().permissions().mode() & 0o777,
        0o700
    );
}

#[test]
fn a_damaged_index_is_thrown_away_and_made_again() {
    let place = Place::new();
    place.catch_up(&mut place.searcher());
    let names: Vec<PathBuf> = entries(&place.index())
        .iter()
        .map(|file| file.file_name().unwrap().into())
        .collect();
    let harm: [(&str, Harm); 4] = [
        ("truncated", |file| {
            let length = fs::metadata(file).unwrap().len();
            File::options()
                .write(true)
                .open(file)
                .unwrap()
                .set_len(length / 2)
                .unwrap();
        }),
        ("emptied", |file| fs::write(file, "").unwrap()),
        ("changed", |file| {
            let mut bytes = fs::read(file).unwrap();
            if let Some(byte) = bytes.get_mut(7) {
                *byte ^= 0x55;
            }
            fs::write(file, bytes).unwrap();
        }),
        ("removed", |file| fs::remove_file(file).unwrap()),
    ];
    let kinds: Vec<String> = names
        .iter()
        .filter_map(|name| Some(name.extension()?.to_string_lossy().into_owned()))
        .collect();
    for kind in kinds {
        for (what, harm) in harm {
            let file = entries(&place.index())
                .into_iter()
                .find(|file| file.extension().is_some_and(|own| *own == *kind));
            let Some(file) = file else { continue };
            harm(&file);
            let mut searcher = place.searcher();
            place.catch_up(&mut searcher);
            assert_eq!(
                place.answers(&mut searcher),
                place.truth(),
                "{what} {}",
                file.display()
            );
        }
    }
    fs::remove_dir_all(place.cache()).unwrap();
    let mut searcher = place.searcher();
    assert_eq!(place.catch_up(&mut searcher), 4);
    assert_eq!(place.answers(&mut searcher), place.truth());
}

#[test]
fn the_cache_may_vanish_under_an_open_searcher() {
    let mut place = Place::new();
    let mut searcher = place.searcher();
    place.catch_up(&mut searcher);
    fs::remove_dir_all(place.cache()).unwrap();
    assert_eq!(place.answers(&mut searcher), place.truth());
    place.desk.document("new", "da", "I: En helt ny relation.");
    place.catch_up(&mut searcher);
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert!(holds(&place.index(), "zebra2"));
}

#[test]
fn an_index_of_another_version_is_thrown_away() {
    let place = Place::new();
    place.catch_up(&mut place.searcher());
    let other = place.root().join("0.0.0-1-other");
    fs::rename(place.index(), &other).unwrap();
    let mut searcher = place.searcher();
    assert_eq!(place.catch_up(&mut searcher), 4);
    assert!(!other.exists());
    assert_eq!(place.answers(&mut searcher), place.truth());
}

#[test]
fn while_another_process_writes_answers_come_from_the_text() {
    let mut place = Place::new();
    place.catch_up(&mut place.searcher());
    let lock = File::options()
        .write(true)
        .open(place.root().join("lock"))
        .unwrap();
    lock.lock().unwrap();
    place
        .desk
        .document("new", "da", "I: En helt ny relation med zebra9.");
    let mut searcher = place.searcher();
    assert_eq!(place.catch_up(&mut searcher), 0);
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert!(!holds(&place.index(), "zebra9"));
    drop(lock);
    assert_eq!(place.catch_up(&mut searcher), 1);
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert!(holds(&place.index(), "zebra9"));
}

#[test]
fn two_searchers_take_turns() {
    let mut place = Place::new();
    let (mut one, mut other) = (place.searcher(), place.searcher());
    for number in 0..6 {
        place.desk.document(
            &format!("more{number}"),
            "da",
            &format!("I: Relation nummer {number} og zebra{number}."),
        );
        let first = place.desk.study.documents().next().unwrap().id;
        assert!(
            place
                .desk
                .perform("ab", Command::RemoveDocument { id: first })
        );
        place.catch_up(if number % 2 == 0 {
            &mut one
        } else {
            &mut other
        });
        assert_eq!(place.answers(&mut one), place.truth());
        assert_eq!(place.answers(&mut other), place.truth());
    }
}

/// Not a test of its own: the process that [`a_process_killed_while_indexing_does_no_harm`] kills.
#[test]
#[ignore = "runs forever; started by another test"]
fn index_for_ever() {
    let mut place = Place::new();
    let path = |name: &str| PathBuf::from(std::env::var_os(name).unwrap());
    let study = path("TEST_STUDY").as_path().into();
    let mut searcher = Searcher::open_in(&path("TEST_CACHE"), &study).with_index_threshold(0);
    for number in 0.. {
        place.desk.document(
            &format!("more{number}"),
            "da",
            &format!("I: Relation nummer {number}."),
        );
        place.catch_up(&mut searcher);
        println!("indexed");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn a_process_killed_while_indexing_does_no_harm() {
    let place = Place::new();
    let mut child = Process::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "search_index::index_for_ever",
            "--ignored",
            "--nocapture",
        ])
        .env("TEST_CACHE", place.cache())
        .env("TEST_STUDY", place.study())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert_eq!(
        lines
            .by_ref()
            .map_while(Result::ok)
            .filter(|line| line.contains("indexed"))
            .take(3)
            .count(),
        3
    );
    let mut searcher = place.searcher();
    // It may hold the lock now or not.
    place.catch_up(&mut searcher);
    assert_eq!(place.answers(&mut searcher), place.truth());
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success());
    drop(lines);
    place.catch_up(&mut searcher);
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert_eq!(place.catch_up(&mut place.searcher()), 0);
}

#[test]
fn a_cache_that_cannot_be_used_is_said_once_and_does_not_matter() {
    let place = Place::new();
    fs::write(place.cache(), "a file where a folder should be").unwrap();
    let mut searcher = place.searcher();
    let refusal = searcher
        .update_index(&place.desk.study, &mut |_, _| ())
        .unwrap_err();
    assert!(
        refusal.what.contains("search index") && refusal.hint.contains("VIRK_HOME"),
        "{refusal:?}"
    );
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert_eq!(place.catch_up(&mut searcher), 0);
}

#[test]
fn a_small_study_leaves_nothing_in_the_cache() {
    let mut place = Place::new();
    let mut searcher = place.searcher().with_index_threshold(2000);
    assert_eq!(place.catch_up(&mut searcher), 0);
    assert!(!place.cache().exists());
    let long = place
        .desk
        .document("long", "da", &format!("I: {}", "relation ".repeat(400)));
    assert_eq!(place.catch_up(&mut searcher), 5);
    assert!(holds(&place.index(), "zebra2"));
    assert!(
        place
            .desk
            .perform("ab", Command::RemoveDocument { id: long })
    );
    place.catch_up(&mut searcher);
    assert!(entries(&place.cache().join("search")).is_empty());
    assert_eq!(place.answers(&mut searcher), place.truth());
}

#[test]
fn a_study_that_is_moved_keeps_its_index() {
    // Given a study that was searched,
    let place = Place::new();
    place.catch_up(&mut place.searcher());
    let root = place.root();
    // when its file is moved,
    let moved = place.folder.path().join("b.virk");
    fs::rename(place.study(), &moved).unwrap();
    // then nothing is read again, and the index says where the study lies now.
    let mut searcher = place.searcher_at(&moved);
    assert_eq!(place.catch_up(&mut searcher), 0);
    assert_eq!(place.answers(&mut searcher), place.truth());
    let again = place.folder.path().join("c.virk");
    fs::rename(&moved, &again).unwrap();
    assert_eq!(place.catch_up(&mut place.searcher_at(&again)), 0);
    assert_eq!(place.root(), root);
}

#[test]
fn copies_of_a_study_go_ways_of_their_own() {
    // Given a study that was searched, and a copy of it in another folder,
    let mut one = Place::new();
    one.catch_up(&mut one.searcher());
    let file = one.folder.path().join("copy").join("a.virk");
    fs::create_dir(file.parent().unwrap()).unwrap();
    fs::copy(one.study(), &file).unwrap();
    let mut other = Place::new();
    other.desk.study = one.desk.study.clone();
    // when each gets a document of its own and the other loses one,
    one.desk.document("mine", "da", "I: Min relation.");
    other
        .desk
        .document("yours", "da", "I: Din relation, zebra0.");
    let first = other.desk.study.documents().next().unwrap().id;
    other
        .desk
        .perform("ab", Command::RemoveDocument { id: first });
    // then both find what is theirs, whoever is opened in between, and neither reads anything
    // twice.
    let read: Vec<(usize, usize)> = (0..3)
        .map(|_| {
            let (mut here, mut there) = (one.searcher(), one.searcher_at(&file));
            let read = (one.catch_up(&mut here), other.catch_up(&mut there));
            assert_eq!(one.answers(&mut here), one.truth());
            assert_eq!(other.answers(&mut there), other.truth());
            read
        })
        .collect();
    assert_eq!(read, [(1, 4), (0, 0), (0, 0)]);
    // Both at once, and in the folder of the other: slower at most.
    let mut astray = one.searcher();
    one.catch_up(&mut astray);
    assert_eq!(other.answers(&mut astray), other.truth());
    other.catch_up(&mut astray);
    assert_eq!(other.answers(&mut astray), other.truth());
    assert_eq!(one.answers(&mut one.searcher()), one.truth());
}

#[test]
fn the_index_goes_when_its_study_is_gone() {
    // Given three studies that were searched, and what an earlier virk left,
    let place = Place::new();
    let (gone, next) = (
        place.folder.path().join("gone.virk"),
        place.folder.path().join("next.virk"),
    );
    let another = |file: &Path, number| {
        fs::write(file, "another study").unwrap();
        let mut desk = Desk::numbered(number, "da");
        desk.document("d", "da", "I: En relation.");
        let mut searcher = place.searcher_at(file);
        searcher.update_index(&desk.study, &mut |_, _| {}).unwrap();
    };
    place.catch_up(&mut place.searcher());
    let root = place.root();
    another(&gone, 1000);
    another(&next, 2000);
    let former = root.with_file_name("0123456789abcdef0123456789abcdef");
    fs::create_dir(&former).unwrap();
    fs::write(former.join("study"), place.study().to_str().unwrap()).unwrap();
    assert_eq!(folders(root.parent().unwrap()).len(), 4);
    // when one is deleted, and another study takes the place of the second,
    fs::remove_file(&gone).unwrap();
    another(&next, 3000);
    // then their indexes go with the next that is opened, and that of the first stays.
    let left = folders(root.parent().unwrap());
    assert!(left.len() == 2 && left.contains(&root), "{left:?}");
    assert_eq!(place.catch_up(&mut place.searcher()), 0);
}

#[test]
fn the_brake_stops_searching_and_catching_up() {
    let place = Place::new();
    let mut searcher = place.searcher();
    let brake = searcher.cancel_flag();
    brake.store(true, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(
        searcher
            .update_index(&place.desk.study, &mut |_, _| ())
            .unwrap_err()
            .what,
        "the search was stopped"
    );
    assert!(
        searcher
            .search(&place.desk.study, &place.desk.query("relation"), 9)
            .is_err()
    );
    brake.store(false, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(place.answers(&mut searcher), place.truth());
    assert_eq!(place.catch_up(&mut searcher), 4);
}

#[test]
fn a_searcher_works_on_a_thread_of_its_own() {
    let place = Place::new();
    let mut searcher = place.searcher();
    place.catch_up(&mut searcher);
    let (study, query) = (place.desk.study.clone(), place.desk.query("relation"));
    let answer = std::thread::spawn(move || searcher.search(&study, &query, 9))
        .join()
        .unwrap()
        .unwrap();
    assert_eq!(answer, place.desk.answer("relation"));
}
