//! The binary: hands over to the command line, or reads a PDF for another of itself.

mod process;

use std::process::ExitCode;
use virk::crash;
use virk::import::pdf;

fn main() -> ExitCode {
    process::keep_memory_private();
    if std::env::args_os()
        .nth(1)
        .is_some_and(|first| first == pdf::CHILD_ARGUMENT)
    {
        return pdf::serve();
    }
    if let Ok(program) = std::env::current_exe() {
        pdf::isolate(program);
    }
    crash::install_hook();
    virk::cli::main()
}
