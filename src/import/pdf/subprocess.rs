//! A PDF is read in a process of its own, with little memory and little time.
//!
//! A page is a program, and a few hundred bytes can draw without end or unpack to gigabytes; what
//! exhausts the stack or the memory of a process ends it. So this one is nobody else's: it gets the
//! bytes, answers with the words, and is ended when it takes too much of anything. It leaves no
//! core file, in which words would stand.

use super::{PdfExtract, in_thread};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// The argument by which virk starts itself to read a PDF.
pub const CHILD_ARGUMENT: &str = "--read-a-pdf";
/// How long it is waited for, on a machine that is busy.
const CHILD_TIMEOUT: Duration = Duration::from_secs(30);
/// Seconds of processor time: the longest interviews take one or two.
#[cfg(unix)]
const SECONDS: u64 = 8;
/// Bytes of memory, beside those that grow with the file.
#[cfg(unix)]
const MEMORY: u64 = 440 << 20;
/// The longest answer.
const LONGEST: u64 = 256 << 20;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// From now on PDFs are read by this program, which calls [`serve`] when its first argument is
/// [`CHILD_ARGUMENT`].
pub fn isolate(program: PathBuf) {
    // Said twice, the first holds: it is the same program.
    let _ = PROGRAM.set(program);
}

/// Reads the PDF on the standard input and writes what it holds to the standard output.
#[must_use]
pub fn serve() -> ExitCode {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    let file = limit(bytes.len() as u64)
        .and(read)
        .map_err(|error| error.to_string())
        .and_then(|_| in_thread(&bytes));
    match serde_json::to_writer(io::stdout().lock(), &file) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[cfg(unix)]
fn limit(file: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let at_most = |most: u64| Rlimit {
        current: Some(most),
        maximum: Some(most),
    };
    setrlimit(Resource::Core, at_most(0))?;
    setrlimit(Resource::Cpu, at_most(SECONDS))?;
    setrlimit(Resource::As, at_most(MEMORY + 12 * file))?;
    Ok(())
}

#[cfg(not(unix))]
fn limit(_: u64) -> io::Result<()> {
    Ok(())
}

/// What the process answers; `None` where there is none to ask.
pub(super) fn read(bytes: &[u8]) -> Option<Result<PdfExtract, String>> {
    let program = PROGRAM.get()?;
    let mut command = Command::new(program);
    command
        .arg(CHILD_ARGUMENT)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let answer = thread::scope(|scope| {
        // It may end before it has read everything.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        let answer = scope.spawn(move || {
            let mut answer = Vec::new();
            stdout
                .map(|stdout| stdout.take(LONGEST).read_to_end(&mut answer))
                .and_then(Result::ok)
                .map(|_| answer)
        });
        let begun = Instant::now();
        while !answer.is_finished() && begun.elapsed() < CHILD_TIMEOUT {
            thread::sleep(Duration::from_millis(2));
        }
        // One that has ended cannot be stopped, which is as well.
        let _ = child.kill();
        answer.join().ok().flatten()
    });
    let ended = child.wait();
    let too_much = "it takes more time or memory than a document does";
    let answered = answer
        .and_then(|answer| serde_json::from_slice::<Result<PdfExtract, String>>(&answer).ok());
    Some(match (answered, ended) {
        (Some(file), _) => file,
        _ => Err(too_much.to_owned()),
    })
}
