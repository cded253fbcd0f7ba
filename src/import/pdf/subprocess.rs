//! Reads PDFs in a subprocess with limited memory and time.
//!
//! A page is a program: a few hundred bytes can draw endlessly or unpack to gigabytes, and
//! exhausting the stack or memory kills the process. So the subprocess only gets the bytes and
//! returns the words, and is killed when it exceeds a limit. It leaves no core dump, which would
//! contain words.

use super::{PdfExtract, in_thread};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

/// Command-line argument by which virk starts itself as the subprocess.
pub const CHILD_ARGUMENT: &str = "--read-a-pdf";
/// Wall-clock limit, generous for a busy machine.
const CHILD_TIMEOUT: Duration = Duration::from_secs(30);
/// Processor time in seconds; the longest interviews take one or two.
#[cfg(unix)]
const SECONDS: u64 = 8;
/// Memory in bytes, in addition to a part that grows with the file.
#[cfg(unix)]
const MEMORY: u64 = 440 << 20;
/// Limit on the size of the result.
const LONGEST: u64 = 256 << 20;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Makes `program` the subprocess for all PDFs. It must call [`serve`] when its first argument is
/// [`CHILD_ARGUMENT`].
pub fn isolate(program: PathBuf) {
    // A second call names the same program.
    let _ = PROGRAM.set(program);
}

/// The subprocess: reads a PDF from standard input and writes the extracted words to standard
/// output.
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

/// Runs the subprocess; `None` if none is set up.
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
        // The subprocess may end before it has read everything.
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
        // Fails only if the process has ended already.
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
