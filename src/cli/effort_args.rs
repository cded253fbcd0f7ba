//! `--work`, shared by all commands with exact p-values.

use crate::stats::exact::Effort;

/// How much work exact p-values may take.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct EffortArgs {
    /// Spend so many times the usual work on exact p-values, and draw as many times the random
    /// tables where it does not suffice; `more` is 20 times
    #[arg(long = "work", value_name = "TIMES|more", value_parser = times)]
    times: Option<u32>,
}

/// Factor of `more`: half a minute instead of two seconds.
const MORE_TIMES: u32 = 20;
/// Upper limit, which amounts to some hours.
const MAX_TIMES: u32 = 10_000;

impl EffortArgs {
    /// Scales a command's usual budget by the user's request.
    #[must_use]
    pub fn scale(self, usual: Effort) -> Effort {
        usual.times(self.times.unwrap_or(1))
    }

    /// True if the user asked for more than the usual budget.
    #[must_use]
    pub fn is_increased(self) -> bool {
        self.times.is_some_and(|times| times > 1)
    }
}

fn times(typed: &str) -> Result<u32, String> {
    let times = if typed == "more" {
        Some(MORE_TIMES)
    } else {
        typed
            .parse()
            .ok()
            .filter(|times| (1..=MAX_TIMES).contains(times))
    };
    times.ok_or_else(|| format!("it is `more`, or a whole number of times from 1 to {MAX_TIMES}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_a_number_of_times_or_more() {
        assert_eq!(
            (times("more"), times("3"), times("10000")),
            (Ok(20), Ok(3), Ok(10_000))
        );
        assert!(
            ["0", "-1", "1.5", "most", "10001", ""]
                .iter()
                .all(|typed| times(typed).is_err())
        );
        let usual = Effort {
            work: 10,
            samples: 40_000_000,
            seed: 7,
        };
        assert_eq!(EffortArgs::default().scale(usual.clone()), usual);
        assert_eq!(
            EffortArgs { times: Some(20) }.scale(usual),
            Effort {
                work: 200,
                samples: 100_000_000,
                seed: 7
            }
        );
    }
}
