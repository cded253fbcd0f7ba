//! Long work is told as it goes, can be stopped at every step, and comes to the same whether
//! anybody watches or not.

use std::sync::{Arc, Mutex};
use uuid::Uuid;
use virk::evidence::{Matrix, assessment::assess, lint};
use virk::export::{
    StudyTable, archive, drawing::TheoryDrawing, privacy::PrivacyFilter, spss, sqlite,
    study_table::StudyTableRequest,
};
use virk::log::{Author, Session};
use virk::study::{Cancelled, Link, ProgressMonitor, ProgressUpdate};

fn sample() -> (tempfile::TempDir, Session) {
    let folder = tempfile::tempdir().unwrap();
    let author = Author {
        writer: Uuid::from_u128(1),
        coder: Arc::from("anna"),
    };
    let session =
        virk::import::sample::create_sample(&folder.path().join("study.virk"), author).unwrap();
    (folder, session)
}

/// Does `work`, which answers whether it came to its end, watched and then stopped at its first, a
/// middle and its last step; answers with what it told.
fn stops(work: impl Fn(ProgressMonitor<'_>) -> bool) -> Vec<ProgressUpdate> {
    let told = Mutex::new(Vec::new());
    let listening = |reached| {
        told.lock().unwrap().push(reached);
        true
    };
    assert!(work(ProgressMonitor::new(&listening)));
    let told = told.into_inner().unwrap();
    assert!(!told.is_empty());
    assert!(told.iter().all(|reached| reached.done <= reached.total));
    for last in [1, told.len() / 2, told.len()] {
        let heard = Mutex::new(0);
        let stopping = |_| {
            let mut heard = heard.lock().unwrap();
            *heard += 1;
            *heard < last
        };
        assert!(
            !work(ProgressMonitor::new(&stopping)),
            "stopped at step {last} of {}",
            told.len()
        );
    }
    told
}

#[test]
fn the_matrix_tells_of_every_link() {
    let (_folder, session) = sample();
    let study = session.study();
    let theory = study.theory().unwrap();
    let told = stops(|watch| Matrix::new(study, theory, watch).is_ok());
    let links = theory.links.len();
    // The p of each link by the plan come first.
    assert!(told.len() > links);
    let told = &told[told.len() - links..];
    assert_eq!(
        told,
        (0..links)
            .map(|done| ProgressUpdate {
                done,
                total: links,
                noun: "link"
            })
            .collect::<Vec<_>>()
    );
    assert_eq!(told[3].to_string(), format!("3 of {links} links"));
    assert_eq!(
        Matrix::new(study, theory, ProgressMonitor::new(&|_| false)),
        Err(Cancelled)
    );
}

#[test]
fn the_checks_and_the_drawing_can_be_stopped() {
    let (_folder, session) = sample();
    let study = session.study();
    let theory = study.theory().unwrap();
    stops(|watch| lint::findings_with_progress(study, watch).is_ok());
    assert_eq!(
        lint::findings_with_progress(study, ProgressMonitor::new(&|_| true)).unwrap(),
        lint::findings(study)
    );
    stops(|watch| TheoryDrawing::of(study, theory, watch).is_ok());
}

#[test]
fn the_weighing_tells_of_every_test_on_every_thread() {
    let (_folder, session) = sample();
    let study = session.study();
    let theory = study.theory().unwrap();
    let links: Vec<&Link> = study.links_of(theory).take(2).collect();
    let told = stops(|watch| assess(study, theory, &links, 2, watch).is_ok());
    let mut tests: Vec<usize> = told
        .iter()
        .filter(|reached| reached.noun == "test")
        .map(|reached| reached.done)
        .collect();
    tests.sort_unstable();
    assert_eq!(tests, (0..tests.len()).collect::<Vec<_>>(), "each once");
    let of_links = told.iter().filter(|reached| reached.noun == "link");
    assert!(
        of_links
            .enumerate()
            .all(|(place, reached)| reached.done == place && reached.total <= theory.links.len())
    );
    assert!(tests.len() > 1);
}

#[test]
fn what_is_stopped_leaves_the_files_as_they_were() {
    let (folder, session) = sample();
    let study = session.study();
    let theory = study.theory();
    let path = folder.path().join("tables.sqlite");
    std::fs::write(&path, "what was there").unwrap();
    assert_eq!(
        sqlite::write(study, &path, ProgressMonitor::new(&|_| false)).unwrap_err(),
        Cancelled.into()
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "what was there");
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        2,
        "the study and this file"
    );
    stops(|watch| sqlite::write(study, &path, watch).is_ok());
    stops(|watch| spss::theory(study, theory.unwrap(), "tests", watch).is_ok());
    let shield = PrivacyFilter::internal(study);
    stops(|watch| {
        StudyTable::Matrix
            .table(StudyTableRequest {
                privacy_filter: shield,
                theory: None,
                small: 5,
                threads: 2,
                watch,
            })
            .is_ok()
    });
    let stopped = archive::archive(
        study,
        archive::ArchiveRequest {
            theory: None,
            small: 5,
            definitions: false,
            replace: &[],
            threads: 2,
            watch: ProgressMonitor::new(&|_| false),
        },
    );
    assert_eq!(stopped.unwrap_err(), Cancelled.into());
}
