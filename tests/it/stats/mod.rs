//! Statistics against the judges named in their fixtures, and against themselves.

mod advice;
mod agreement;
mod bulk;
mod coverage;
mod effects;
mod exact;
mod measures;
mod moderation;
mod paired;
mod pearson;
mod planned;
mod properties;
mod regression;
mod samples;
mod scores;
mod sentences;
mod sides;
mod strata;
mod support;
mod suppression;
mod survey;
