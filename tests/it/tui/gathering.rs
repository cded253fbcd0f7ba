//! What is gathered and written beside the screen: told as it goes, stopped by a key, begun anew
//! when the study changes, and the same as from the command line.

use super::{
    screen::Screen,
    studied::{link, studied},
};
use std::process::Command as Process;
use std::sync::mpsc::{self, Sender};
use virk::study::{Command, Polarity, theory::QuoteAt};
use virk::tui::app::TerminalCommand;
use virk::tui::board::BoardJob;
use virk::tui::colour::ColourDepth;
use virk::tui::evidence::ProposalJob;
use virk::tui::job_runner::JobRunner;
use virk::tui::jobs::ExportJob;
use virk::tui::key::Input;
use virk::tui::lint::LintJob;
use virk::tui::matrix::MatrixJob;

/// Has a worker begin an errand that has done one of two and is held up until the answer is
/// dropped; then it brings `answer`.
fn hold<S, A>(worker: &JobRunner<S, A>, subject: S, answer: Option<A>) -> Sender<()>
where
    S: PartialEq + Send + 'static,
    A: Send + Sync + 'static,
{
    let (free, held) = mpsc::channel::<()>();
    let (tells, told) = mpsc::channel();
    worker.start(subject, move |watch| {
        watch.report(1, 2, "link").ok()?;
        tells.send(()).unwrap();
        held.recv().ok();
        answer
    });
    told.recv().unwrap();
    free
}

impl Screen {
    /// What has come by now is drawn.
    fn waited(mut self) -> Screen {
        self.app.context.jobs.wait_until_idle();
        self.draw();
        self
    }

    /// Somebody else judges the quote that nobody judged, and this screen hears of it.
    fn judged_elsewhere(mut self) -> Screen {
        let (link, mut session) = (link(&self, 0), self.neighbour_as_anna());
        let document = session.study().documents().nth(1).unwrap().id;
        let span = session.study().codings_in(document).next().unwrap().span;
        let quote = QuoteAt { document, span };
        session
            .perform(Command::Judge {
                link,
                quote,
                polarity: Some(Polarity::Supports),
            })
            .unwrap();
        self.app.handle_input(Input::Focus);
        self.draw();
        self
    }

    fn virk(&self, args: &[&str]) -> Vec<u8> {
        let study = self.folder().join("study.virk");
        let mut virk = Process::new(env!("CARGO_BIN_EXE_virk"));
        let done = virk
            .args(args)
            .arg("--study")
            .arg(study)
            .env("VIRK_HOME", self.folder())
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
        done.stdout
    }
}

#[test]
fn it_is_told_how_far_the_matrix_has_come_and_one_can_leave_and_come_back() {
    let screen = studied(ColourDepth::True);
    let free = hold(
        &screen.app.context.jobs.of::<MatrixJob>(),
        screen.study().revision(),
        None,
    );
    let screen = screen
        .burst("F5")
        .sees("Gathering, 1 of 2 links; Esc cancels")
        .sees_not("Reflection");
    let screen = screen
        .burst("q")
        .sees("First talk")
        .burst("F5")
        .sees("Gathering, 1 of 2 links; Esc cancels");
    drop(free);
    screen.waited();
}

#[test]
fn esc_stops_and_a_key_starts_again() {
    let screen = studied(ColourDepth::True);
    let free = hold(&screen.app.context.jobs.of::<MatrixJob>(), 0, None);
    // Another's errand is under way: this one waits for it.
    let screen = screen
        .burst("F5")
        .sees("Gathering; Esc cancels")
        .burst("Esc")
        .says("Cancelled")
        .sees("Cancelled; R starts again");
    drop(free);
    let screen = screen
        .waited()
        .sees("Cancelled; R starts again")
        .sees_not("Reflection");
    screen
        .burst("R")
        .waited()
        .sees("Reflection")
        .sees_not("Stopped;")
        .burst("Esc")
        .says("Nothing to cancel");
}

#[test]
fn when_the_study_changes_the_old_matrix_stays_and_is_never_taken_for_the_new() {
    let row = |screen: &Screen| {
        screen
            .text()
            .lines()
            .nth(3)
            .unwrap()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let screen = studied(ColourDepth::True).press("F5").sees_not("Gathering");
    let before = row(&screen);
    let free = hold(&screen.app.context.jobs.of::<MatrixJob>(), 0, None);
    let screen = screen.judged_elsewhere().sees("Gathering; Esc cancels");
    assert_eq!(row(&screen), before, "it is marked, and still there");
    let screen = screen
        .burst("Esc")
        .sees("From before the last change; R updates it");
    drop(free);
    let screen = screen
        .waited()
        .sees("From before the last change")
        .burst("R")
        .waited()
        .sees_not("last change")
        .sees_not("Gathering");
    assert_ne!(row(&screen), before);
}

#[test]
fn a_change_stops_what_was_gathered_of_the_study_before() {
    let screen = studied(ColourDepth::True);
    let (ends, ended) = mpsc::channel();
    let (begins, begun) = mpsc::channel();
    screen
        .app
        .context
        .jobs
        .of::<MatrixJob>()
        .start(screen.study().revision(), move |watch| {
            begins.send(()).unwrap();
            while watch.report(1, 2, "link").is_ok() {}
            ends.send(()).unwrap();
            None
        });
    begun.recv().unwrap();
    let screen = screen.burst("F5").judged_elsewhere();
    ended.recv().unwrap();
    screen.waited().sees("Reflection").sees_not("Gathering");
}

#[test]
fn the_board_and_the_checks_are_gathered_in_the_same_way() {
    let screen = studied(ColourDepth::True)
        .press("g t")
        .sees("Reflection")
        .press("g l")
        .sees("Checks on the reasoning");
    let workers = &screen.app.context.jobs;
    let free = hold(&workers.of::<LintJob>(), 0, None);
    let other = hold(
        &workers.of::<BoardJob>(),
        (screen.study().theory().unwrap().id, false, 0),
        None,
    );
    let screen = screen
        .judged_elsewhere()
        .sees("Checking; Esc cancels")
        .burst("Esc")
        .sees("From before the last change; R updates it");
    let screen = screen
        .burst("g t")
        .sees("Drawing; Esc cancels")
        .burst("Esc")
        .sees("From before the last change; g r updates it");
    drop((free, other));
    let screen = screen
        .waited()
        .burst("g r")
        .waited()
        .sees_not("last change")
        .burst("g l R")
        .waited();
    screen.sees_not("last change").sees_not("Checking;");
}

#[test]
fn what_is_written_from_the_screen_is_what_the_command_line_writes() {
    let screen = studied(ColourDepth::True)
        .press("F5 e c Enter")
        .sees("Wrote 2 links")
        .press("g x t c Enter")
        .sees("Wrote 2 tests");
    let read =
        |name: &str| String::from_utf8(std::fs::read(screen.folder().join(name)).unwrap()).unwrap();
    assert_eq!(
        read("study-matrix.csv"),
        String::from_utf8(screen.virk(&["matrix", "--format", "csv"])).unwrap()
    );
    let tests = screen.folder().join("tests.csv");
    screen.virk(&["export", tests.to_str().unwrap()]);
    assert_eq!(read("study-tests.csv"), read("tests.csv"));
}

#[test]
fn it_is_told_how_far_the_writing_has_come_wherever_one_is() {
    let screen = studied(ColourDepth::True);
    let free = hold(
        &screen.app.context.jobs.of::<ExportJob>(),
        "tests".into(),
        Some(Ok("Wrote 7 tests".into())),
    );
    let screen = screen
        .burst("j")
        .sees("Writing tests, 1 of 2 links; Esc cancels");
    // Where Esc has another meaning, another key stops.
    let screen = screen
        .burst("Enter")
        .sees("Writing tests, 1 of 2 links; Ctrl-x cancels")
        .burst("Esc j")
        .sees("1 of 2 links");
    let screen = screen
        .burst("g x i c Enter")
        .sees("another file is being written")
        .burst("Esc");
    drop(free);
    screen
        .waited()
        .says("Wrote 7 tests")
        .burst("j")
        .sees_not("Writing");
}

#[test]
fn whoever_leaves_while_a_file_is_written_is_told_first() {
    let screen = studied(ColourDepth::True);
    let free = hold(
        &screen.app.context.jobs.of::<ExportJob>(),
        "tests".into(),
        None,
    );
    let screen = screen
        .burst("Ctrl-q")
        .says("Writing tests, 1 of 2 links; Esc cancels, and so does quitting again");
    assert!(!screen.wishes.contains(&TerminalCommand::Quit));
    let screen = screen.burst("j q");
    assert!(
        !screen.wishes.contains(&TerminalCommand::Quit),
        "it was not the key after it"
    );
    assert!(screen.burst("q").wishes.contains(&TerminalCommand::Quit));
    drop(free);
}

#[test]
fn what_is_stopped_is_not_written() {
    let screen = studied(ColourDepth::True);
    let free = hold(
        &screen.app.context.jobs.of::<ExportJob>(),
        "something".into(),
        None,
    );
    let screen = screen
        .burst("Esc")
        .says("Cancelled; nothing was written")
        .burst("g x i c Enter")
        .sees("Writing informants; Esc cancels");
    let screen = screen.burst("Esc").says("Cancelled; nothing was written");
    drop(free);
    let path = screen.folder().join("study-informants.csv");
    let screen = screen.waited();
    assert!(!path.exists());
    let _screen = screen
        .burst("g x i c Enter")
        .waited()
        .sees("Wrote 2 informants");
    assert!(path.exists());
}

#[test]
fn a_table_without_rows_is_not_written() {
    let screen = Screen::on(&[], ColourDepth::True)
        .press("g x i c Enter")
        .says("there is no informant to write yet. Nothing was written");
    assert!(!screen.folder().join("study-informants.csv").exists());
}

#[test]
fn how_far_the_weighing_for_a_proposal_has_come_is_told_and_it_can_be_stopped() {
    let screen = studied(ColourDepth::True).press("F4");
    let free = hold(
        &screen.app.context.jobs.of::<ProposalJob>(),
        (link(&screen, 1), 0),
        None,
    );
    let screen = screen
        .burst("p")
        .sees("Weighing the tests; Esc cancels")
        .burst("Esc")
        .sees("Cancelled; p starts again");
    drop(free);
    screen.waited().burst("p").waited().sees("Proposed: ");
}
